import { and, eq, sql } from 'drizzle-orm'
import { payoutDestinations } from '../../schema/payout-destinations.ts'
import { payoutRuns } from '../../schema/payout-runs.ts'
import { payouts, sendPace } from '../../schema/payouts.ts'
import { partners } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { asInteger } from './parameters.ts'
import { hourOf } from './rules.ts'
import type { Standing } from './rules-standing.ts'

/** A payout and everything around it, read at one moment to propose a step. */
export async function findStanding(db: Db, payoutId: string, now: Date): Promise<Standing | undefined> {
  const [row] = await db
    .select({
      payout: payouts,
      runStatus: payoutRuns.status,
      checkedAt: payoutRuns.checkedAt,
      isPaused: sql<number>`${payoutRuns.paused} is not null`,
      isCancelled: sql<number>`${payoutRuns.reason} is not null`,
      isStopped: sql<number>`exists (select 1 from stops where scope in ('all', 'run:' || ${payouts.runId},
        'run:' || ${payouts.runId} || ':' || ${payouts.currency}, 'partner:' || ${payouts.partnerId}, 'currency:' || ${payouts.currency}))`,
      newestEpoch: sql<number>`(select coalesce(max(n), 0) from epochs)`,
      partnerStatus: partners.status,
      currentVersion: sql<number>`(select coalesce(max(version), 0) from payout_destinations n where n.partner_id = ${payouts.partnerId})`,
      readiness: payoutDestinations.readiness,
      holdUntil: payoutDestinations.holdUntil,
      nextSlotAt: sendPace.nextSlotAt,
      isAboveHourCap: isAboveHourCap(now),
    })
    .from(payouts)
    .innerJoin(payoutRuns, eq(payoutRuns.id, payouts.runId))
    .innerJoin(partners, eq(partners.id, payouts.partnerId))
    .innerJoin(sendPace, eq(sendPace.id, 1))
    .leftJoin(
      payoutDestinations,
      and(eq(payoutDestinations.partnerId, payouts.partnerId), eq(payoutDestinations.version, payouts.destinationVersion)),
    )
    .where(eq(payouts.id, payoutId))
  if (!row) return undefined
  return {
    ...row,
    isPaused: row.isPaused === 1,
    isCancelled: row.isCancelled === 1,
    isStopped: row.isStopped === 1,
    isAboveHourCap: row.isAboveHourCap === 1,
  }
}

const isAboveHourCap = (now: Date) => sql<number>`coalesce(
  (select c.hour_minor from caps c where c.currency = ${payouts.currency} and c.confirmed_by is not null order by c.version desc limit 1)
    < ${payouts.amountMinor} + coalesce((select h.amount_minor from sent_hours h
      where h.hour = ${asInteger(hourOf(now))} and h.currency = ${payouts.currency}), 0), 0)`
