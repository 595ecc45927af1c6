import { describe, expect, it } from 'vitest'
import { evidenceOf, isProven } from '../../../worker/payouts/rules-stuck.ts'

const sentAt = new Date('2026-11-02T09:00:00Z')
const later = new Date('2026-11-02T10:00:00Z')
const payout = { id: 'po_1', amountMinor: 5_000, currency: 'usd' as const, destination: 'acct_1', lastSentAt: sentAt }
const transfer = {
  id: 'tr_1',
  payoutId: 'po_1',
  amountMinor: 5_000,
  currency: 'usd',
  destination: 'acct_1',
  transferGroup: 'po_1',
  reversedMinor: 0,
  createdAt: sentAt,
}
const reversed = { ...transfer, id: 'tr_2', reversedMinor: 5_000 }

describe('what Stripe shows of a stuck payout', () => {
  it.each([
    ['one that equals', [transfer], { outcome: 'paid', transfer: 'tr_1', adjustMinor: 0 }],
    ['one that equals, taken back in part', [{ ...transfer, reversedMinor: 4_999 }], { outcome: 'paid', transfer: 'tr_1', adjustMinor: 0 }],
    ['one that equals beside one taken back', [reversed, transfer], { outcome: 'paid', transfer: 'tr_1', adjustMinor: 0 }],
    ['less than ordered', [{ ...transfer, amountMinor: 4_200 }], { outcome: 'paid', transfer: 'tr_1', adjustMinor: 800 }],
    ['more than ordered', [{ ...transfer, amountMinor: 5_001 }], { outcome: 'paid', transfer: 'tr_1', adjustMinor: -1 }],
    ['none', [], { outcome: 'released' }],
    ['one taken back whole', [reversed], { outcome: 'released' }],
  ])('%s decides', (_, found, evidence) => {
    expect(evidenceOf(payout, found, later)).toEqual(evidence)
  })

  it.each([
    ['two', [transfer, { ...transfer, id: 'tr_3' }]],
    ['another account', [{ ...transfer, destination: 'acct_2' }]],
    ['another currency', [{ ...transfer, currency: 'eur' }]],
    ['altered metadata', [{ ...transfer, payoutId: '' }]],
  ])('%s decides nothing', (_, found) => {
    expect(evidenceOf(payout, found, later)).toMatchObject({ outcome: 'open' })
  })

  it('none says nothing within an hour of the last send', () => {
    expect(evidenceOf(payout, [], new Date(later.getTime() - 1))).toMatchObject({ outcome: 'open' })
    expect(evidenceOf(payout, [transfer], sentAt)).toMatchObject({ outcome: 'paid' })
  })

  it('proves a proposal only by the same transfer', () => {
    const paid = { outcome: 'paid' as const, transfer: 'tr_1', adjustMinor: 0 }
    expect(isProven(paid, paid)).toBe(true)
    expect(isProven({ ...paid, transfer: 'tr_2' }, paid)).toBe(false)
    expect(isProven({ outcome: 'released', transfer: null }, paid)).toBe(false)
    expect(isProven({ outcome: 'released', transfer: null }, { outcome: 'released' })).toBe(true)
    expect(isProven(paid, { outcome: 'open', why: '' })).toBe(false)
  })
})
