import type { ReceiptProps } from '../../portal/pages/receipt-page.tsx'
import type { Commission, CommissionHold } from '../../schema/commissions.ts'
import type { Attribution, TouchKind } from '../../schema/prospects.ts'
import { describeRate } from '../terms/words.ts'
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

/** A receipt as its page draws it; other partners are never named in it. */
export function receiptView(receipt: Receipt, blocker: ReceiptProps['blocker'], nameOf: (owner: string) => string): ReceiptProps {
  const { family, payment, deal, terms, attribution, touch, payouts } = receipt
  const { head, corrections, openHolds } = family
  const stateOf = (commission: Commission) => stateOfCommission(commission, openHolds, payouts, nameOf)
  const rate = terms && deal && terms.rates[deal.kind]
  return {
    id: head.id,
    company: deal?.company ?? null,
    currency: head.currency,
    state: stateOf(head),
    earnedMinor: head.amountMinor,
    standsMinor: standsMinor(family),
    accruedAt: head.accruedAt,
    payment: payment ?? null,
    rule:
      terms && rate
        ? {
            words: describeRate(rate, head.currency),
            version: terms.version,
            rateBps: head.rateBps,
            working: head.working,
            holdDays: terms.holdDays,
          }
        : null,
    credit: attribution
      ? {
          reason: attribution.reason,
          touch: touch ? wordFor[touch.kind] : null,
          touchedAt: touch?.touchedAt ?? null,
          others: othersOf(attribution),
        }
      : null,
    corrections: corrections.map((each) => ({
      id: each.id,
      amountMinor: each.amountMinor,
      accruedAt: each.accruedAt,
      state: stateOf(each),
    })),
    payouts,
    blocker,
  }
}

const othersOf = ({ explanation }: Attribution) =>
  explanation.filter(({ outcome }) => outcome === 'lost').map(({ kind, at, why }) => ({ kind: wordFor[kind], at: new Date(at), why }))

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
