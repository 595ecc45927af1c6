import { describe, expect, it } from 'vitest'
import type { Outcome, OutcomeSide } from '../../../schema/requests.ts'
import { requestStatuses } from '../../../schema/requests.ts'
import { isOver, isOverdue, mayBecome, outcomeOf } from '../../../worker/references/rules-request.ts'

const now = new Date('2026-11-02T09:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const said = (side: OutcomeSide, says: Outcome, days = 1) => ({ side, says, saidAt: daysAgo(days) })

describe('a request', () => {
  it('goes from asked to held in four steps, and back nowhere', () => {
    const way = ['asked', 'proposed', 'accepted', 'scheduled', 'held'] as const

    for (const [n, from] of way.entries()) {
      expect(way.filter((to) => mayBecome(from, to))).toEqual(way.slice(n + 1, n + 2))
    }
  })

  it('is over once it was held, missed, declined, withdrawn or has expired', () => {
    expect(requestStatuses.filter(isOver)).toEqual(['held', 'missed', 'declined', 'withdrawn', 'expired'])
  })

  it('stands out after 72 hours in which somebody kept it waiting', () => {
    const since = new Date(now.getTime() - 72 * 3_600_000)

    expect(isOverdue('proposed', since, now)).toBe(false)
    expect(isOverdue('proposed', new Date(since.getTime() - 1), now)).toBe(true)
    expect(requestStatuses.filter((status) => isOverdue(status, daysAgo(9), now))).toEqual(['asked', 'proposed', 'accepted'])
  })
})

describe('what came of it', () => {
  it.each([
    ['nothing, while nobody said anything', [], undefined],
    ['what both sides say', [said('customer', 'held'), said('prospect', 'held')], 'held'],
    ['nothing, while they differ', [said('customer', 'held'), said('prospect', 'missed')], undefined],
    ['what we say, whatever they say', [said('customer', 'held'), said('prospect', 'missed'), said('staff', 'missed')], 'missed'],
    ['nothing yet by one side alone', [said('customer', 'held', 7)], undefined],
    ['what one side said when the other was silent for a week', [said('customer', 'held', 8)], 'held'],
  ])('is %s', (_, words, outcome) => {
    expect(outcomeOf(words, now)).toBe(outcome)
  })
})
