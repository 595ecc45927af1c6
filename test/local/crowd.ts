import { eq } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { members } from '../../schema/people.ts'
import { openDeal } from '../../worker/deals/open.ts'
import { recordPayment } from '../../worker/deals/record.ts'
import type { Deps } from '../../worker/deps.ts'
import type { SignedInMember } from '../../worker/env.ts'
import { invitePartner } from '../../worker/partners/invite.ts'
import { openAccount } from '../../worker/partners/open-account.ts'
import { refreshReadiness } from '../../worker/partners/readiness.ts'
import { acceptProgramme } from '../../worker/partners/status.ts'
import { getPartner } from '../../worker/partners/store.ts'
import { introduceSomebody } from '../../worker/prospects/introduce-somebody.ts'
import { insertGroup, termsOfPartner } from '../../worker/terms/store.ts'
import { askStandIn } from './story/door.ts'
import { standardSecond } from './story/terms.ts'

export type Sold = { currency: Currency; prospectId: string; company: string; email: string; dealId: string }
export type OneOfCrowd = { partnerId: string; sold: Sold[] }
export type Wanted = { n: number; groupId: string; staffId: string; world: string }

const currencies = ['eur', 'usd'] as const

/**
 * `POST /_local/crowd/group` founds a group without a hold period and answers with its id; `POST /_local/crowd/partner` makes partner `n` of
 * it, ready to be paid, with a won deal and a first payment in each of two currencies. For tests that need many; by the real acts.
 */
export async function crowdDoor(request: Request, deps: Deps): Promise<Response> {
  try {
    // Only tests send this.
    const wanted = (await request.json()) as Wanted
    const isGroup = new URL(request.url).pathname.endsWith('/group')
    return Response.json(isGroup ? { groupId: await found(deps, wanted.staffId) } : await joinCrowd(deps, wanted))
  } catch (error) {
    return Response.json({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }, { status: 500 })
  }
}

async function found({ db, now, newId }: Deps, staffId: string): Promise<string> {
  const id = newId('grp')
  const minimums = currencies.map((currency) => ({ currency, minimumPayoutMinor: 100 }))
  const first = { id: newId('trm'), holdDays: 0, rates: standardSecond }
  await insertGroup(db, { id, name: 'Crowd', windowDays: 60, model: 'first_touch', minimums, first }, staffId, now())
  return id
}

async function joinCrowd(deps: Deps, { n, groupId, staffId, world }: Wanted): Promise<OneOfCrowd> {
  const owner = await join(deps, { n, groupId, staffId })
  const partner = await getPartner(deps.db, owner.partnerId)
  const opened = await openAccount(deps, partner, owner, { country: partner.country, entityType: 'company' }, 0)
  if (opened.kind !== 'opened') throw new Error(`Stripe opened no account for ${partner.name}`)
  await askStandIn(`${world}/_/account`, { id: opened.destination.stripeAccount, state: 'complete' })
  await refreshReadiness(deps, partner.id)
  const sold: Sold[] = []
  for (const currency of currencies) sold.push(await sell(deps, owner, { n, staffId, currency }))
  return { partnerId: partner.id, sold }
}

async function join(deps: Deps, { n, groupId, staffId }: Omit<Wanted, 'world'>): Promise<SignedInMember> {
  const email = `owner@crowd-${n}.example`
  const about = { name: `Crowd ${n}`, country: 'NL', domain: `crowd-${n}.example`, groupId, prospectId: '' }
  const form = { ...about, act: deps.newId('act'), ownerName: `Owner ${n}`, ownerEmail: email }
  const invited = await invitePartner(deps, { id: staffId, name: 'Ingrid Solaas' }, form)
  if (invited.kind !== 'invited') throw new Error(invited.message)
  const { partnerId } = invited
  const [member] = await deps.db.update(members).set({ status: 'active' }).where(eq(members.email, email)).returning()
  const terms = await termsOfPartner(deps.db, partnerId, deps.now())
  if (!member || !terms) throw new Error(`${about.name} has no owner or no terms`)
  await acceptProgramme(deps, partnerId, { terms: terms.id, isCentral: false }, member.id)
  return { kind: 'member', id: member.id, partnerId, name: member.name, email, role: 'owner' }
}

async function sell(deps: Deps, owner: SignedInMember, { n, staffId, currency }: { n: number; staffId: string; currency: Currency }) {
  const company = `Customer ${currency} ${n}`
  const domain = `${currency}-customer-${n}.example`
  const email = `buyer@${domain}`
  const introduction = { act: deps.newId('act'), company, contactName: `Buyer ${n}`, email, need: '', domain, agreed: 'yes' as const }
  const introduced = await introduceSomebody(deps, owner, introduction)
  if (!introduced.ok) throw new Error(introduced.problem)
  const { prospectId } = introduced
  const deal = { prospectId, name: `Planning for ${company}`, kind: 'one_off' as const, currency, amountMinor: 0, source: null }
  const dealId = await openDeal(deps, deal, deps.newId('act'), staffId)
  const paid = { paidMinor: 20_000 + 100 * n, taxMinor: 0, currency, paidAt: deps.now(), act: deps.newId('act') }
  await recordPayment(deps, dealId, paid, staffId)
  return { currency, prospectId, company, email, dealId }
}
