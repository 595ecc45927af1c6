import { beforeAll, describe, expect, it } from 'vitest'
import { patterns } from '../../bench/signals/journey.ts'
import { figuresOf, type Judged, worthOf } from '../../bench/signals/tally.ts'
import { judgeJourneys } from '../../bench/signals.ts'

/** Fewer than the command plays, of another seed than it begins with. */
describe('the rules of signals on journeys whose truth is known', () => {
  let judged: Judged[]
  beforeAll(async () => {
    judged = await judgeJourneys(7, 80, 800)
  }, 60_000)

  it.each(patterns)('find %s', (pattern) => {
    const { recall, precision } = worthOf(judged, pattern)

    expect(recall).toBeGreaterThanOrEqual(0.95)
    expect(precision).toBeGreaterThanOrEqual(0.9)
  })

  it('hold at most one clean journey in a hundred', () => {
    expect(figuresOf(judged).falseHoldRate).toBeLessThanOrEqual(0.01)
  })

  it('come out the same for the same seed', async () => {
    expect(figuresOf(await judgeJourneys(7, 10, 50))).toEqual(figuresOf(await judgeJourneys(7, 10, 50)))
  })
})
