import { sql } from 'drizzle-orm'
import { clicks } from '../../schema/tracking.ts'
import type { Deps } from '../deps.ts'
import { newClickId } from './click-id.ts'

const monthsKept = 13
const rowsPerDelete = 5_000
/** A night takes two hundred thousand; what is more follows in the next ones. */
const deletesPerRun = 40

/** Drops clicks older than 13 months, oldest first; daily figures and totals stay. Ids begin with their time, so old ones are one end of the key. */
export async function pruneClicks({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const firstKept = newClickId(monthsBefore(now(), monthsKept), '')
  for (let round = 0; round < deletesPerRun; round += 1) {
    const old = sql`(select k.id from clicks k where k.id < ${firstKept} order by k.id limit ${rowsPerDelete})`
    const gone = await db.delete(clicks).where(sql`${clicks.id} in ${old}`)
    if (gone.meta.changes < rowsPerDelete) return
  }
}

/** The same day and time; where that month is shorter, its last day: JavaScript takes 31 February for 3 March. */
function monthsBefore(at: Date, months: number): Date {
  const before = new Date(at)
  before.setUTCMonth(before.getUTCMonth() - months)
  if (before.getUTCDate() !== at.getUTCDate()) before.setUTCDate(0)
  return before
}
