import { and, eq, sql } from 'drizzle-orm'
import { audit, outbox } from '../../schema/records.ts'
import { counters, type Statement, type StatementLine, statementLines, statements } from '../../schema/statements.ts'
import type { Statement as BatchStatement } from '../batch.ts'
import type { Db } from '../database.ts'
import { changedExactly } from '../guard.ts'
import type { Notice } from '../notices/notice.ts'
import { asInteger, asTime, rowsOf } from '../payouts/parameters.ts'

type CounterName = (typeof counters.$inferSelect)['name']

export async function readCounter(db: Db, name: CounterName): Promise<number> {
  const [row] = await db.select({ n: counters.n }).from(counters).where(eq(counters.name, name))
  return row?.n ?? 0
}

/** Statements that take the next numbers of a counter, unless somebody took them since it was read. */
export const countOn = (db: Db, name: CounterName, read: number, by: number): BatchStatement[] =>
  by === 0
    ? []
    : [
        db
          .update(counters)
          .set({ n: read + by })
          .where(and(eq(counters.name, name), sql`${counters.n} = ${asInteger(read)}`)),
        ...changedExactly(db),
      ]

/** A counter that only says how far something got. */
export const reach = (db: Db, name: CounterName, n: number) =>
  db
    .update(counters)
    .set({ n: sql`max(${counters.n}, ${asInteger(n)})` })
    .where(eq(counters.name, name))

/** Statements that issue: the lines first, then what seals them, in the order of their numbers. */
export const issueRows = (db: Db, lines: readonly StatementLine[], sealed: readonly Statement[], at: Date): BatchStatement[] => [
  db.insert(statementLines).select(
    sql`select value ->> 'statementId', cast(value ->> 'seq' as integer), value ->> 'kind', value ->> 'ref',
        cast(value ->> 'amountMinor' as integer), cast(value ->> 'effectiveAt' as integer)
      from ${rowsOf(lines.map((line) => ({ ...line, effectiveAt: line.effectiveAt.getTime() })))}`,
  ),
  db.insert(statements).select(
    sql`select value ->> 'id', cast(value ->> 'number' as integer), value ->> 'partnerId', value ->> 'currency', value ->> 'month',
        cast(value ->> 'n' as integer), cast(value ->> 'openingMinor' as integer), cast(value ->> 'closingMinor' as integer), ${asTime(at)},
        cast(value ->> 'agreementVersion' as integer), cast(value ->> 'invoiceNumber' as integer), value ->> 'invoice'
      from ${rowsOf(sealed.map(({ invoice, ...row }) => ({ ...row, invoice: invoice && JSON.stringify(invoice) })))}`,
  ),
]

/** A statement: the trail of each. */
export const trailIssued = (db: Db, sealed: readonly Statement[], at: Date) =>
  db.insert(audit).select(
    sql`select null, ${asTime(at)}, 'system', 'statement.issued', value ->> 'id', value ->> 'partnerId', value ->> 'detail' from ${rowsOf(
      sealed.map(({ id, partnerId, number, invoiceNumber, closingMinor, currency }) => ({
        id,
        partnerId,
        detail: JSON.stringify({ number, invoiceNumber, closingMinor, currency }),
      })),
    )}`,
  )

type Told = { id: string; partnerId: string; data: Extract<Notice, { template: 'statement_issued' }>['data'] }

/** A statement: a mail to the owners of each partner. */
export const tellIssued = (db: Db, told: readonly Told[], at: Date) =>
  db.insert(outbox).select(
    sql`select 'statement_issued:' || (value ->> 'id') || ':' || m.id, 'statement_issued', m.email, value ->> 'data', ${asTime(at)}, ${asTime(at)}, 0, null, null
      from ${rowsOf(told.map((each) => ({ ...each, data: JSON.stringify(each.data) })))}
      join members m on m.partner_id = value ->> 'partnerId' and m.role = 'owner' and m.status = 'active'`,
  )
