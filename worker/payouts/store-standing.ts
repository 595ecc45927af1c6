import { sql } from 'drizzle-orm'
import type { Readiness, RunStatus } from '../../schema/payouts.ts'
import type { PartnerStatus } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { asInteger, eachOf } from './parameters.ts'
import { hourOf, scopesOf } from './rules.ts'
import type { Standing } from './rules-standing.ts'
import { findPayout } from './store-payouts.ts'

type Row = {
  runStatus: RunStatus
  checkedAt: number | null
  isPaused: number
  isCancelled: number
  isStopped: number
  newestEpoch: number
  partnerStatus: PartnerStatus
  currentVersion: number
  readiness: Readiness | null
  holdUntil: number | null
  nextSlotAt: number
  isAboveHourCap: number
}

/** A payout and everything around it, read at one moment to propose a step. */
export async function findStanding(db: Db, payoutId: string, now: Date): Promise<Standing | undefined> {
  const payout = await findPayout(db, payoutId)
  if (!payout) return undefined

  const [row] = await db.all<Row>(sql`
    select r.status "runStatus", r.checked_at "checkedAt", r.paused is not null "isPaused", r.reason is not null "isCancelled",
      exists (select 1 from stops where scope in ${eachOf(scopesOf(payout))}) "isStopped",
      (select coalesce(max(n), 0) from epochs) "newestEpoch", p.status "partnerStatus",
      (select coalesce(max(version), 0) from payout_destinations where partner_id = o.partner_id) "currentVersion",
      d.readiness "readiness", d.hold_until "holdUntil", (select next_slot_at from send_pace where id = 1) "nextSlotAt",
      coalesce((select c.hour_minor from caps c where c.currency = o.currency and c.confirmed_by is not null order by c.version desc limit 1)
        < o.amount_minor + coalesce((select h.amount_minor from sent_hours h where h.hour = ${asInteger(hourOf(now))} and h.currency = o.currency), 0), 0)
        "isAboveHourCap"
    from payouts o join payout_runs r on r.id = o.run_id join partners p on p.id = o.partner_id
      left join payout_destinations d on d.partner_id = o.partner_id and d.version = o.destination_version
    where o.id = ${payoutId}`)
  if (!row) return undefined
  return {
    ...row,
    payout,
    checkedAt: row.checkedAt === null ? null : new Date(row.checkedAt),
    isPaused: row.isPaused === 1,
    isCancelled: row.isCancelled === 1,
    isStopped: row.isStopped === 1,
    holdUntil: row.holdUntil === null ? null : new Date(row.holdUntil),
    nextSlotAt: new Date(row.nextSlotAt),
    isAboveHourCap: row.isAboveHourCap === 1,
  }
}
