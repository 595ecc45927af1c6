import { and, desc, eq, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { payoutRuns, type RunStatus, runCounts } from '../../schema/payout-runs.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { asInteger, eachOf } from './parameters.ts'

/** Newest first; one more than a page, to see whether there is a next one. */
export const listRuns = (db: Db, status: RunStatus | undefined, cursor: Cursor | undefined) =>
  db
    .select()
    .from(payoutRuns)
    .where(and(status && eq(payoutRuns.status, status), behind(cursor, payoutRuns.preparedAt, payoutRuns.id)))
    .orderBy(desc(payoutRuns.preparedAt), desc(payoutRuns.id))
    .limit(pageSize + 1)

type RunCount = { runId: string; currency: Currency; status: PayoutStatus | 'planned' | 'skipped'; n: number; amountMinor: number }

/** The figures that triggers keep for these runs; nothing is counted. */
export const listRunCounts = (db: Db, runIds: readonly string[]): Promise<RunCount[]> =>
  db
    .select()
    .from(runCounts)
    .where(sql`${runCounts.runId} in ${eachOf(runIds)} and ${runCounts.n} > 0`)
    .orderBy(runCounts.runId, runCounts.currency, runCounts.status) as Promise<RunCount[]> // the triggers write no other status

export type PlanRow = {
  payoutId: string
  partnerId: string
  partner: string
  currency: Currency
  amountMinor: number
  destination: string
  isNewDestination: boolean
  status: PayoutStatus | 'planned' | 'skipped'
  reason: string | null
  transfer: string | null
  finishedAt: Date | null
}

type PlanRecord = Omit<PlanRow, 'isNewDestination' | 'finishedAt'> & { isNewDestination: number; finishedAt: number | null }

const planned = sql`
  select l.payout_id "payoutId", l.partner_id "partnerId", p.name "partner", l.currency "currency", l.amount_minor "amountMinor",
    l.destination "destination", coalesce(o.status, case when s.payout_id is null then 'planned' else 'skipped' end) "status",
    coalesce(o.reason, s.reason) "reason", o.transfer "transfer", coalesce(o.finished_at, s.at) "finishedAt",
    not exists (select 1 from payouts e where e.partner_id = l.partner_id and e.status = 'paid' and e.finished_at <= r.prepared_at
      and e.destination = l.destination and e.destination_version = l.destination_version) "isNewDestination"
  from planned_payouts l join payout_runs r on r.id = l.run_id join partners p on p.id = l.partner_id
    left join payouts o on o.id = l.payout_id left join payout_skips s on s.payout_id = l.payout_id`

const rowOf = (row: PlanRecord): PlanRow => ({
  ...row,
  isNewDestination: row.isNewDestination === 1,
  finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt),
})

/** `par_1.usd`: a page of a plan begins behind this partner and currency. */
const readAfter = (after: string | undefined) => {
  const parts = /^([\w-]{1,80})\.([a-z]{3})$/.exec(after ?? '')
  return { partnerId: parts?.[1] ?? '', currency: parts?.[2] ?? '' }
}

export const afterOf = (row: { partnerId: string; currency: string }): string => `${row.partnerId}.${row.currency}`

/** Planned payouts with what became of them, by partner and currency; one more than a page. */
export async function listPlan(db: Db, runId: string, after: string | undefined, limit = pageSize + 1): Promise<PlanRow[]> {
  const { partnerId, currency } = readAfter(after)
  const rows =
    await db.all<PlanRecord>(sql`${planned} where l.run_id = ${runId} and (l.partner_id, l.currency) > (${partnerId}, ${currency})
    order by l.partner_id, l.currency limit ${asInteger(limit)}`)
  return rows.map(rowOf)
}

const troublesAtMost = 25

/** Payouts of a run that were not sent, are being looked up or wait for people; some of them. */
export async function listTroubles(db: Db, runId: string): Promise<PlanRow[]> {
  const troubled = sql`select payout_id from (
    select * from (select id payout_id from payouts indexed by payouts_troubled where run_id = ${runId} and status in ('released','unknown','stuck')
      order by partner_id, currency limit ${asInteger(troublesAtMost)})
    union all select * from (select s.payout_id from payout_skips s cross join planned_payouts l on l.payout_id = s.payout_id
      where l.run_id = ${runId} limit ${asInteger(troublesAtMost)}))`
  const rows = await db.all<PlanRecord>(
    sql`${planned} where l.payout_id in (${troubled}) order by l.partner_id, l.currency limit ${asInteger(troublesAtMost)}`,
  )
  return rows.map(rowOf)
}

export async function findPlanned(db: Db, runId: string, payoutId: string): Promise<PlanRow | undefined> {
  const [row] = await db.all<PlanRecord>(sql`${planned} where l.payout_id = ${payoutId} and l.run_id = ${runId}`)
  return row && rowOf(row)
}

type BlockedRow = {
  partnerId: string
  partner: string
  currency: Currency
  amountMinor: number
  blocker: string
  detail: string | null
}

export function listBlocked(db: Db, runId: string, after: string | undefined, limit = pageSize + 1): Promise<BlockedRow[]> {
  const { partnerId, currency } = readAfter(after)
  return db.all(sql`
    select b.partner_id "partnerId", p.name "partner", b.currency "currency", b.amount_minor "amountMinor", b.blocker "blocker", b.detail "detail"
    from run_blockers b join partners p on p.id = b.partner_id
    where b.run_id = ${runId} and (b.partner_id, b.currency) > (${partnerId}, ${currency})
    order by b.partner_id, b.currency limit ${asInteger(limit)}`)
}

/** The commissions a payout carries, as they were planned. */
export const listLines = (
  db: Db,
  payoutId: string,
): Promise<{ commissionId: string; receiptOf: string; amountMinor: number; kind: string; company: string | null }[]> =>
  db.all(sql`
    select n.commission_id "commissionId", coalesce(c.corrects, c.id) "receiptOf", n.amount_minor "amountMinor", c.kind "kind", s.company "company"
    from planned_lines n join commissions c on c.id = n.commission_id
      left join deals d on d.id = c.deal_id left join prospects s on s.id = d.prospect_id
    where n.payout_id = ${payoutId} order by n.commission_id limit 500`)

/** Every key that was used for a payout, with Stripe's answer if one came. */
export async function listAttempts(db: Db, payoutId: string) {
  const rows = await db.all<{
    gen: number
    n: number
    key: string
    sentAt: number
    outcome: string | null
    http: number | null
    code: string | null
    requestId: string | null
    answeredAt: number | null
  }>(sql`
    select a.gen "gen", a.n "n", a.key "key", a.sent_at "sentAt", w.outcome "outcome", w.http "http", w.code "code", w.request_id "requestId", w.at "answeredAt"
    from payout_attempts a left join payout_answers w on w.payout_id = a.payout_id and w.gen = a.gen and w.n = a.n
    where a.payout_id = ${payoutId} order by a.gen, a.n limit 100`)
  return rows.map((row) => ({
    ...row,
    sentAt: new Date(row.sentAt),
    answeredAt: row.answeredAt === null ? null : new Date(row.answeredAt),
  }))
}

/** What happened to a record, the oldest first. */
export async function listTrail(db: Db, subject: string) {
  const rows = await db.all<{ at: number; actor: string; act: string }>(
    sql`select at "at", actor "actor", act "act" from audit where subject = ${subject} order by seq limit 100`,
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

export const listStops = (db: Db) =>
  db.all<{ scope: string; reason: string; setBy: string; setAt: number; resumeAskedBy: string | null }>(
    sql`select scope "scope", reason "reason", set_by "setBy", set_at "setAt", resume_asked_by "resumeAskedBy" from stops order by set_at desc, scope limit 100`,
  )

/** Which stops hold this run back. */
export async function stopsOfRun(db: Db, runId: string): Promise<string[]> {
  const rows = await db.all<{ scope: string }>(
    sql`select scope from stops where scope in ('all', ${`run:${runId}`}) or scope glob ${`run:${runId}:*`} or scope glob 'currency:*' limit 20`,
  )
  return rows.map(({ scope }) => scope)
}
