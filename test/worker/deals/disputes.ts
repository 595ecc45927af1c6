import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { commissionHolds, commissions } from '../../../schema/commissions.ts'
import type { World } from '../../support/world.ts'
import { arrive, atStripe } from './stripe-story.ts'

export const rowsOf = async (world: World, partnerId: string) =>
  (
    await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partnerId)).orderBy(commissions.accruedAt, sql`rowid`)
  ).map(({ amountMinor, status }) => [amountMinor, status])

export const openHolds = (world: World) => world.deps.db.select().from(commissionHolds).where(sql`closed_at is null`)

type Outcome = 'under_review' | 'won' | 'lost' | 'appeal_needs_response' | 'appeal_under_review' | 'warning_under_review' | 'warning_closed'

/** The customer's bank questions the payment; `decide` goes on, and the event of each step arrives. */
export async function haveDispute(world: World, of: { payment_intent: string }, more: object = {}) {
  const { id } = await atStripe(world, 'dispute', { payment_intent: of.payment_intent, ...more })
  expect(await arrive(world, 'charge.dispute.created', id)).toBe('done')
  const decide = async (...outcomes: Outcome[]) => {
    for (const outcome of outcomes) {
      await atStripe(world, 'decide-dispute', { id, outcome })
      expect(await arrive(world, outcome.endsWith('review') ? 'charge.dispute.updated' : 'charge.dispute.closed', id)).toBe('done')
    }
  }
  return { id, decide }
}
