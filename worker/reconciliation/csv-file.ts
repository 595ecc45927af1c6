import { decimalOf } from '../../portal/components/format-money.ts'
import type { ReconBreak } from '../../schema/reconciliation.ts'
import type { Db } from '../database.ts'
import { listBreaksBehind } from './store-desk.ts'

export const breaksHeader = [
  'id',
  'job',
  'subject',
  'what',
  'partner',
  'currency',
  'expected_minor',
  'expected',
  'actual_minor',
  'actual',
  'opened_at',
  'last_seen_at',
  'owner',
  'closed_at',
  'closed_how',
  'closed_by',
  'note',
]

const rowsAtOnce = 500

/** Every break there ever was, by number. */
export async function* breakLines(db: Db, names: (ids: readonly string[]) => Promise<Map<string, string>>) {
  for (let behind = 0; ; ) {
    const rows = await listBreaksBehind(db, behind, rowsAtOnce)
    const people = await names(rows.flatMap(({ owner, closedBy }) => [owner, closedBy].filter((id) => id !== null)))
    yield rows.map((row) => lineOf(row, people))
    const last = rows.at(-1)
    if (!last || rows.length < rowsAtOnce) return
    behind = last.id
  }
}

const lineOf = (row: ReconBreak, people: Map<string, string>) => {
  const amount = (minor: number | null) => (minor === null || !row.currency ? null : decimalOf(minor, row.currency))
  const person = (id: string | null) => (id === null ? null : (people.get(id) ?? id))
  return [
    row.id,
    row.job,
    row.subject,
    row.what,
    row.partnerId,
    row.currency,
    row.expectedMinor,
    amount(row.expectedMinor),
    row.actualMinor,
    amount(row.actualMinor),
    row.openedAt.toISOString(),
    row.seenAt.toISOString(),
    person(row.owner),
    row.closedAt?.toISOString(),
    row.closedHow,
    person(row.closedBy),
    row.note,
  ]
}
