import { sql } from 'drizzle-orm'
import type { Payout } from '../../../schema/payouts.ts'
import { appliers } from '../../../worker/appliers.ts'
import { confirmAdoptions, digestOfShown, proposeAdoptions } from '../../../worker/payouts/adoptions.ts'
import { beginComparison, continueComparison } from '../../../worker/payouts/compare.ts'
import { payoutIdOf } from '../../../worker/payouts/digest.ts'
import { beginRestore, continueRestore, getRestore } from '../../../worker/payouts/restore.ts'
import { listAdoptions } from '../../../worker/payouts/store-adoptions.ts'
import { pullLists } from '../../../worker/pulls.ts'
import { sweepInbox } from '../../../worker/stripe/inbox.ts'
import type { World } from '../../support/world.ts'
import { signedIn, sweep } from './support.ts'

type People = { finance: { id: string } }

/** Paid after the moment that the database was restored to: Stripe has it, the books do not. */
export async function haveForgotten(
  world: World,
  partner: { id: string; destination: string },
  amountMinor: number,
  {
    runId = 'run_2026-11_7',
    changed = {},
  }: { runId?: string; changed?: Partial<{ id: string; partnerId: string; destination: string }> } = {},
): Promise<{ payoutId: string; transfer: string; runId: string }> {
  const id = await payoutIdOf(runId, partner.id, 'usd')
  const order = {
    id,
    gen: 0,
    runId,
    partnerId: partner.id,
    amountMinor,
    currency: 'usd' as const,
    destination: partner.destination,
    ...changed,
  }
  const answer = await world.deps.rail.send(order, `po:${order.id}:${Math.random()}`)
  if (answer.kind !== 'sent') throw new Error(`${answer.kind}: ${answer.reason}`)
  return { payoutId: order.id, transfer: answer.transfer, runId }
}

/** The epoch is raised and deployed: nothing is sent from here on. */
export function raiseEpoch(world: World, moneyEpoch = 2): void {
  world.deps.settings = { ...world.deps.settings, moneyEpoch }
}

/** Raised, restored an hour ago, and said so. */
export async function begin(world: World, people: People, restoredTo = new Date(world.now().getTime() - 3_600_000)): Promise<void> {
  raiseEpoch(world)
  await beginRestore(world.deps, pullLists, restoredTo, people.finance)
  await goOn(world)
}

/** What the sweep of every five minutes does for a restore. */
export async function goOn(world: World): Promise<void> {
  await continueRestore(world.deps, pullLists)
  await sweepInbox(world.deps, appliers)
  await world.settle()
}

export async function compare(world: World, people: People): Promise<void> {
  await beginComparison(world.deps, await getRestore(world.deps), people.finance)
  await continueComparison(world.deps, pullLists)
}

export const shown = async (world: World, status: 'found' | 'proposed') => digestOfShown(await listAdoptions(world.deps.db, status, 200))

export const propose = async (world: World, by: { id: string }) => proposeAdoptions(world.deps, by, await shown(world, 'found'))
export const confirm = async (world: World, by: { id: string; email: string; name: string }) =>
  confirmAdoptions(world.deps, signedIn(world, by), await shown(world, 'proposed'))

/** An hour later: older payouts are looked up, and what was pulled is applied. */
export async function waitForQuiet(world: World): Promise<void> {
  await world.travel({ minutes: 61 })
  await sweep(world)
  await goOn(world)
}

export const adoptionsOf = (world: World) =>
  world.deps.db.all<{ status: string; problem: string | null; payoutId: string }>(
    sql`select status, problem, payout_id "payoutId" from adoptions order by transfer`,
  )
export const newest = async (world: World): Promise<number> =>
  (await world.deps.db.all<{ n: number }>(sql`select max(n) "n" from epochs`))[0]?.n ?? 0
export const breaksOf = (world: World) =>
  world.deps.db.all<{ subject: string; what: string }>(
    sql`select subject, what from recon_breaks where job = 'R7' and closed_at is null order by subject`,
  )
export const linesOf = (world: World, payoutId: string) =>
  world.deps.db.all<{ kind: string; amountMinor: number; status: string; reason: string | null }>(
    sql`select c.kind, c.amount_minor "amountMinor", c.status, c.status_reason "reason" from planned_lines n join commissions c on c.id = n.commission_id
      where n.payout_id = ${payoutId} order by c.amount_minor`,
  )
export type { Payout }
