import { eq } from 'drizzle-orm'
import { inbox } from '../../../schema/records.ts'
import { appliers } from '../../../worker/appliers.ts'
import { applyStored, putEvent } from '../../../worker/stripe/inbox.ts'
import type { World } from '../../support/world.ts'
import { control, haveApprovedRun, havePayable, havePeople, sweep, thePayout } from './support.ts'

/** A partner with one payout that reached its Stripe account. */
export async function havePaidPayout(world: World, amountMinor = 10_000) {
  await control(world, 'fund', { currency: 'usd', amount: 100_000_000 })
  const people = await havePeople(world)
  const partner = await havePayable(world, amountMinor)
  await haveApprovedRun(world, people)
  await world.settle()
  await sweep(world)
  await sweep(world)
  const payout = await thePayout(world)
  if (payout.status !== 'paid' || !payout.transfer) throw new Error(`the payout is ${payout.status}`)
  return { people, partner, payout, transfer: payout.transfer, account: partner.destination }
}

const owned = (world: World, account: string) => Object.values(world.standIn.state.tables.payouts).filter(({ owner }) => owner === account)

/** Stripe pays out what the account holds; the newest bank payout's id. */
export async function haveBankPayout(world: World, account: string): Promise<string> {
  await control(world, 'bank-payout', { account })
  const id = owned(world, account).at(-1)?.object.id
  if (!id) throw new Error('Stripe made no bank payout')
  return id
}

let events = 0

/** An event of the account reaches the connect inbox and is applied; `done`, `waiting` or `ignored`. */
export const tell = (world: World, type: string, object: string, account: string | null) =>
  tellAs(world, `evt_b${++events}`, type, object, account)

export async function tellAs(world: World, id: string, type: string, object: string, account: string | null): Promise<string> {
  const source = account ? 'connect' : 'platform'
  await putEvent(world.deps, source, { id, type, object, account, apiVersion: null, livemode: false })
  await applyStored(world.deps, id, appliers)
  const [row] = await world.deps.db.select().from(inbox).where(eq(inbox.id, id))
  if (row?.error) throw new Error(row.error)
  return row?.status ?? 'missing'
}
