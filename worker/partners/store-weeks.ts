import { and, asc, eq, gte } from 'drizzle-orm'
import { partnerDays, partnerEarningDays, programmeDays, programmeEarningDays } from '../../schema/tracking.ts'
import type { Db } from '../database.ts'
import { firstDayShown, type Outcomes, outcomesOf } from './rules-weeks.ts'

/** What became of a partner's clicks in the last weeks; reads daily figures alone. */
export async function readOutcomesOfPartner(db: Db, partnerId: string, now: Date): Promise<Outcomes> {
  const since = firstDayShown(now)
  const [days, earnings] = await Promise.all([
    db
      .select()
      .from(partnerDays)
      .where(and(eq(partnerDays.partnerId, partnerId), gte(partnerDays.day, since))),
    db
      .select()
      .from(partnerEarningDays)
      .where(and(eq(partnerEarningDays.partnerId, partnerId), gte(partnerEarningDays.day, since)))
      .orderBy(asc(partnerEarningDays.day)),
  ])
  return outcomesOf(days, earnings, now)
}

/** The same of the whole programme. */
export async function readOutcomes(db: Db, now: Date): Promise<Outcomes> {
  const since = firstDayShown(now)
  const [days, earnings] = await Promise.all([
    db.select().from(programmeDays).where(gte(programmeDays.day, since)),
    db.select().from(programmeEarningDays).where(gte(programmeEarningDays.day, since)).orderBy(asc(programmeEarningDays.day)),
  ])
  return outcomesOf(days, earnings, now)
}
