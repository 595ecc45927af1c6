import { describe, expect, it } from 'vitest'
import { type DiscountFacts, discountOf, firstDiscountRules, problemOfDiscount } from '../../../worker/agreements/rules-discounts.ts'

const facts: DiscountFacts = {
  kind: 'reference',
  percentBps: 2_000,
  wasAsked: true,
  obligations: 1,
  grants: 0,
  hasSecond: false,
  referenceBps: undefined,
  sponsorBps: undefined,
}
const codeOf = (more: Partial<DiscountFacts>, rules = {}) =>
  problemOfDiscount({ ...firstDiscountRules, ...rules }, { ...facts, ...more })?.code

describe('a discount', () => {
  it.each([
    ['DIS1 comes with something in return', { obligations: 0 }, {}, 'nothing_in_return'],
    ['DIS1 a permission is something', { obligations: 0, grants: 1 }, {}, undefined],
    ['DIS2 follows a question', { wasAsked: false }, {}, 'not_asked'],
    ['DIS2 needs none where discounts are standard', { wasAsked: false }, { policy: 'standard' as const }, undefined],
    ['is never given where the switch says none', {}, { policy: 'none' as const }, 'policy_none'],
    ['DIS4 up to 25 % sales decide alone', { percentBps: 2_500 }, {}, undefined],
    ['DIS4 above, two activities come back', { percentBps: 2_501 }, {}, 'set_not_specific'],
    ['DIS4 up to 40 % with two', { percentBps: 4_000, obligations: 2 }, {}, undefined],
    ['DIS4 above 40 % a second person', { percentBps: 4_001, obligations: 2 }, {}, 'needs_second_person'],
    ['DIS4 above 40 % with one', { percentBps: 4_001, obligations: 2, hasSecond: true }, {}, undefined],
    ['DIS4 limits are settings', { percentBps: 2_501 }, { aloneBps: 3_000 }, undefined],
    ['DIS5 a sponsor gets no less than it has as a reference', { kind: 'sponsor' as const, referenceBps: 2_100 }, {}, 'wrong_state'],
    ['DIS5 a reference no more than it has as a sponsor', { sponsorBps: 1_900 }, {}, 'wrong_state'],
  ])('%s', (_, more, rules, code) => {
    expect(codeOf(more, rules)).toBe(code)
  })

  it('is cut down to a whole minor unit', () => {
    expect(discountOf(2_000_000, 3_000)).toBe(600_000)
    expect(discountOf(333, 3_333)).toBe(110)
  })
})
