import { sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import type { Template } from '../../schema/ledger.ts'
import { pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'

type LedgerRow = {
  seq: number
  id: string
  template: Template
  ref: string
  debit: string
  credit: string
  amountMinor: number
  currency: Currency
  effectiveAt: Date
  recordedAt: Date
}

type Stored = Omit<LedgerRow, 'effectiveAt' | 'recordedAt'> & { effectiveAt: number; recordedAt: number }

const limit = sql.raw(String(pageSize + 1))
const columns = sql`t.seq "seq", t.id "id", t.template "template", t.ref "ref", t.debit "debit", t.credit "credit", t.amount_minor "amountMinor",
  t.currency "currency", t.effective_at "effectiveAt", t.recorded_at "recordedAt"`
const datesOf = (row: Stored): LedgerRow => ({ ...row, effectiveAt: new Date(row.effectiveAt), recordedAt: new Date(row.recordedAt) })
const before = (seq: number | undefined) => sql`cast(${seq ?? Number.MAX_SAFE_INTEGER} as integer)`

/** Newest first, behind a sequence number; of one record if `ref` is given. One more than a page. */
export async function listTransactions(db: Db, ref: string | undefined, behindSeq: number | undefined): Promise<LedgerRow[]> {
  const rows = await db.all<Stored>(
    ref
      ? sql`select ${columns} from ledger_transactions t where t.ref = ${ref} and t.seq < ${before(behindSeq)} order by t.seq desc limit ${limit}`
      : sql`select ${columns} from ledger_transactions t where t.seq < ${before(behindSeq)} order by t.seq desc limit ${limit}`,
  )
  return rows.map(datesOf)
}

type AccountEntry = LedgerRow & { entryMinor: number; balanceMinor: number }

/**
 * The entries of an account, newest first, each with the balance after it: the kept balance less what came later, so that a page
 * far back costs one sum over the account's newer entries and no more.
 */
export async function listEntries(db: Db, account: string, behindSeq: number | undefined): Promise<AccountEntry[]> {
  const rows = await db.all<Stored & { entryMinor: number; balanceMinor: number }>(sql`
    with page as (
      select seq, amount_minor from ledger_entries where account = ${account} and seq < ${before(behindSeq)} order by seq desc limit ${limit})
    select ${columns}, e.amount_minor "entryMinor",
      coalesce((select balance_minor from balances where account = ${account}), 0)
        - ${behindSeq === undefined ? sql`0` : sql`coalesce((select sum(n.amount_minor) from ledger_entries n where n.account = ${account} and n.seq >= ${before(behindSeq)}), 0)`}
        - coalesce(sum(e.amount_minor) over (order by e.seq desc rows between unbounded preceding and 1 preceding), 0) "balanceMinor"
    from page e join ledger_transactions t on t.seq = e.seq order by e.seq desc`)
  return rows.map((row) => ({ ...datesOf(row), entryMinor: row.entryMinor, balanceMinor: row.balanceMinor }))
}

export type InFlight = {
  payoutId: string
  runId: string
  partner: string
  currency: Currency
  amountMinor: number
  status: 'reserved' | 'sending' | 'unknown' | 'stuck'
  since: Date
}

/** What is in flight, since when: the open payouts, the oldest first. One query, whatever the ledger's size (money.md 3). */
export async function listInFlight(db: Db): Promise<InFlight[]> {
  const rows = await db.all<Omit<InFlight, 'since'> & { since: number }>(sql`
    select o.id "payoutId", o.run_id "runId", p.name "partner", o.currency "currency", o.amount_minor "amountMinor", o.status "status", o.reserved_at "since"
    from payouts o join partners p on p.id = o.partner_id where o.status in ('reserved','sending','unknown','stuck')
    order by o.reserved_at, o.id limit 50`)
  return rows.map((row) => ({ ...row, since: new Date(row.since) }))
}
