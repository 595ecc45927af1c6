import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { haveGroup, havePartner } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { arriveAll, outcomeOf, ratesOf, type Story, stories, tell, tellIn, tellings } from './any-order.ts'
import { nothingTold, revenueOf, type Told } from './any-order-told.ts'

/** What `any-order.test.ts` asks a thousand times of SQLite in its own process, asked some times of D1, whose batches queue and wait. */
async function begin(story: Story) {
  let told = nothingTold()
  const world = await createWorld({ revenue: revenueOf(() => told) })
  const group = await haveGroup(world, { rates: ratesOf(story), holdDays: story.holdDays })
  const partner = await havePartner(world, { groupId: group.id })
  const say = (now: Told) => {
    told = now
  }
  const claimant = await havePartner(world, { groupId: group.id })
  const ground = { referral: haveClickId(world, await haveLink(world, partner.id)), claimant: claimant.id }
  return { world, say, ...tell(story, ground, world.now()) }
}

const told: Story[] = [
  {
    sales: ['once', 'a', 'b'],
    facts: [
      { kind: 'dispute', nth: 1, amountMinor: 100_000, first: 'needs_response', last: 'won' },
      { kind: 'note', nth: 2, refunded: 20_000, beyond: 10_000, isVoid: false },
      { kind: 'refund', nth: 0, amountMinor: 100_000, first: 'pending', last: 'failed' },
    ],
    hasEnded: true,
    isClaimed: true,
    rate: 'life',
    holdDays: 30,
  },
  {
    sales: ['once', 'a', 'b'],
    facts: [
      { kind: 'dispute', nth: 0, amountMinor: 60_000, first: 'lost', last: 'appeal_under_review' },
      { kind: 'dispute', nth: 1, amountMinor: 50_000, first: 'needs_response', last: 'under_review' },
      { kind: 'refund', nth: 1, amountMinor: 30_000, first: 'pending', last: 'succeeded' },
    ],
    hasEnded: false,
    isClaimed: false,
    rate: 'first_payment',
    holdDays: 0,
  },
  ...fc.sample(stories, { numRuns: 1, seed: 7 }),
]

describe.each(told)('I23 a story told in any order on D1: $rate, hold of $holdDays days', (story) => {
  let once: unknown

  it('ends, told once in order', async () => {
    const { world, say, last, events } = await begin(story)
    say(last)
    await arriveAll(world.deps, events, 1)
    await matureCommissions(world.deps)
    await checkInvariants(world)
    once = await outcomeOf(world.deps.db)
  })

  const ways = fc
    .sample(tellings, { numRuns: 4, seed: 11 })
    .map((each, n) => ({ ...each, atOnce: n % 2 === 0 ? (1 as const) : (3 as const) }))
  it.each(ways)('and so it does otherwise, $atOnce at once', async (how) => {
    const { world, say, ...rest } = await begin(story)
    await tellIn(world.deps, say, rest, how)
    await checkInvariants(world)
    expect(await outcomeOf(world.deps.db)).toEqual(once)
  })
})
