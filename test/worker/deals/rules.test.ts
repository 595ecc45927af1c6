import { describe, expect, it } from 'vitest'
import { disputeStanding, mayBecome, openDisputesOf, returnedOf } from '../../../worker/deals/rules.ts'
import { disputeStatuses } from '../../../worker/stripe/port-revenue.ts'

const refund = (status: string, countsMinor: number) => ({ kind: 'refund' as const, status, countsMinor })
const note = (status: string, countsMinor: number) => ({ kind: 'credit_note' as const, status, countsMinor })
const dispute = (status: string, countsMinor: number) => ({ kind: 'dispute' as const, status, countsMinor })

describe('returnedOf', () => {
  it.each([
    ['nothing', [], 0],
    ['refunds that are pending or done', [refund('pending', 100), refund('succeeded', 50), refund('requires_action', 25)], 175],
    ['no refund that failed or was canceled', [refund('failed', 100), refund('canceled', 50)], 0],
    ['credit notes unless void', [note('issued', 300), note('void', 200)], 300],
    [
      'disputes once lost, also while appealed',
      [dispute('lost', 10), dispute('appeal_needs_response', 20), dispute('appeal_under_review', 40)],
      70,
    ],
    [
      'no dispute that is open, won or prevented',
      ['needs_response', 'under_review', 'won', 'prevented', 'warning_closed'].map((s) => dispute(s, 9)),
      0,
    ],
    ['at most what was paid', [refund('succeeded', 800), dispute('lost', 800)], 1000],
  ])('counts %s', (_, facts, expected) => {
    expect(returnedOf(facts, 1000)).toBe(expected)
  })
})

describe('disputeStanding', () => {
  it('has each status of Stripe’s in one of three, and takes a new one for open', () => {
    const standings = disputeStatuses.map((status) => [status, disputeStanding(status)])

    expect(standings.filter(([, standing]) => standing === 'lost').map(([status]) => status)).toEqual([
      'lost',
      'appeal_needs_response',
      'appeal_under_review',
    ])
    expect(standings.filter(([, standing]) => standing === 'over').map(([status]) => status)).toEqual([
      'warning_closed',
      'won',
      'prevented',
    ])
    expect(disputeStanding('something_new')).toBe('open')
  })

  it('leaves the open ones of one payment', () => {
    const fact = (object: string, paymentId: string, status: string) => ({
      ...{ object, paymentId, ...dispute(status, 100) },
      ...{ happenedAt: new Date(0), recordedBy: 'stripe' },
    })
    const facts = [fact('du_1', 'pmt_1', 'needs_response'), fact('du_2', 'pmt_1', 'won'), fact('du_3', 'pmt_2', 'under_review')]

    expect(openDisputesOf('pmt_1', [...facts, { ...fact('re_1', 'pmt_1', 'pending'), kind: 'refund' }])).toEqual(['du_1'])
  })
})

describe('mayBecome', () => {
  it('reopens a lost deal and never loses a won one', () => {
    expect([mayBecome('lost', 'open'), mayBecome('won', 'lost'), mayBecome('ended', 'won'), mayBecome('open', 'ended')]).toEqual([
      true,
      false,
      true,
      false,
    ])
  })
})
