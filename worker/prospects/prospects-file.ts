import { csvOf, dayCell } from '../csv.ts'
import { type Cursor, pageOf, readCursor } from '../cursor.ts'
import type { Db } from '../database.ts'
import { listProspectsOfPartner, type PartnerProspectRow, type Place } from './store.ts'

const rowsAtMost = 10_000
const header = ['id', 'company', 'level', 'stage', 'credited', 'last_touched_on']

/** A partner's list as a file (domain.md B7), in the order of the page and as narrow. */
export async function prospectsFileOf(db: Db, partnerId: string, place: Place | undefined): Promise<string> {
  const rows: PartnerProspectRow[] = []
  let cursor: Cursor | undefined
  do {
    const page = pageOf(await listProspectsOfPartner(db, partnerId, place, cursor), ({ touchedAt, touchId }) => ({
      at: touchedAt,
      id: touchId,
    }))
    rows.push(...page.rows)
    cursor = readCursor(page.next)
  } while (cursor && rows.length < rowsAtMost)
  return csvOf(header, rows.map(cellsOf))
}

const cellsOf = ({ id, company, level, stage, isCredited, touchedAt }: PartnerProspectRow) => [
  id,
  company,
  level,
  stage,
  isCredited ? 'yes' : 'no',
  dayCell(touchedAt),
]
