import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BankPayoutStatus } from '../../../schema/bank-payouts.ts'
import { type BankMove, failureInWords, returnedMinor } from '../../../worker/payouts/rules-bank.ts'

const day = (n: number) => new Date(Date.UTC(2026, 10, n))
const move = (status: BankPayoutStatus, amountMinor: number, created: number, failed?: number): BankMove => ({
  status,
  amountMinor,
  createdAt: day(created),
  failedAt: failed === undefined ? null : day(failed),
})

describe('what banks sent back', () => {
  it.each<[string, BankMove[], number]>([
    ['nothing yet', [], 0],
    ['nothing, for it arrived', [move('paid', 100, 1)], 0],
    ['all of what failed', [move('failed', 100, 1, 3)], 100],
    ['the same, however long after it was said to arrive', [move('failed', 100, 1, 9)], 100],
    ['still all while the next is under way', [move('failed', 100, 1, 3), move('in_transit', 150, 4)], 100],
    ['nothing once the next arrived', [move('failed', 100, 1, 3), move('paid', 150, 4)], 0],
    ['what a smaller one left', [move('failed', 100, 1, 3), move('paid', 30, 4)], 70],
    ['all, for one made before carried other money', [move('failed', 100, 1, 5), move('paid', 50, 3)], 100],
    ['what the next took along and brought back', [move('failed', 100, 1, 3), move('failed', 150, 4, 6)], 150],
    ['both, when each failed for itself', [move('failed', 100, 1, 5), move('failed', 50, 3, 6)], 150],
    ['all, for one canceled was never sent', [move('failed', 100, 1, 3), move('canceled', 100, 4)], 100],
    ['what failed in the second it was made', [move('failed', 100, 1, 1)], 100],
  ])('%s', (_case, moves, waiting) => {
    expect(returnedMinor(moves, [])).toBe(waiting)
    expect(returnedMinor([...moves].reverse(), [])).toBe(waiting)
  })

  it('is gone as far as a transfer was taken back since', () => {
    expect(returnedMinor([move('failed', 100, 1, 3)], [{ amountMinor: 40, at: day(4) }])).toBe(60)
    expect(returnedMinor([move('failed', 100, 1, 3)], [{ amountMinor: 400, at: day(4) }])).toBe(0)
    expect(returnedMinor([move('failed', 100, 1, 3)], [{ amountMinor: 40, at: day(2) }])).toBe(100)
  })

  it('is never below zero, never more than all that failed, and does not depend on the order it is told in', () => {
    const status = fc.constantFrom<BankPayoutStatus>('pending', 'in_transit', 'paid', 'failed', 'canceled')
    const made = fc.record({
      status,
      amountMinor: fc.integer({ min: 1, max: 10_000 }),
      at: fc.integer({ min: 1, max: 9 }),
      late: fc.nat(5),
    })
    fc.assert(
      fc.property(fc.array(made, { maxLength: 8 }), (all) => {
        const moves = all.map((each) =>
          move(each.status, each.amountMinor, each.at, each.status === 'failed' ? each.at + each.late : undefined),
        )
        const waiting = returnedMinor(moves, [])
        const failed = moves.filter((each) => each.status === 'failed').reduce((sum, each) => sum + each.amountMinor, 0)

        expect(waiting).toBeGreaterThanOrEqual(0)
        expect(waiting).toBeLessThanOrEqual(failed)
        expect(returnedMinor([...moves].reverse(), [])).toBe(waiting)
      }),
    )
  })
})

it('says why in words, also of a code it does not know', () => {
  expect([failureInWords('account_closed'), failureInWords('new_code'), failureInWords(null)]).toEqual([
    'The bank account has been closed.',
    expect.stringContaining('gave no reason'),
    expect.stringContaining('gave no reason'),
  ])
})
