import { describe, expect, it } from 'vitest'
import { type Commission, commissionStatuses } from '../../../schema/commissions.ts'
import type { Payment, PaymentFact } from '../../../schema/deals.ts'
import type { TermsVersion } from '../../../schema/terms.ts'
import { changesOf, type Family, joiningOf } from '../../../worker/commissions/rules.ts'

const now = new Date('2026-11-02T09:00:00Z')
const earlier = new Date('2026-10-01T09:00:00Z')
const later = new Date('2026-12-01T09:00:00Z')

describe('joiningOf', () => {
  it.each([
    ['pending', null, later, { status: 'pending', place: 'pending', heldFrom: null, voidsAtZero: true }],
    ['approved', null, earlier, { status: 'approved', place: 'avail', heldFrom: null, voidsAtZero: true }],
    ['on_hold', 'pending', later, { status: 'pending', place: 'held', heldFrom: 'pending', voidsAtZero: true }],
    ['on_hold', 'approved', earlier, { status: 'approved', place: 'held', heldFrom: 'approved', voidsAtZero: true }],
    ['in_payout', null, earlier, { status: 'approved', place: 'avail', heldFrom: null, voidsAtZero: false }],
    ['paid', null, earlier, { status: 'approved', place: 'avail', heldFrom: null, voidsAtZero: false }],
    ['voided', null, earlier, { status: 'approved', place: 'avail', heldFrom: null, voidsAtZero: false }],
    ['voided', null, later, { status: 'pending', place: 'pending', heldFrom: null, voidsAtZero: false }],
  ] as const)('beside what is %s (held from %s, until %s)', (status, heldFrom, maturesAt, joining) => {
    expect(joiningOf({ status, heldFrom, maturesAt }, now)).toEqual(joining)
  })

  it('knows every status', () => {
    for (const status of commissionStatuses) expect(joiningOf({ status, heldFrom: null, maturesAt: now }, now)).toBeDefined()
  })
})

describe('changesOf', () => {
  const payment = (change: Partial<Payment> = {}): Payment => ({
    id: 'pmt_1',
    dealId: 'deal_1',
    source: 'act_1',
    currency: 'eur',
    paidMinor: 121_000,
    baseMinor: 100_000,
    returnedMinor: 0,
    paidAt: earlier,
    version: 1,
    recordedBy: 'stf_1',
    recordedAt: now,
    ...change,
  })
  const rates: TermsVersion['rates'] = { one_off: { rateBps: 1000, duration: 'life' } }
  const terms = { id: 'trm_1', groupId: 'grp_1', version: 1, holdDays: 30, rates, effectiveAt: earlier, createdBy: 'stf_1', createdAt: now }
  const deal = { kind: 'one_off' as const, partnerId: 'par_1' }
  const family = (status: Commission['status'], ...amounts: number[]): Family => {
    const [amountMinor = 10_000, ...corrections] = amounts
    // The fields that no rule reads are left out.
    const row = (id: string, minor: number) =>
      ({ id, amountMinor: minor, status, paymentId: 'pmt_1', partnerId: 'par_1', termsVersionId: 'trm_1', maturesAt: later }) as Commission
    return {
      head: row('com_1', amountMinor),
      corrections: corrections.map((minor, n) => row(`com_c${n}`, minor)),
      holds: [],
      openHolds: [],
    }
  }
  const changes = (facts: Partial<Parameters<typeof changesOf>[0]>) =>
    changesOf({
      deal,
      terms,
      movedAt: null,
      payments: [payment()],
      measured: null,
      others: [],
      facts: [],
      families: [],
      refused: [],
      claims: [],
      restored: [],
      forfeited: null,
      ...facts,
    })

  it('accrues what has no commission yet, and refuses what earns nothing, each once', () => {
    expect(changes({})).toMatchObject([{ kind: 'accrue', earning: { amountMinor: 10_000 }, replacesRefusal: false }])
    expect(changes({ deal: { ...deal, kind: 'retainer' } })).toMatchObject([{ kind: 'refuse' }])
    expect(changes({ deal: { ...deal, kind: 'retainer' }, refused: ['pmt_1'] })).toEqual([])
    expect(changes({ families: [family('pending', 10_000)] })).toEqual([])
  })

  it('replaces a refusal once the payment earns', () => {
    expect(changes({ refused: ['pmt_1'] })).toMatchObject([{ kind: 'accrue', replacesRefusal: true }])
  })

  it.each([
    ['a part returned', 60_500, [10_000], -5000],
    ['the rest returned', 121_000, [10_000, -5000], -5000],
    ['a return that failed after all', 0, [10_000, -5000, -5000], 10_000],
    ['the same again', 60_500, [10_000, -5000], undefined],
  ])('asks for what is missing after %s', (_, returnedMinor, amounts, expected) => {
    const found = changes({ payments: [payment({ returnedMinor })], families: [family('paid', ...amounts)] })

    expect(found.map((change) => (change.kind === 'correct' ? change.amountMinor : change.kind))).toEqual(
      expected === undefined ? [] : [expected],
    )
  })

  describe('of a disputed payment', () => {
    const dispute = (status: string, countsMinor = 121_000): PaymentFact => ({
      ...{ object: 'du_1', paymentId: 'pmt_1', kind: 'dispute', status, countsMinor },
      ...{ happenedAt: now, recordedBy: 'stripe' },
    })
    const heldFamily = (status: Commission['status'], ...amounts: number[]): Family => {
      const made = family(status, ...amounts)
      const hold = { n: 1, reason: 'The bank', owner: 'dispute/du_1', openedAt: now, closedAt: null }
      const holds = [made.head, ...made.corrections].map(({ id }) => ({ ...hold, commissionId: id }))
      return { ...made, holds, openHolds: holds }
    }
    const kinds = (facts: PaymentFact[], of: Family, returnedMinor = 0) =>
      changes({ facts, families: [of], payments: [payment({ returnedMinor })] }).map(({ kind }) => kind)

    it.each([
      ['holds what is not final', 'needs_response', family('pending', 10_000), ['hold']],
      ['holds what is being paid', 'under_review', family('in_payout', 10_000), ['hold']],
      ['holds nothing twice', 'needs_response', heldFamily('on_hold', 10_000), []],
      ['leaves what was paid', 'needs_response', family('paid', 10_000), []],
      ['frees what was held', 'won', heldFamily('on_hold', 10_000), ['free']],
      ['frees what was paid meanwhile', 'won', heldFamily('paid', 10_000), ['free']],
      ['holds nothing of what was refused', 'needs_response', family('rejected', 10_000, -10_000), []],
    ] as const)('%s', (_, status, of, expected) => {
      expect(kinds([dispute(status)], of)).toEqual(expected)
    })

    it('frees before it corrects, and corrects before it holds', () => {
      expect(kinds([dispute('lost')], heldFamily('on_hold', 10_000), 121_000)).toEqual(['free', 'correct'])
      expect(kinds([dispute('needs_response')], family('voided', 10_000, -10_000))).toEqual(['correct', 'hold'])
    })

    it('holds a commission from its first moment', () => {
      expect(changes({ facts: [dispute('needs_response')] })).toMatchObject([{ kind: 'accrue', holds: [{ owner: 'dispute/du_1' }] }])
    })
  })

  it('leaves a refused family at zero whatever is returned', () => {
    expect(changes({ payments: [payment({ returnedMinor: 121_000 })], families: [family('rejected', 10_000, -10_000)] })).toEqual([])
  })

  it('asks for nothing where nobody has the credit', () => {
    expect(changes({ deal: { ...deal, partnerId: null } })).toEqual([])
  })
})
