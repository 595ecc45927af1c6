import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverOf, obligationState, sumOf } from '../../../worker/agreements/rules-obligations.ts'

describe('an obligation', () => {
  it.each([
    [{ due: 2, delivered: 1, dueOn: '2026-11-02' }, 'owed'],
    [{ due: 1, delivered: 1, dueOn: '2026-11-01' }, 'overdue'],
    [{ due: 0, delivered: 1, dueOn: '2026-11-01' }, 'fulfilled'],
    [{ due: 0, delivered: 0, dueOn: '2026-11-01' }, 'cancelled'],
  ])('%o on 2 November reads %s', (obligation, state) => {
    expect(obligationState(obligation, '2026-11-02')).toBe(state)
  })
})

describe('OBL4 a discount beside what came back', () => {
  const lines = [
    { promised: 3, delivered: 3, due: 0, cancelled: 0, dueOn: '2026-10-01' },
    { promised: 1, delivered: 0, due: 1, cancelled: 0, dueOn: '2027-03-02' },
    { promised: 1, delivered: 0, due: 1, cancelled: 0, dueOn: '2026-11-01' },
  ]

  it('three of five delivered cover three fifths of 6,000.00', () => {
    expect(sumOf(lines, '2026-11-02')).toEqual({ promised: 5, delivered: 3, due: 2, overdue: 1, cancelled: 0 })
    expect(coverOf(600_000, sumOf(lines, '2026-11-02'))).toEqual({ coveredMinor: 360_000, receivableMinor: 240_000, lostMinor: 0 })
  })

  it('covered, receivable and given up always add up to the amount, and nothing is receivable when nothing is due', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(1_000_000_000), (delivered, due, cancelled, amountMinor) => {
        const promised = delivered + due + cancelled
        fc.pre(promised > 0)
        const { coveredMinor, receivableMinor, lostMinor } = coverOf(amountMinor, { promised, delivered, due, cancelled, overdue: 0 })
        expect(coveredMinor + receivableMinor + lostMinor).toBe(amountMinor)
        expect(Math.min(coveredMinor, receivableMinor, lostMinor)).toBeGreaterThanOrEqual(0)
        if (due === 0) expect(receivableMinor).toBe(0)
        if (delivered === 0) expect(coveredMinor).toBe(0)
      }),
    )
  })
})
