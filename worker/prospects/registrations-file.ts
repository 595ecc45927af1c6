import { csvOf, dayCell } from '../csv.ts'
import { type Cursor, readAll } from '../cursor.ts'
import type { Db } from '../database.ts'
import { type DeskFilter, type DeskRow, listSubmitted, listWaiting } from './store-registrations.ts'

const header = [
  'id',
  'company',
  'domain',
  'partner',
  'status',
  'answered_at_once',
  'submitted_at',
  'due_at',
  'late',
  'protected_until',
  'ended_because',
]

/** The desk's list as a file (domain.md B7), in the order of the page. */
export async function registrationsFile(db: Db, filter: DeskFilter, now: Date): Promise<string> {
  const rows = await readAll((cursor, limit) => listDesk(db, filter, cursor, now, limit), momentOf(filter))
  return csvOf(
    header,
    rows.map((row) => cellsOf(row, now)),
  )
}

export const listDesk = (db: Db, filter: DeskFilter, cursor: Cursor | undefined, now: Date, limit?: number): Promise<DeskRow[]> =>
  filter === 'waiting' ? listWaiting(db, cursor, now, limit) : listSubmitted(db, filter, cursor, now, limit)

/** By which moment the list is ordered. */
export const momentOf = (filter: DeskFilter) => (row: DeskRow) => ({ at: filter === 'waiting' ? row.dueAt : row.submittedAt, id: row.id })

const cellsOf = (row: DeskRow, now: Date) => [
  row.id,
  row.company,
  row.domain,
  row.partnerName,
  row.status,
  row.answer,
  row.submittedAt.toISOString(),
  row.dueAt.toISOString(),
  (row.status === 'submitted' || row.status === 'appealed') && row.dueAt <= now ? 'yes' : 'no',
  dayCell(row.protectedUntil),
  row.endedBecause,
]
