import { commissionHolds, commissions } from '../../../schema/commissions.ts'
import type { StaffRole } from '../../../schema/people.ts'
import { signals } from '../../../schema/signals.ts'
import { lookForSignals } from '../../../worker/attribution/look-out.ts'
import { inOneBatch } from '../../../worker/batch.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordPayment } from '../../../worker/deals/record.ts'
import type { Deps } from '../../../worker/deps.ts'
import { identifyProspect, type Known } from '../../../worker/prospects/identify.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { browser, haveLink, referralOf } from '../tracking/fixtures.ts'

export const rolesOf = (person: { id: string }, ...roles: StaffRole[]) => ({ id: person.id, roles })

/** A customer becomes known, as Stripe's event would say it. */
export async function haveKnown(deps: Deps, known: Known): Promise<string> {
  const identified = await identifyProspect(deps, known, deps.now(), 'stripe')
  if (!('statements' in identified)) throw new Error(`The customer is ${identified.kind}.`)
  await inOneBatch(deps.db, identified.statements)
  return identified.prospectId
}

/** A deal of the prospect with one payment of so much in EUR. */
export async function havePayment(deps: Deps, prospectId: string, paidMinor = 100_000, by = 'stf_sales') {
  const deal = { prospectId, name: 'Pilot', kind: 'one_off' as const, currency: 'eur' as const, amountMinor: paidMinor, source: null }
  const dealId = await openDeal(deps, deal, deps.newId('act'), by)
  await pay(deps, dealId, paidMinor, by)
  return dealId
}

export const pay = (deps: Deps, dealId: string, paidMinor = 100_000, by = 'stf_sales') =>
  recordPayment(deps, dealId, { paidMinor, taxMinor: 0, currency: 'eur', paidAt: deps.now(), act: deps.newId('act') }, by)

/** What the cron of some minutes later finds. */
export async function lookLater(world: World): Promise<void> {
  await world.settle()
  await world.travel({ minutes: 5 })
  await lookForSignals(world.deps)
}

export const allSignals = (world: World) => world.deps.db.select().from(signals).orderBy(signals.foundAt, signals.id)
export const found = async (world: World) => (await allSignals(world)).map(({ rule, subjectId, status }) => [rule, subjectId, status])

export const statusesOf = async (world: World) =>
  (await world.deps.db.select().from(commissions).orderBy(commissions.accruedAt, commissions.id)).map(({ amountMinor, status }) => [
    amountMinor,
    status,
  ])

export const openOwners = async (world: World) =>
  (await world.deps.db.select().from(commissionHolds)).filter(({ closedAt }) => closedAt === null).map(({ owner }) => owner)

export const address = { 'cf-connecting-ip': '203.0.113.7', 'cf-ipcountry': 'NL' }

/** A partner and the address that its click brought; `path` is followed as a browser would. */
export async function haveClicked(world: World, path = '', headers: Record<string, string> = {}, groupId?: string) {
  const partner = await havePartner(world, { domain: 'ada.example', ...(groupId && { groupId }) })
  const link = await haveLink(world, partner.id)
  const answer = await world.ask(`/r/${link.code}${path}`, { headers: { ...browser, ...address, ...headers } })
  await world.settle()
  return { partner, link, referral: referralOf(answer) ?? '' }
}

/** A self-referral that has earned: one signal, one commission on hold. */
export async function haveHeld(world: World) {
  const { partner, referral } = await haveClicked(world)
  const sales = rolesOf(await haveStaff(world, 'sales'), 'sales')
  const prospectId = await haveKnown(world.deps, { referral, email: 'ann@ada.example', stripeCustomer: 'cus_1' })
  const dealId = await havePayment(world.deps, prospectId)
  const [signal] = await allSignals(world)
  if (!signal) throw new Error('nothing was found')
  return { partner, sales, prospectId, dealId, signal }
}
