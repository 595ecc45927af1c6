import type { Seal } from '../../schema/seals.ts'

/** A table under seal: its rows in the order of `position`, with these columns. */
export type SealedLog = {
  table: string
  columns: readonly string[]
  /** What only ever rises: the row's number. */
  position: 'rowid' | 'seq'
  /** With the table's name: `seq` alone would be the text that is read, in which 10 comes before 9. */
  order: string
  /** The log whose rows these belong to: they are sealed with them. */
  of?: string
  /** Columns with words of people, which may name a prospect: sealed as a digest, so that they can be erased. */
  words?: readonly string[]
}

const log = (table: string, columns: string, words?: string): SealedLog => ({
  table,
  columns: columns.split(' '),
  position: 'rowid',
  order: `${table}.rowid`,
  ...(words && { words: words.split(' ') }),
})

/**
 * Everything that is only ever appended. A row is new when its rowid lies beyond what the newest seal covers: rowids only rise, for
 * the triggers refuse to delete and to write anywhere but at the end, and writers come one after the other. A clock or a key could
 * skip a row that was committed late; a rowid cannot.
 */
export const sealedLogs: readonly SealedLog[] = [
  log(
    'attributions',
    'id prospect_id n partner_id touch_id decided_by reason explanation held_reason decided_at',
    'reason explanation held_reason',
  ),
  log('audit', 'seq at actor act subject partner_id detail', 'detail'),
  log('bank_payout_contents', 'bank_payout carries'),
  log('epochs', 'n at note'),
  {
    table: 'ledger_entries',
    columns: ['account', 'seq', 'amount_minor'],
    position: 'seq',
    order: 'ledger_entries.seq, ledger_entries.account',
    of: 'ledger_transactions',
  },
  log('ledger_transactions', 'seq id template ref debit credit amount_minor currency effective_at recorded_at'),
  log('payout_answers', 'payout_id gen n outcome http code request_id at'),
  log('payout_attempts', 'payout_id gen n key sent_at'),
  log('payout_skips', 'payout_id reason at'),
  log('statement_lines', 'statement_id seq kind ref amount_minor effective_at'),
  log('statements', 'id number partner_id currency month n opening_minor closing_minor issued_at agreement_version invoice_number invoice'),
  log('terms_versions', 'id group_id version hold_days rates effective_at created_by created_at'),
  log('touches', 'id prospect_id partner_id kind touched_at link_id click_id introduction_id source created_at'),
]

/** `previous` of the first seal. */
export const nothingBefore = '0'.repeat(64)
/** The canonical form below. A log that gains a column begins a new one. Form 1 had no salts, and reads the same. */
export const currentForm = 2
/** Before every row. */
export const lowestPosition = -Number.MAX_SAFE_INTEGER

/** A row as it was read, each value as SQLite's text: an integer is decimal, NULL is null. */
export type SealedRow = Record<string, string | null>
/** In a row: its salt, and the digest that stands for its words; what was erased has the digest alone. */
export const saltKey = '#salt'
export const digestKey = '#digest'

/** Acts whose detail is ids, codes and amounts: their rows need no salt. Whatever is not listed may hold words about a prospect. */
const withoutWords =
  /^(bank_payout|break|caps|commissions|destination|event|links?|month|passkey|payment|payout|person|restore|run|second_factor|stop|terms)\.|^commission\.(accrued|corrected|disputed)$/
export const mayHoldWords = ({ words }: SealedLog, row: SealedRow): boolean => words !== undefined && !withoutWords.test(row.act ?? '')

/** What the digest of a row's words is taken of: SHA-256 in hex of a JSON array of the salt and the words, column by column. */
export const saltedText = (words: readonly string[], row: SealedRow, salt: string): string =>
  JSON.stringify([salt, ...words.map((column) => row[column] ?? null)])

/**
 * What a seal's hash is taken of, in UTF-8, one line each, with \n between:
 * the hash of the seal before · a JSON array of n, the time in ms, the form, how many rows, then log and last position, by name ·
 * each row, the logs by name and the rows by position: a JSON array of the log, the position and the columns in the order above.
 * Every integer is decimal text, NULL is null, and JSON is as ECMAScript's JSON.stringify writes it. Where a row has a salt, or had one
 * until its words were erased, its digest stands in each column of words.
 */
export function canonicalText(seal: Omit<Seal, 'hash'>, rows: ReadonlyMap<string, readonly SealedRow[]>): string {
  const { previous, n, sealedAt, form, upto } = seal
  const ends = Object.keys(upto)
    .sort()
    .flatMap((name) => [name, `${upto[name]}`])
  const lines = [previous, JSON.stringify([`${n}`, `${sealedAt.getTime()}`, `${form}`, `${seal.rows}`, ...ends])]
  for (const { table, columns, words } of sealedLogs) {
    for (const row of rows.get(table) ?? []) {
      const digest = row[digestKey]
      lines.push(
        JSON.stringify([
          table,
          row.position,
          ...columns.map((column) => (digest && words?.includes(column) ? digest : (row[column] ?? null))),
        ]),
      )
    }
  }
  return lines.join('\n')
}

/** Up to where a seal covers a log; `lowestPosition` when nothing of it was sealed yet. */
export const endOf = (seal: Pick<Seal, 'upto'> | undefined, { table, of = table }: SealedLog): number => seal?.upto[of] ?? lowestPosition
