import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { type Statement, statementLines, statements } from '../../../schema/statements.ts'
import { issueStatements } from '../../../worker/statements/issue.ts'
import { haveCommission, havePartner } from '../../support/fixtures.ts'
import type { World } from '../../support/world.ts'
import { havePaidPayout, tell } from '../payouts/bank-support.ts'
import { control, giveBack, post } from '../payouts/support.ts'

export const statementsOf = (world: World, partnerId?: string): Promise<Statement[]> =>
  world.deps.db
    .select()
    .from(statements)
    .where(partnerId === undefined ? sql`true` : sql`partner_id = ${partnerId}`)
    .orderBy(statements.number)

export const linesOf = (world: World, statementId: string) =>
  world.deps.db
    .select()
    .from(statementLines)
    .where(sql`statement_id = ${statementId}`)
    .orderBy(statementLines.effectiveAt, statementLines.seq)

/** Moves the clock to this moment of the story. */
export const travelTo = async (world: World, text: string) => {
  await world.travel({ seconds: (new Date(text).getTime() - world.now().getTime()) / 1_000 })
}

/**
 * November: a partner is paid 100.00, 40.00 of it are taken back and held, another customer's payment is returned in full after its
 * commission was paid, so that the balance lies below zero in euro; a second partner only earns, and has one on hold.
 */
export async function haveNovember(world: World) {
  const paid = await havePaidPayout(world, 10_000)
  const later = await haveCommission(world, paid.partner, 2_500)
  await control(world, 'reverse', { transfer: paid.transfer, amount: 4_000 })
  await tell(world, 'transfer.reversed', paid.transfer, null)
  const [first] = paid.partner.commissions
  if (!first) throw new Error('the partner has a commission')
  await giveBack(world, first.paymentId, 100_000)
  const other = await havePartner(world, { name: 'Cutter & Sons, "Ltd"' })
  const held = await haveCommission(world, other, 7_700, 'eur')
  await post(world, `/commissions/${held.id}/holds`, paid.people.finance, { hold_reason: 'We look at it again.' })
  await haveCommission(world, other, 1_000, 'usd')
  return { ...paid, later, other, held }
}

export const issue = (world: World) => issueStatements(world.deps)

/** I20: opening + lines = closing, each where the one before closed, and the last what the ledger says at the end of its month. */
export async function checkStatements(world: World): Promise<void> {
  const all = await statementsOf(world)
  expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1))
  for (const each of Map.groupBy(all, ({ partnerId, currency }) => `${partnerId}:${currency}`)) {
    const [owner, chain] = each
    let closing = 0
    for (const statement of chain) {
      const lines = await linesOf(world, statement.id)
      expect([owner, statement.openingMinor]).toEqual([owner, closing])
      closing += lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      expect([owner, statement.closingMinor]).toEqual([owner, closing])
      expect(lines.every(({ effectiveAt }) => effectiveAt.toISOString().startsWith(statement.month))).toBe(true)
    }
    const newest = chain
      .map(({ month }) => month)
      .sort()
      .at(-1)
    const [books] = await world.deps.db.all<{ owed: number }>(sql`
      select coalesce(sum(e.amount_minor), 0) "owed" from ledger_entries e join ledger_transactions t on t.seq = e.seq
      where e.account in (${`pending:${owner}`}, ${`avail:${owner}`}, ${`held:${owner}`}, ${`inflight:${owner}`})
        and strftime('%Y-%m', t.effective_at / 1000, 'unixepoch') <= ${newest}`)
    expect([owner, closing]).toEqual([owner, books?.owed])
  }
}
