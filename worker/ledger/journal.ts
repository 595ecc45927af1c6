import { csvStream } from '../csv.ts'
import type { Db } from '../database.ts'
import { type JournalRow, listJournal } from './store-months.ts'

const postingsAtOnce = 1_000

const header = [
  'posted_on',
  'recorded_at',
  'transaction',
  'template',
  'account',
  'partner',
  'debit_minor',
  'credit_minor',
  'currency',
  'reference',
]

/** Every posting of a month as two lines, debit and credit, read page by page while it is sent. */
export const journalFile = (db: Db, month: string): Response => csvStream(`journal-${month}`, header, pages(db, month))

async function* pages(db: Db, month: string) {
  for (let after: JournalRow | undefined; ; ) {
    const rows = await listJournal(db, month, after, postingsAtOnce)
    if (rows.length === 0) return
    yield rows.flatMap((row) => [lineOf(row, row.debit, true), lineOf(row, row.credit, false)])
    after = rows.at(-1)
  }
}

const lineOf = (row: JournalRow, account: string, isDebit: boolean) => [
  new Date(row.effectiveAt).toISOString().slice(0, 10),
  new Date(row.recordedAt).toISOString(),
  row.id,
  row.template,
  account,
  partnerOf(account),
  isDebit ? row.amountMinor : null,
  isDebit ? null : row.amountMinor,
  row.currency,
  row.ref,
]

/** `avail:par_1:usd` is a partner's, `paid:usd` is the company's. */
const partnerOf = (account: string): string | null => {
  const parts = account.split(':')
  return parts.length === 3 ? (parts[1] ?? null) : null
}
