import { and, eq, sql } from 'drizzle-orm'
import { type PayoutDestination, payoutDestinations } from '../../schema/payout-destinations.ts'
import type { Db } from '../database.ts'
import type { ReadinessAnswer } from '../stripe/port.ts'
import { destinationHoldMs } from './rules.ts'

/** A statement for somebody's batch: what Stripe says of the version now, if nobody has written a later answer meanwhile. */
export const writeAnswer = (db: Db, read: PayoutDestination, answer: ReadinessAnswer, askedAt: Date) =>
  db
    .update(payoutDestinations)
    .set({
      readiness: answer.readiness,
      readinessCodes: answer.codes,
      requirements: answer.requirements,
      bankAccount: sql`coalesce(${payoutDestinations.bankAccount}, ${answer.bankAccount})`,
      askedAt,
    })
    .where(
      and(
        eq(payoutDestinations.partnerId, read.partnerId),
        eq(payoutDestinations.version, read.version),
        eq(payoutDestinations.askedAt, read.askedAt),
        eq(payoutDestinations.readiness, read.readiness),
      ),
    )

/** A statement for somebody's batch: the next version. The first has no hold; a version that exists breaks its key, and with it the batch. */
export const insertDestination = (
  db: Db,
  destination: { partnerId: string; version: number; stripeAccount: string },
  answer: ReadinessAnswer,
  at: Date,
) =>
  db.insert(payoutDestinations).values({
    ...destination,
    readiness: answer.readiness,
    readinessCodes: answer.codes,
    requirements: answer.requirements,
    bankAccount: answer.bankAccount,
    askedAt: at,
    changedAt: at,
    holdUntil: holdEnd(destination.version, at),
  })

export const holdEnd = (version: number, at: Date): Date => (version === 1 ? at : new Date(at.getTime() + destinationHoldMs))
