import { desc, eq, type SQL, sql } from 'drizzle-orm'
import { type LedgerRequest, ledgerRequests } from '../../schema/decisions.ts'
import { partners } from '../../schema/people.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { partnerAccount } from './rules.ts'

/** Requests with the partner's name, newest first; one more than a page. */
export const listRequests = (db: Db, cursor: Cursor | undefined) =>
  db
    .select({ request: ledgerRequests, partner: partners.name })
    .from(ledgerRequests)
    .innerJoin(partners, eq(partners.id, ledgerRequests.partnerId))
    .where(behind(cursor, ledgerRequests.askedAt, ledgerRequests.id))
    .orderBy(desc(ledgerRequests.askedAt), desc(ledgerRequests.id))
    .limit(pageSize + 1)

export async function findRequest(db: Db, id: string): Promise<LedgerRequest | undefined> {
  const [request] = await db.select().from(ledgerRequests).where(eq(ledgerRequests.id, id))
  return request
}

const debtAgeMs = 90 * 24 * 3_600_000

type Debt = Pick<LedgerRequest, 'partnerId' | 'currency' | 'amountMinor'>

/** The balance was below zero at every moment of the last 90 days, and is so by this amount at least. */
export function isOldDebt({ partnerId, currency, amountMinor }: Debt, at: Date): SQL {
  const account = partnerAccount('avail', partnerId, currency)
  const since = sql`cast(${at.getTime() - debtAgeMs} as integer)`
  return sql`(coalesce((select b.balance_minor from balances b where b.account = ${account}), 0) + cast(${amountMinor} as integer) <= 0
    and (select coalesce(sum(e.amount_minor), 0) from ledger_entries e join ledger_transactions t on t.seq = e.seq
      where e.account = ${account} and t.recorded_at <= ${since}) < 0
    and not exists (select 1 from (select t.recorded_at recorded, sum(e.amount_minor) over (order by e.seq) balance
        from ledger_entries e join ledger_transactions t on t.seq = e.seq where e.account = ${account})
      where recorded > ${since} and balance >= 0))`
}

export async function holdsOldDebt(db: Db, debt: Debt, at: Date): Promise<boolean> {
  const [row] = await db.all<{ holds: number }>(sql`select ${isOldDebt(debt, at)} holds`)
  return row?.holds === 1
}
