import { and, desc, eq, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { type Statement, type StatementLine, statementLines, statements } from '../../schema/statements.ts'
import { pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { asInteger, rowsOf } from '../payouts/parameters.ts'

/** A partner's issued statements, the newest number first, behind a number; one more than a page. */
export const listStatementsOfPartner = (db: Db, partnerId: string, behindNumber = Number.MAX_SAFE_INTEGER): Promise<Statement[]> =>
  db
    .select()
    .from(statements)
    .where(and(eq(statements.partnerId, partnerId), sql`${statements.number} < ${asInteger(behindNumber)}`))
    .orderBy(desc(statements.number))
    .limit(pageSize + 1)

/** Undefined for another partner's, as for one that does not exist. */
export async function findStatementOfPartner(db: Db, partnerId: string, id: string): Promise<Statement | undefined> {
  const [row] = await db
    .select()
    .from(statements)
    .where(and(eq(statements.id, id), eq(statements.partnerId, partnerId)))
  return row
}

/** The newest one of a currency: where the next begins. */
export async function findNewestOfPartner(db: Db, partnerId: string, currency: Currency): Promise<Statement | undefined> {
  const [row] = await db
    .select()
    .from(statements)
    .where(and(eq(statements.partnerId, partnerId), eq(statements.currency, currency)))
    .orderBy(desc(statements.number))
    .limit(1)
  return row
}

export const listLines = (db: Db, statementId: string): Promise<StatementLine[]> =>
  db
    .select()
    .from(statementLines)
    .where(eq(statementLines.statementId, statementId))
    .orderBy(statementLines.effectiveAt, statementLines.seq)

/** What stands behind a line, read anew each time: a prospect that was erased has no name on any statement. */
export type LineFacts = {
  seq: number
  company: string | null
  /** The commission whose receipt explains it. */
  receiptOf: string | null
  /** Of a correction: the commission it corrects. */
  corrects: string | null
  reason: string | null
  transfer: string | null
}

export async function listLineFacts(db: Db, lines: readonly Pick<StatementLine, 'seq' | 'ref'>[]): Promise<Map<number, LineFacts>> {
  const rows = await db.all<LineFacts>(
    sql`select cast(l.value ->> 'seq' as integer) "seq", s.company "company", coalesce(c.corrects, c.id) "receiptOf", c.corrects "corrects",
        coalesce(c.status_reason, r.reason) "reason", p.transfer "transfer"
      from ${rowsOf(lines.map(({ seq, ref }) => ({ seq, ref })))} l
        left join ledger_requests r on r.id = l.value ->> 'ref'
        left join commissions c on c.id = coalesce((select x.id from commissions x where x.source = r.id), l.value ->> 'ref')
        left join payouts p on p.id = l.value ->> 'ref'
        left join deals d on d.id = c.deal_id
        left join prospects s on s.id = d.prospect_id`,
  )
  return new Map(rows.map((row) => [row.seq, row]))
}

export async function findPartnerName(db: Db, partnerId: string): Promise<string | undefined> {
  const [row] = await db.all<{ name: string }>(sql`select name from partners where id = ${partnerId}`)
  return row?.name
}
