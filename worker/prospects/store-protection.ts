import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { type Ending, type RegistrationStatus, registrations } from '../../schema/registrations.ts'

/**
 * A protection whose time is over, whether or not the hourly sweep has written its end down. One whose partner asked for more time goes on
 * until a person answers.
 */
export const hasRunOut = (now: Date): SQL => sql`(${registrations.status} = 'accepted'
  and ${registrations.protectedUntil} <= cast(${now.getTime()} as integer)
  and not exists (select 1 from registration_extensions e where e.registration_id = ${registrations.id} and e.status = 'open'))`

/** The state at this moment. */
export const statusAt = (now: Date) => sql<RegistrationStatus>`case when ${hasRunOut(now)} then 'ended' else ${registrations.status} end`

/** A registration as it is at this moment: whoever reads one, reads this. */
export const registrationAt = (now: Date) => ({
  ...getTableColumns(registrations),
  status: statusAt(now),
  endedAt: sql<Date | null>`case when ${hasRunOut(now)} then ${registrations.protectedUntil} else ${registrations.endedAt} end`.mapWith(
    registrations.endedAt,
  ),
  endedBecause: sql<Ending | null>`case when ${hasRunOut(now)} then 'expired' else ${registrations.endedBecause} end`,
})
