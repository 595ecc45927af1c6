import { sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import {
  type ReconBreak,
  type ReconDay,
  type ReconJob,
  reconBreaks,
  reconDays,
  reconRuns,
  stripeCash,
} from '../../schema/reconciliation.ts'
import { type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { asInteger, eachOf } from '../payouts/parameters.ts'

export type BreakRow = ReconBreak & { partner: string | null }

const rowsOf = (db: Db) =>
  db
    .select({ each: reconBreaks, partner: partners.name })
    .from(reconBreaks)
    .leftJoin(partners, sql`${partners.id} = ${reconBreaks.partnerId}`)

const flat = (rows: { each: ReconBreak; partner: string | null }[]): BreakRow[] => rows.map(({ each, partner }) => ({ ...each, partner }))

/** Open breaks, the oldest first; one more than a page. */
export const listOpenBreaks = async (db: Db, after: Cursor | undefined): Promise<BreakRow[]> =>
  flat(
    await rowsOf(db)
      .where(
        sql`recon_breaks.closed_at is null and ${after ? sql`(recon_breaks.opened_at, recon_breaks.id) > (${asInteger(after.at)}, ${asInteger(Number(after.id) || 0)})` : sql`true`}`,
      )
      .orderBy(reconBreaks.openedAt, reconBreaks.id)
      .limit(pageSize + 1),
  )

/** Closed breaks, the newest first; one more than a page. */
export const listClosedBreaks = async (
  db: Db,
  job: ReconJob | undefined,
  cursor: Cursor | undefined,
  limit = pageSize + 1,
): Promise<BreakRow[]> =>
  flat(
    await rowsOf(db)
      .where(
        sql`recon_breaks.closed_at is not null and ${job ? sql`recon_breaks.job = ${job}` : sql`true`}
          and ${cursor ? sql`(recon_breaks.closed_at, recon_breaks.id) < (${asInteger(cursor.at)}, ${asInteger(Number(cursor.id) || 0)})` : sql`true`}`,
      )
      .orderBy(sql`recon_breaks.closed_at desc, recon_breaks.id desc`)
      .limit(limit),
  )

export async function findBreak(db: Db, id: number): Promise<BreakRow | undefined> {
  const [row] = flat(await rowsOf(db).where(sql`recon_breaks.id = ${asInteger(id)}`))
  return row
}

/** Other breaks about the same, the newest first. */
export const listSameSubject = (db: Db, { id, job, subject }: ReconBreak): Promise<ReconBreak[]> =>
  db
    .select()
    .from(reconBreaks)
    .where(sql`subject = ${subject} and job = ${job} and ${reconBreaks.id} <> ${asInteger(id)}`)
    .orderBy(sql`id desc`)
    .limit(20)

export const listReconRuns = (db: Db) => db.select().from(reconRuns).limit(20)

const rowsAtOnce = 36

/** The newest days up to one, whole; the day behind which older ones begin, if there are any. */
export async function listDeskDays(db: Db, until: string | undefined): Promise<{ days: ReconDay[]; older: string | undefined }> {
  const rows = await db
    .select()
    .from(reconDays)
    .where(until ? sql`day <= ${until}` : sql`true`)
    .orderBy(sql`day desc`, reconDays.currency)
    .limit(rowsAtOnce + 1)
  const last = rows.at(-1)
  if (rows.length <= rowsAtOnce || !last) return { days: rows, older: undefined }
  const days = rows.filter(({ day }) => day !== last.day)
  return { days: days.length > 0 ? days : rows, older: last.day }
}

type DayBreak = { subject: string; id: number; note: string | null }

/** What R3 says of these days: breaks that are open, and those that a person explained and that stay. */
export const listDayBreaks = (db: Db, days: readonly ReconDay[]): Promise<DayBreak[]> => {
  const subjects = eachOf(days.map(({ currency, day }) => `${currency}/${day}`))
  return db.all(sql`
    select subject "subject", id "id", null "note" from recon_breaks where job = 'R3' and closed_at is null and subject in ${subjects}
    union all select e.subject, e.break_id, b.note from recon_explained e join recon_breaks b on b.id = e.break_id
      where e.job = 'R3' and e.subject in ${subjects}`)
}

/** What else Connect moved on these days. */
export const listOtherCash = (db: Db, days: readonly ReconDay[]) =>
  db
    .select()
    .from(stripeCash)
    .where(sql`day in ${eachOf([...new Set(days.map(({ day }) => day))])} and category not in ('transfer','transfer_reversal')`)
    .orderBy(sql`day desc`, stripeCash.currency, stripeCash.category)
    .limit(50)

/** For a file: breaks by number, behind one of them. */
export const listBreaksBehind = (db: Db, id: number, limit: number): Promise<ReconBreak[]> =>
  db
    .select()
    .from(reconBreaks)
    .where(sql`${reconBreaks.id} > ${asInteger(id)}`)
    .orderBy(reconBreaks.id)
    .limit(limit)
