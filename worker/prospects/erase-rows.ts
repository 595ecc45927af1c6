import { sql } from 'drizzle-orm'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { assert } from '../errors.ts'
import { type Declared, personalData } from './personal-data.ts'

/**
 * Statements that empty every column declared as personal (personal-data.ts), in its order. The first one marks the prospect as erased,
 * which the guards of the others look at.
 */
export function eraseRows(db: Db, prospectId: string, at: Date): Statement[] {
  assert(/^pro_[a-z0-9_]+$/.test(prospectId), 'a prospect’s id is of letters and digits')
  return Object.entries(personalData).flatMap(([table, declared]) => {
    const text = statementOf(table, declared, at)
    // A raw statement of a batch takes no parameters: the id was looked at above.
    return text ? [db.run(sql.raw(text.replaceAll(':p', `'${prospectId}'`)))] : []
  })
}

function statementOf(table: string, { rows, erased, deleted }: Declared, at: Date): string | undefined {
  if (!rows) return undefined
  if (deleted) return `delete from ${table} where ${rows}`
  if (!erased) return undefined
  const changes = Object.entries(erased).map(([column, value]) => `${column} = ${emptyStays(column, value)}`)
  if (table === 'prospects') changes.push(`erased_at = ${at.getTime()}`, 'version = version + 1')
  return `update ${table} set ${changes.join(', ')} where ${rows}`
}

/** What takes the place of a text is put nowhere where there was none: nobody learns that something was said. */
const emptyStays = (column: string, value: string): string => (value.startsWith(`'`) ? `iif(${column} is null, null, ${value})` : value)

/** SQL for the ids of a prospect and of all that hangs on it: what the trail may speak of. */
export function idsOf(prospectId: string): string {
  assert(/^pro_[a-z0-9_]+$/.test(prospectId), 'a prospect’s id is of letters and digits')
  const tables = [
    'prospects',
    'contacts',
    'introductions',
    'deals',
    'commissions',
    'registrations',
    'claims',
    'signals',
    'ndas',
    'activities',
    'reference_requests',
  ]
  const own = tables.map((table) => `select id from ${table} where ${personalData[table]?.rows}`)
  return [...own, 'select id from attributions where prospect_id = :p', 'select id from touches where prospect_id = :p']
    .join(' union all ')
    .replaceAll(':p', `'${prospectId}'`)
}
