import { describe, expect, it } from 'vitest'
import { never, nextTryAt } from '../../../worker/notices/rules.ts'

describe('the next try of a mail', () => {
  const now = new Date('2026-11-02T09:00:00Z')
  const minutesLater = (tries: number) => (nextTryAt(tries, now).getTime() - now.getTime()) / 60_000

  it('comes in growing gaps, for three days, then never', () => {
    const gaps = Array.from({ length: 9 }, (_, n) => minutesLater(n + 1))

    expect(gaps).toEqual([1, 5, 15, 60, 180, 360, 720, 1440, 1440])
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / 1440).toBeCloseTo(2.9, 1)
    expect(nextTryAt(10, now)).toEqual(never)
  })
})
