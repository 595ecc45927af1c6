import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { settings } from '../../../schema/people.ts'
import { outbox } from '../../../schema/records.ts'
import { recordAsk } from '../../../worker/agreements/agreement.ts'
import { firstDiscountRules } from '../../../worker/agreements/rules-discounts.ts'
import { addLine, draftProposal } from '../../../worker/proposals/proposal.ts'
import { sendProposal } from '../../../worker/proposals/send.ts'
import { getProposal } from '../../../worker/proposals/store.ts'
import type { World } from '../../support/world.ts'
import { act } from '../agreements/have.ts'
import { haveGuest, haveSignedNda } from '../references/desk.ts'

export type Guest = Awaited<ReturnType<typeof haveGuest>>
type Wanted = { guest?: Guest; referenceBps?: number; sponsorBps?: number; partner?: boolean; by?: string; wasAsked?: boolean }

/** A draft over 20,000.00 eur: a reference gives two calls and a visit, a sponsor a case study and its logo, too. */
export async function haveProposal(world: World, wanted: Wanted = {}) {
  const { deps } = world
  const { referenceBps = 1_000, sponsorBps = 2_000, partner = false, by = 'stf_sales', wasAsked = true } = wanted
  const guest = wanted.guest ?? (await haveGuest(world))
  const price = { name: 'A year of planning', listMinor: 2_000_000, currency: 'eur' as const, referenceBps, sponsorBps, partner }
  const id = await draftProposal(deps, { act: act(world), prospectId: guest.prospectId, ...price }, by)
  const line = { act: '', category: 'reference' as const, dueOn: '2027-06-01' }
  await addLine(deps, id, { ...line, act: act(world), activity: 'prospect_call', promised: 2 }, by)
  await addLine(deps, id, { ...line, act: act(world), activity: 'site_visit', promised: 1 }, by)
  await addLine(deps, id, { act: act(world), category: 'reference', grant: 'calls' }, by)
  await addLine(deps, id, { act: act(world), category: 'reference', benefit: 'support', benefitText: 'Answers within an hour' }, by)
  await addLine(deps, id, { ...line, category: 'sponsor', act: act(world), activity: 'case_study', promised: 1 }, by)
  await addLine(deps, id, { act: act(world), category: 'sponsor', grant: 'logo' }, by)
  if (wasAsked) {
    await recordAsk(deps, guest.prospectId, { act: act(world), askedBy: 'Pia Cope', askedOn: '2026-10-01', askedPercent: null }, by)
  }
  return { id, guest }
}

/** Sent to its reader under an NDA in force, with the token of the mail. */
export async function haveSentProposal(world: World, wanted: Wanted = {}) {
  const { id, guest } = await haveProposal(world, wanted)
  await haveSignedNda(world, guest)
  await sendProposal(world.deps, id, guest.contact.id, 'stf_sales')
  return { id, guest, token: await tokenIn(world), textHash: (await getProposal(world.deps.db, id)).proposal.textHash ?? '' }
}

/** The token of the newest mail with a proposal's link. */
export async function tokenIn(world: World): Promise<string> {
  const mails = await world.deps.db.select().from(outbox).where(eq(outbox.template, 'proposal_sent'))
  const newest = mails.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime()).at(-1)
  return /proposal\/([\w-]+)/.exec(JSON.stringify(newest?.data))?.[1] ?? ''
}

/** Straight to the row, past every act. */
export const updateProposal = (id: string, set: string) => env.DB.prepare(`update proposals set ${set} where id = '${id}'`).run()

export const setDiscountRules = ({ deps, now }: World, rules: Partial<typeof firstDiscountRules>) =>
  deps.db.insert(settings).values({ key: 'discounts', value: { ...firstDiscountRules, ...rules }, setBy: 'stf_sales', setAt: now() })
