import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { balances, ledgerTransactions, totals } from '../../schema/ledger.ts'
import type { Db } from '../database.ts'
import type { Posting } from './rules.ts'

/**
 * When a posting takes effect: at its moment, or, once that month is closed, at the first moment of the first open one. Asked in the
 * statement that posts, so that no month closes in between; the trigger would refuse it.
 */
const effectiveAt = (moment: SQL): SQL<Date> =>
  sql`max(${moment}, coalesce((select ends_at from closed_months where confirmed_at is not null order by ends_at desc limit 1), 0))`

const instant = (at: Date) => sql`cast(${at.getTime()} as integer)`

/** A statement for somebody's batch. Posting the same thing twice breaks the unique id, and with it the batch. */
export const post = (db: Db, posting: Posting, recordedAt: Date) =>
  db.insert(ledgerTransactions).values({ ...posting, effectiveAt: effectiveAt(instant(posting.effectiveAt)), recordedAt })

/** The same for many postings at once: one statement, however many. */
export const postAll = (db: Db, postings: readonly Posting[], recordedAt: Date) =>
  db.insert(ledgerTransactions).select(
    sql`select null, value ->> 'id', value ->> 'template', value ->> 'ref', value ->> 'debit', value ->> 'credit',
      cast(value ->> 'amountMinor' as integer), value ->> 'currency', ${effectiveAt(sql`cast(value ->> 'effectiveAt' as integer)`)}, ${instant(recordedAt)}
      from json_each(${JSON.stringify(postings.map((each) => ({ ...each, effectiveAt: each.effectiveAt.getTime() })))})`,
  )

/** Minor units, 0 for an account that never moved. */
export async function balanceOf(db: Db, account: string): Promise<number> {
  const [row] = await db.select({ balanceMinor: balances.balanceMinor }).from(balances).where(eq(balances.account, account))
  return row?.balanceMinor ?? 0
}

export type PartnerBalance = { currency: Currency; pendingMinor: number; availMinor: number; heldMinor: number; inflightMinor: number }

/** What the company owes a partner, a row per currency in which anything ever moved, by currency. */
export async function listBalancesOfPartner(db: Db, partnerId: string): Promise<PartnerBalance[]> {
  const kinds = ['pending', 'avail', 'held', 'inflight'] as const
  const rows = await db
    .select()
    .from(balances)
    .where(
      or(
        ...kinds.map((kind) =>
          and(sql`${balances.account} >= ${`${kind}:${partnerId}:`}`, sql`${balances.account} < ${`${kind}:${partnerId};`}`),
        ),
      ),
    )
  const byCurrency = new Map<Currency, PartnerBalance>()
  for (const { account, balanceMinor } of rows) {
    const [kind, , code] = account.split(':') as [(typeof kinds)[number], string, Currency] // the accounts of the query above
    const row = byCurrency.get(code) ?? { currency: code, pendingMinor: 0, availMinor: 0, heldMinor: 0, inflightMinor: 0 }
    byCurrency.set(code, { ...row, [`${kind}Minor`]: balanceMinor })
  }
  return [...byCurrency.values()].sort((a, b) => a.currency.localeCompare(b.currency))
}

/** Sums over all partners and company accounts by kind and currency, as the triggers keep them. */
export const listTotals = (db: Db) => db.select().from(totals).orderBy(totals.currency, totals.kind).limit(500)

/** A statement: the template `reserve` for every one of these payouts that stands. */
export const postReserves = (db: Db, payoutIds: readonly string[], at: Date) =>
  db.insert(ledgerTransactions).select(
    sql`select null, 'reserve:' || p.id, 'reserve', p.id, 'avail:' || p.partner_id || ':' || p.currency, 'inflight:' || p.partner_id || ':' || p.currency,
          p.amount_minor, p.currency, ${effectiveAt(instant(at))}, ${instant(at)}
        from payouts p where p.id in (select value from json_each(${JSON.stringify(payoutIds)})) order by p.id`,
  )

/**
 * A statement: the template `hold` for the lines of a payout on which a hold was opened while it was in flight; they go from the
 * payable balance, to which the release has just returned them, to what is frozen. A negative line moves the other way.
 */
export const postHoldsOfPayout = (db: Db, payoutId: string, at: Date) =>
  db.insert(ledgerTransactions).select(
    sql`select null, 'hold:' || c.id || ':' || h.n, 'hold', c.id,
          case when c.amount_minor > 0 then 'avail:' else 'held:' end || c.partner_id || ':' || c.currency,
          case when c.amount_minor > 0 then 'held:' else 'avail:' end || c.partner_id || ':' || c.currency,
          abs(c.amount_minor), c.currency, ${effectiveAt(instant(at))}, ${instant(at)}
        from commissions c
          join (select commission_id, min(n) n from commission_holds where closed_at is null group by commission_id) h on h.commission_id = c.id
        where c.payout_id = ${payoutId} and c.status = 'in_payout' order by c.id`,
  )
