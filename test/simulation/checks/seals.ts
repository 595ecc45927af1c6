import { createHash } from 'node:crypto'
import { day } from '../schedule.ts'
import { type Sim, Violation } from '../sim.ts'
import type { Store } from '../store.ts'

/** What is known of the logs: how many rows each had, and the newest seal that was reckoned anew. */
export type KnownLogs = { rows: Map<string, number>; n: number; hash: string; upto: Record<string, number> }

export const noLogs = (): KnownLogs => ({ rows: new Map(), n: 0, hash: '0'.repeat(64), upto: {} })

type Seal = { n: number; previous: string; hash: string; sealed_at: number; form: number; rows: number; upto: string }

const logsOf = new WeakMap<Store, string[]>()

/** Whatever the triggers let nobody change or remove. */
function logs(store: Store): string[] {
  const known = logsOf.get(store)
  if (known) return known
  const found = store
    .peek<{ name: string }>(
      `select tbl_name name from sqlite_master t where type = 'trigger' and name = tbl_name || '_never_change' and tbl_name <> 'seals'
        and exists (select 1 from sqlite_master g where g.name = t.tbl_name || '_never_go') order by 1`,
    )
    .map(({ name }) => name)
  logsOf.set(store, found)
  return found
}

/** I25 for every log, and I26 for the seals that are new since the last look. */
export function checkLogs({ store, memory }: Sim): void {
  for (const log of logs(store)) {
    const [row] = store.peek<{ n: number }>(`select count(*) n from ${log}`)
    const before = memory.logs.rows.get(log) ?? 0
    if (!row || row.n < before) throw new Violation('I25', `${log} had ${before} rows and has ${row?.n}`)
    memory.logs.rows.set(log, row.n)
  }
  checkSeals(store, memory.logs)
}

/** I26 at rest: the whole chain once more, from rows that may have changed since they were sealed; and nothing is left out. */
export function checkWholeChain({ store, schedule, memory }: Sim): void {
  const anew = noLogs()
  checkSeals(store, anew)
  if (anew.hash !== memory.logs.hash) throw new Violation('I25', 'A seal is another than it was')
  const [late] = store.peek<{ seq: number }>(
    'select seq from audit where seq > ? and at < ? limit 1',
    anew.upto.audit ?? 0,
    schedule.now - day,
  )
  if (late) throw new Violation('I26', `Entry ${late.seq} of the trail is a day old and not sealed`)
}

function checkSeals(store: Store, known: KnownLogs): void {
  for (const seal of store.peek<Seal>('select * from seals where n > ? order by n', known.n)) {
    const upto = JSON.parse(seal.upto) as Record<string, number> // as the product writes it
    const rows = logs(store).flatMap((log) => linesOf(store, log, known.upto, upto))
    const ends = Object.entries(upto)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flat()
    const head = [seal.n, seal.sealed_at, seal.form, rows.length, ...ends].map(String)
    const hash = createHash('sha256')
      .update([known.hash, JSON.stringify(head), ...rows].join('\n'))
      .digest('hex')
    if (seal.n !== known.n + 1 || seal.previous !== known.hash || seal.hash !== hash || seal.rows !== rows.length)
      throw new Violation('I26', `Seal ${seal.n} says ${seal.hash} of ${seal.rows} rows; reckoned anew it is ${hash} of ${rows.length}`)
    Object.assign(known, { n: seal.n, hash, upto })
  }
}

/** Each row as the canonical form has it: log, position, and every column in the order of the table, as text. */
function linesOf(store: Store, log: string, from: Record<string, number>, to: Record<string, number>): string[] {
  const [position, order, by] =
    log === 'ledger_entries' ? ['seq', 'seq, account', 'ledger_transactions'] : (['rowid', 'rowid', log] as const)
  const [behind, last] = [from[by] ?? -1, to[by] ?? -1]
  if (behind === last) return []
  return store
    .peek<Record<string, string | number | null>>(
      `select ${position} as "#position", * from ${log} where ${position} > ? and ${position} <= ? order by ${order}`,
      behind,
      last,
    )
    .map((row) => JSON.stringify([log, ...Object.values(withDigest(store, log, row)).map(asText)]))
}

type Row = Record<string, string | number | null>
const asText = (value: string | number | null) => (value === null ? null : String(value))
const words: Record<string, readonly string[]> = { attributions: ['reason', 'explanation', 'held_reason'], audit: ['detail'] }

/** Where words stand in a row, their digest under the row's salt is sealed; once they are erased the digest alone is left. */
function withDigest(store: Store, log: string, row: Row): Row {
  const columns = words[log] ?? []
  if (columns.length === 0) return row
  const [kept] = store.peek<{ salt: string | null; digest: string | null }>(
    'select salt, digest from seal_salts where log = ? and position = ?',
    log,
    row['#position'] ?? 0,
  )
  if (!kept) return row
  const salted = JSON.stringify([kept.salt, ...columns.map((column) => asText(row[column] ?? null))])
  const digest = kept.digest ?? createHash('sha256').update(salted).digest('hex')
  return { ...row, ...Object.fromEntries(columns.map((column) => [column, digest])) }
}
