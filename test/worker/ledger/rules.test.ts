import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accrue,
  adjust,
  bankReturn,
  correct,
  hold,
  mature,
  type Posting,
  release,
  releaseHold,
  reserve,
  reversal,
  settle,
  writeoff,
} from '../../../worker/ledger/rules.ts'

const at = new Date('2026-11-02T09:00:00Z')
const commission = { id: 'com_1', partnerId: 'par_1', currency: 'usd', amountMinor: 1234 } as const
const request = { id: 'req_1', partnerId: 'par_1', currency: 'usd', amountMinor: 700 } as const
const payout = { id: 'po_1', partnerId: 'par_1', currency: 'usd', amountMinor: 5000 } as const

describe('the posting templates', () => {
  it.each<[string, Posting, string, string, string]>([
    ['accrue', accrue(commission, at), 'accrue:com_1', 'expense:usd', 'pending:par_1:usd'],
    ['mature', mature(commission, at), 'mature:com_1', 'pending:par_1:usd', 'avail:par_1:usd'],
    ['hold', hold(commission, 2, 'avail', at), 'hold:com_1:2', 'avail:par_1:usd', 'held:par_1:usd'],
    ['release_hold', releaseHold(commission, 2, 'pending', at), 'release_hold:com_1:2', 'held:par_1:usd', 'pending:par_1:usd'],
    ['reserve', reserve(payout, at), 'reserve:po_1', 'avail:par_1:usd', 'inflight:par_1:usd'],
    ['settle', settle(payout, at), 'settle:po_1', 'inflight:par_1:usd', 'paid:usd'],
    ['bank_return', bankReturn({ ...payout, cause: 'po_s1:2' }, at), 'bank_return:po_s1:2', 'returned_memo:usd', 'returned:par_1:usd'],
    ['reversal', reversal({ ...payout, reversal: 'trr_1' }, at), 'reversal:trr_1', 'paid:usd', 'held:par_1:usd'],
    ['adjust', adjust(request, at), 'adjust:req_1', 'expense:usd', 'avail:par_1:usd'],
    ['adjust', adjust({ ...request, amountMinor: -700 }, at), 'adjust:req_1', 'avail:par_1:usd', 'expense:usd'],
    ['writeoff', writeoff(request, at), 'writeoff:req_1', 'writeoff:usd', 'avail:par_1:usd'],
    ['release', release(payout, at), 'release:po_1', 'inflight:par_1:usd', 'avail:par_1:usd'],
  ])('%s moves from its debit to its credit account under a fixed id', (template, posting, id, debit, credit) => {
    expect(posting).toMatchObject({ template, id, debit, credit, currency: 'usd' })
  })

  it('takes a negative correction from the account where the family is', () => {
    const taken = { ...commission, id: 'com_2', amountMinor: -400 }

    expect(correct(taken, 'pending', at)).toMatchObject({
      template: 'refund_pending',
      debit: 'pending:par_1:usd',
      credit: 'expense:usd',
      amountMinor: 400,
    })
    expect(correct(taken, 'held', at)).toMatchObject({ template: 'refund_pending', debit: 'held:par_1:usd', credit: 'expense:usd' })
    expect(correct(taken, 'avail', at)).toMatchObject({ template: 'refund_available', debit: 'avail:par_1:usd', credit: 'expense:usd' })
  })

  it('gives a positive correction back the other way', () => {
    expect(correct({ ...commission, amountMinor: 400 }, 'avail', at)).toMatchObject({
      debit: 'expense:usd',
      credit: 'avail:par_1:usd',
      amountMinor: 400,
    })
  })

  it('swaps the sides of a negative commission, and both together move nothing', () => {
    const made = [accrue, mature] as const
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90_071_992_547_409 }), fc.constantFrom(...made), (amountMinor, template) => {
        const there = template({ ...commission, amountMinor }, at)
        const back = template({ ...commission, amountMinor: -amountMinor }, at)

        expect([back.debit, back.credit, back.amountMinor]).toEqual([there.credit, there.debit, there.amountMinor])
      }),
    )
  })

  it('clears what a bank sent back with the sides swapped', () => {
    expect(bankReturn({ ...payout, cause: 'po_s2:2', amountMinor: -5000 }, at)).toMatchObject({
      id: 'bank_return:po_s2:2',
      debit: 'returned:par_1:usd',
      credit: 'returned_memo:usd',
      amountMinor: 5000,
    })
  })

  it.each([0, 0.5, Number.NaN, 2 ** 53])('refuses to move %s', (amountMinor) => {
    expect(() => accrue({ ...commission, amountMinor }, at)).toThrow('Broken invariant')
  })

  it('writes off by a positive amount alone', () => {
    expect(() => writeoff({ ...request, amountMinor: -1 }, at)).toThrow('Broken invariant')
  })
})
