import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { bankPayouts } from '../../schema/bank-payouts.ts'
import { commissions } from '../../schema/commissions.ts'
import { deals } from '../../schema/deals.ts'
import { changesOfDeal } from '../../worker/deals/changes.ts'
import { readDeal } from '../../worker/deals/store-state.ts'
import { invariants } from '../../worker/ledger/invariants.ts'
import { balanceOf } from '../../worker/ledger/store.ts'
import { returnedMinor } from '../../worker/payouts/rules-bank.ts'
import type { World } from './world.ts'

/** Asserts what must hold after every step (money.md 13): the books, the commissions beside them and the figures kept for pages. */
export async function checkInvariants(world: World): Promise<void> {
  const broken: Record<string, unknown[]> = {}
  const [first, ...rest] = Object.values(invariants).map((query) => world.deps.db.all(sql.raw(query)))
  const answers = first ? await world.deps.db.batch([first, ...rest]) : []
  Object.keys(invariants).forEach((name, index) => {
    const rows = answers[index] ?? []
    if (rows.length > 0) broken[name] = rows.slice(0, 5)
  })
  // What a person decided about a deal's credit may still be being written, in batch after batch.
  const isFollowed = sql`not exists (select 1 from credit_changes m where m.deal_id = ${deals.id} and m.done_at is null)`
  for (const { id } of await world.deps.db.select({ id: deals.id }).from(deals).where(isFollowed)) {
    const missing = changesOfDeal(await readDeal(world.deps.db, id)).map((change) => ({
      deal: id,
      kind: change.kind,
      payment: change.payment.id,
    }))
    if (missing.length > 0) broken[`I19, I31 deal ${id} is up to date`] = missing
  }
  for (const [whose, { waiting, kept }] of Object.entries(await bankReturns(world))) {
    if (waiting !== kept) broken[`I18 ${whose} is what the bank payouts say`] = [{ waiting, kept }]
  }
  expect(broken).toEqual({})
}

type Kept = { waiting: number; kept: number }

/** What waits at Stripe by the bank payouts, beside the memorandum that says so. */
async function bankReturns({ deps: { db } }: World): Promise<Record<string, Kept>> {
  const all = await db.select().from(bankPayouts)
  const reversed = await db.select().from(commissions).where(eq(commissions.kind, 'returned'))
  const whoses = [...new Set(all.map(({ partnerId, currency }) => `returned:${partnerId}:${currency}`))]
  const found: Record<string, Kept> = {}
  for (const whose of whoses) {
    const isTheirs = ({ partnerId, currency }: { partnerId: string; currency: string }) => whose === `returned:${partnerId}:${currency}`
    const taken = reversed.filter(isTheirs).map(({ amountMinor, accruedAt }) => ({ amountMinor, at: accruedAt }))
    found[whose] = { waiting: returnedMinor(all.filter(isTheirs), taken), kept: await balanceOf(db, whose) }
  }
  return found
}

/** I27 at rest, once every event has been heard: what left by transfers, less what came back, is what the books call paid. */
export async function checkCash({ deps: { db }, standIn }: World): Promise<void> {
  const atStripe: Record<string, number> = {}
  for (const { object } of Object.values(standIn.state.tables.transfers)) {
    const account = `paid:${object.currency}`
    atStripe[account] = (atStripe[account] ?? 0) + object.amount - object.amount_reversed
  }
  const inBooks: Record<string, number> = {}
  for (const account of Object.keys(atStripe)) inBooks[account] = await balanceOf(db, account)
  expect(inBooks, 'I27 cash agrees').toEqual(atStripe)
}
