import { type SQL, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { type ReconJob, reconBreaks, reconExplained, reconRuns } from '../../schema/reconciliation.ts'
import { outbox } from '../../schema/records.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { asInteger, asTime, eachOf, rowsOf } from '../payouts/parameters.ts'

/** What a job found. The same subject is one open break, however often it is found. */
export type FoundBreak = {
  /** An id, or several parts: 1 to 200 characters. */
  subject: string
  /** A sentence for finance; nothing in it may change while the break is the same. */
  what: string
  partnerId?: string | undefined
  currency?: Currency | undefined
  /** What our books say, and what the other side says. */
  expectedMinor?: number | undefined
  actualMinor?: number | undefined
  /** Ids and figures that help to find out. */
  detail?: Record<string, unknown>
}

const isOpen = (job: ReconJob) => sql`job = ${job} and closed_at is null`

const found = (breaks: readonly FoundBreak[]): SQL => sql`(select value ->> 'subject' subject, value ->> 'what' what,
  value ->> 'partnerId' partner_id, value ->> 'currency' currency, cast(value ->> 'expectedMinor' as integer) expected_minor,
  cast(value ->> 'actualMinor' as integer) actual_minor, coalesce(value -> 'detail', '{}') detail from ${rowsOf(breaks)})`

/**
 * Statements for a batch: each of these differences is an open break afterwards. One that is open is brought up to date; one that a
 * person explained and that still has the same figures, and is about the same `rows` and `payout` of its detail, stays closed. The end
 * of the run tells finance (`ranNow`). Safe to repeat.
 *
 * @param at - when the run of the job began: the same for all that it finds
 */
export const openBreaks = (db: Db, job: ReconJob, breaks: readonly FoundBreak[], at: Date): Statement[] =>
  breaks.length === 0 ? [] : [bringUpToDate(db, job, breaks, at), openNew(db, job, breaks, at)]

const bringUpToDate = (db: Db, job: ReconJob, breaks: readonly FoundBreak[], at: Date): Statement =>
  db
    .update(reconBreaks)
    .set({
      seenAt: sql`max(seen_at, ${asTime(at)})`,
      what: sql`f.what`,
      partnerId: sql`f.partner_id`,
      currency: sql`f.currency`,
      expectedMinor: sql`f.expected_minor`,
      actualMinor: sql`f.actual_minor`,
      detail: sql`f.detail`,
    })
    .from(sql`${found(breaks)} f`)
    .where(sql`recon_breaks.job = ${job} and recon_breaks.closed_at is null and recon_breaks.subject = f.subject`)

const openNew = (db: Db, job: ReconJob, breaks: readonly FoundBreak[], at: Date): Statement =>
  db.insert(reconBreaks).select(
    sql`select null, ${job}, f.subject, f.partner_id, f.currency, f.expected_minor, f.actual_minor, f.what, f.detail,
          null, null, ${asTime(at)}, ${asTime(at)}, null, null, null, null
        from ${found(breaks)} f
        where not exists (select 1 from recon_breaks b where b.job = ${job} and b.subject = f.subject and b.closed_at is null)
          and not exists (select 1 from recon_explained e join recon_breaks was on was.id = e.break_id
            where e.job = ${job} and e.subject = f.subject and e.what = f.what
            and e.expected_minor is f.expected_minor and e.actual_minor is f.actual_minor
            and was.detail -> 'rows' is f.detail -> 'rows' and was.detail ->> 'payout' is f.detail ->> 'payout')`,
  )

/** For `hintNotices`, when a run that may have opened a break is over. */
export const noticeOf = (job: ReconJob, at: Date): string => `alarm:break:${job}:${at.getTime()}`

/**
 * Statements for a batch, after a run that looked at everything: open breaks of the job that it did not find any more are closed
 * as clean. What another run of the job saw later stays open.
 *
 * @param stillBroken - subjects
 * @param at - when this run began
 */
export const closeClean = (db: Db, job: ReconJob, stillBroken: readonly string[], at: Date): Statement[] =>
  close(db, job, sql`subject not in ${eachOf(stillBroken)}`, at)

/** The same for a run that looked at some things only: those of them that agree now. */
export const closeAgreed = (db: Db, job: ReconJob, subjects: readonly string[], at: Date): Statement[] =>
  subjects.length === 0 ? [] : close(db, job, sql`subject in ${eachOf(subjects)}`, at)

/**
 * The same at the end of a walk of many pages that looked at everything of a kind: what it did not come across is clean.
 *
 * @param kind - a GLOB of the subjects it looked at
 * @param explained - subjects that it came across and did not open, for a person has said why they differ
 */
export const closeUnseen = (db: Db, job: ReconJob, kind: string, explained: readonly string[], startedAt: Date): Statement[] => {
  const seen = sql`select b.subject from recon_breaks b where b.job = ${job} and b.closed_at is null and b.seen_at >= ${asTime(startedAt)}`
  return close(db, job, sql`subject glob ${kind} and subject not in (${seen}) and subject not in ${eachOf(explained)}`, startedAt)
}

/** Subjects of differences that a person explained. */
export async function listExplained(db: Db, job: ReconJob, kind: string): Promise<string[]> {
  const rows = await db.select({ subject: reconExplained.subject }).from(reconExplained).where(sql`job = ${job} and subject glob ${kind}`)
  return rows.map(({ subject }) => subject)
}

const close = (db: Db, job: ReconJob, which: SQL, at: Date): Statement[] => [
  db
    .update(reconBreaks)
    .set({ closedAt: at, closedHow: 'clean_run' })
    .where(sql`${isOpen(job)} and seen_at <= ${asTime(at)} and ${which}`),
  db.delete(reconExplained).where(sql`job = ${job} and ${which}`),
]

/**
 * Statements: the job ran to its end, however many pages and runs of the cron it took. One mail tells finance of all that it opened and
 * that still differs; what a run opened that was killed before its end is told by the next.
 */
export const ranNow = (db: Db, job: ReconJob, at: Date): Statement[] => [tellFinance(db, job, at), ranQuietly(db, job, at)]

/** The same where other notices have called finance. */
export const ranQuietly = (db: Db, job: ReconJob, at: Date): Statement =>
  db
    .insert(reconRuns)
    .values({ job, open: 0, ranAt: at })
    .onConflictDoUpdate({ target: reconRuns.job, set: { ranAt: sql`max(coalesce(ran_at, 0), ${asInteger(at.getTime())})` } })

const tellFinance = (db: Db, job: ReconJob, at: Date): Statement =>
  db.insert(outbox).select(
    sql`with fresh as (select id, what, subject from recon_breaks
          where ${isOpen(job)} and (opened_at = ${asTime(at)} or opened_at > coalesce((select ran_at from recon_runs where job = ${job}), 0)))
        select ${noticeOf(job, at)} || ':' || s.id, 'money_alarm', s.email, json_object(
          'what', case when o.n = 1 then o.what else o.n || ' differences were found by ' || ${job} || '. The first: ' || o.what end,
          'subject', o.subject, 'todo', 'Open Reconciliation, take it, find out why, and close it with a note. It closes by itself once both sides agree.'),
          ${asTime(at)}, ${asTime(at)}, 0, null, null
        from (select (select count(*) from fresh) n, what, subject from fresh order by id limit 1) o
          join staff s on s.active = 1 join staff_role_grants g on g.staff_id = s.id and g.role = 'finance'
        where not exists (select 1 from outbox x where x.id = ${noticeOf(job, at)} || ':' || s.id)`,
  )
