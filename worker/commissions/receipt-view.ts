import type { ReceiptProps } from '../../portal/pages/receipt-page.tsx'
import type { Commission, CommissionHold } from '../../schema/commissions.ts'
import type { TouchKind } from '../../schema/prospects.ts'
import { payableLevels } from '../../schema/terms.ts'
import { withoutNames } from '../attribution/rules-explanation.ts'
import { describeRate, levelInWords, rewardsInWords } from '../terms/words.ts'
import type { Receipt } from './receipt.ts'
import { standsMinor } from './rules.ts'
import { holdOfRecord } from './words.ts'

const wordFor: Record<TouchKind, string> = {
  click: 'A click',
  code: 'A code',
  introduction: 'An introduction',
  registration: 'A registration',
  decision: 'A decision by a person',
}

/** What the rules say of the partner, said to it. */
const toPartner: Record<string, string> = {
  'Introduced by the partner.': 'You introduced them.',
  'Registered by the partner and accepted.': 'You registered the company, and we accepted it.',
  'A code of the partner was used.': 'A code of yours was used.',
}

/** A receipt as its page draws it; to a partner no other is named in it, in reasons that people wrote neither. */
export function receiptView(
  receipt: Receipt,
  blocker: ReceiptProps['blocker'],
  nameOf: (owner: string) => string,
  reader: 'partner' | 'staff' = 'partner',
): ReceiptProps {
  const { family, payment, deal, step, payouts } = receipt
  const { head, corrections, openHolds } = family
  const stateOf = (commission: Commission) => stateOfCommission(commission, openHolds, payouts, nameOf)
  return {
    id: head.id,
    company: deal?.company ?? step?.company ?? null,
    currency: head.currency,
    state: stateOf(head),
    earnedMinor: head.amountMinor,
    standsMinor: standsMinor(family),
    accruedAt: head.accruedAt,
    payment: payment ?? null,
    step: step ? { happenedOn: step.happenedOn } : null,
    rule: ruleOf(receipt),
    credit: creditOf(receipt, reader),
    corrections: corrections.map((each) => ({
      id: each.id,
      amountMinor: each.amountMinor,
      accruedAt: each.accruedAt,
      state: stateOf(each),
    })),
    payouts,
    blocker,
    isClaimable: head.kind === 'earned',
  }
}

function ruleOf({ family: { head }, deal, step, terms }: Receipt): ReceiptProps['rule'] {
  const rate = terms && deal && terms.rates[deal.kind]
  const level = step && payableLevels[step.level - 1]
  const reward = terms && level && rewardsInWords(terms.rates, head.currency).find((each) => each.level === levelInWords(level))
  const words = rate ? describeRate(rate, head.currency) : reward && `${reward.words} that reaches “${reward.level}”`
  if (!terms || !words) return null
  return { words, version: terms.version, rateBps: head.rateBps, working: head.working, holdDays: terms.holdDays }
}

function creditOf({ family, deal, step, attribution, touch, involved }: Receipt, reader: 'partner' | 'staff'): ReceiptProps['credit'] {
  if (!attribution) return null
  const { partnerId } = family.head
  const others = reader === 'partner' ? involved.partners.filter(({ id }) => id !== partnerId).map(({ name }) => name) : []
  const whoOf = (id: string) => (reader === 'staff' ? (involved.partners.find((each) => each.id === id)?.name ?? id) : null)
  // A reward stays with whoever had the credit when the level was reached.
  const isStill = step !== undefined || deal?.partnerId === partnerId
  return {
    isStill,
    reason: (reader === 'partner' && isStill && toPartner[attribution.reason]) || withoutNames(attribution.reason, others),
    touch: touch && (isStill || reader === 'staff') ? wordFor[touch.kind] : null,
    touchedAt: touch?.touchedAt ?? null,
    rules: involved.rules ? `version ${involved.rules.version} of the rules` : null,
    others: attribution.explanation
      .filter(({ outcome }) => outcome === 'lost')
      .map(({ kind, at, why, partner }) => ({
        kind: wordFor[kind],
        at: new Date(at),
        why: withoutNames(why, others),
        who: partner === partnerId && reader === 'partner' ? 'yours' : whoOf(partner),
      })),
  }
}

export function stateOfCommission(
  commission: Commission,
  openHolds: readonly CommissionHold[],
  payouts: Receipt['payouts'],
  nameOf: (owner: string) => string,
) {
  const { id, status, maturesAt, statusReason, payoutId } = commission
  const payout = payouts.find((each) => each.id === payoutId)
  const [hold] = openHolds.filter(({ commissionId }) => commissionId === id)
  return { status, maturesAt, reason: statusReason, paidAt: payout?.finishedAt ?? null, hold: hold ? holdOfRecord(hold, nameOf) : null }
}
