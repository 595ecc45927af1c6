import type { AgreementKind } from '../../schema/agreements.ts'
import type { RefusalCode } from '../errors.ts'

export const discountPolicies = ['only_when_asked', 'standard', 'none'] as const
type DiscountPolicy = (typeof discountPolicies)[number]

/** The switch and the guardrail, in basis points: up to `alone` sales decide, up to `second` with a specific set in return, above it a second person. */
export type DiscountRules = { policy: DiscountPolicy; aloneBps: number; secondBps: number; referenceBps: number; sponsorBps: number }

/** `referenceBps` and `sponsorBps` are where a proposal's columns begin under the policy `standard`. The first three stand in SQL as well. */
export const firstDiscountRules: DiscountRules = {
  policy: 'only_when_asked',
  aloneBps: 2_500,
  secondBps: 4_000,
  referenceBps: 1_000,
  sponsorBps: 2_500,
}

export const discountOf = (listMinor: number, percentBps: number): number => Number((BigInt(listMinor) * BigInt(percentBps)) / 10_000n)

export type DiscountFacts = {
  kind: AgreementKind
  percentBps: number
  /** Whether this customer asked for a lower price. */
  wasAsked: boolean
  /** Lines of what is owed, each with a quantity and a day. */
  obligations: number
  grants: number
  hasSecond: boolean
  /** What the customer's own other agreements in force take off, if there are any. */
  referenceBps: number | undefined
  sponsorBps: number | undefined
}

export type DiscountProblem = { code: RefusalCode; message: string }

/** DIS1 to DIS5: why an agreement with this discount may not be offered yet. */
export function problemOfDiscount(rules: DiscountRules, facts: DiscountFacts): DiscountProblem | undefined {
  const percent = (bps: number) => `${bps / 100} %`
  const said = (code: RefusalCode, message: string) => ({ code, message })
  if (rules.policy === 'none') return said('policy_none', 'No discounts are given at the moment. An administrator can change that.')
  if (rules.policy === 'only_when_asked' && !facts.wasAsked) {
    return said('not_asked', 'Discounts are given when a customer asks. Record who asked and when, first.')
  }
  if (facts.obligations + facts.grants === 0) {
    return said('nothing_in_return', 'A discount is never for nothing: add what the customer gives in return.')
  }
  if (facts.percentBps > rules.aloneBps && facts.obligations < 2) {
    return said('set_not_specific', `Above ${percent(rules.aloneBps)} two activities or more come back, each with a quantity and a day.`)
  }
  if (facts.percentBps > rules.secondBps && !facts.hasSecond) {
    return said('needs_second_person', `Above ${percent(rules.secondBps)} a second person agrees first, with a reason.`)
  }
  if (facts.kind === 'sponsor' && facts.percentBps < (facts.referenceBps ?? 0)) {
    return said('wrong_state', 'A sponsor’s discount is not below what the same customer has as a reference.')
  }
  if (facts.kind === 'reference' && facts.percentBps > (facts.sponsorBps ?? 10_000)) {
    return said('wrong_state', 'A reference’s discount is not above what the same customer has as a sponsor.')
  }
  return undefined
}
