import type { Commission, CommissionHold, CommissionStatus } from '../../schema/commissions.ts'
import type { Deal, Payment, PaymentFact } from '../../schema/deals.ts'
import type { TermsVersion } from '../../schema/terms.ts'
import { openDisputesOf } from '../deals/rules.ts'
import { assert } from '../errors.ts'
import type { Place } from '../ledger/rules.ts'
import { type Earning, keepOf } from '../terms/rules.ts'
import { earningsOf, inOrder, type Placed } from '../terms/rules-rank.ts'

/** A commission with its corrections: they share one status and move together until reserved, rejected or voided (money.md 5). */
export type Family = {
  head: Commission
  corrections: Commission[]
  /** Every hold that was ever opened on its members. */
  holds: CommissionHold[]
  openHolds: CommissionHold[]
}

export const membersOf = ({ head, corrections }: Family): Commission[] => [head, ...corrections]

/** What is left of a commission after its corrections. */
export const standsMinor = (family: Family): number => membersOf(family).reduce((sum, { amountMinor }) => sum + amountMinor, 0)

const isOpen: Record<CommissionStatus, boolean> = {
  pending: true,
  approved: true,
  on_hold: true,
  in_payout: true,
  paid: false,
  rejected: false,
  voided: false,
}
/** Not paid, refused or voided yet: a hold may still be opened on it. */
export const openMembersOf = (family: Family): Commission[] => membersOf(family).filter(({ status }) => isOpen[status])

/** How a correction enters: its status, where its money moves, and whether a family that ends at zero is voided with it. */
export type Joining = { status: 'pending' | 'approved'; place: Place; heldFrom: 'pending' | 'approved' | null; voidsAtZero: boolean }

/** A correction joins a family that still moves together; beside one that is reserved or final it stands alone, for the next run to net. */
export function joiningOf({ status, heldFrom, maturesAt }: Pick<Commission, 'status' | 'heldFrom' | 'maturesAt'>, now: Date): Joining {
  switch (status) {
    case 'pending':
      return { status: 'pending', place: 'pending', heldFrom: null, voidsAtZero: true }
    case 'approved':
      return { status: 'approved', place: 'avail', heldFrom: null, voidsAtZero: true }
    case 'on_hold': {
      const from = heldFrom ?? 'pending'
      return { status: from, place: 'held', heldFrom: from, voidsAtZero: true }
    }
    case 'in_payout':
    case 'paid':
    case 'rejected':
    case 'voided':
      return maturesAt > now
        ? { status: 'pending', place: 'pending', heldFrom: null, voidsAtZero: false }
        : { status: 'approved', place: 'avail', heldFrom: null, voidsAtZero: false }
  }
}

/** What a deal's payments still ask of its commissions, each difference once. */
export type Change =
  | { kind: 'accrue'; payment: Payment; earning: Extract<Earning, { kind: 'earns' }>; replacesRefusal: boolean; disputes: string[] }
  | { kind: 'refuse'; payment: Payment; reason: string }
  | FamilyChange

/** A family's changes in the order in which they follow each other: what is decided is free before it is corrected. */
export type FamilyChange = { payment: Payment; family: Family } & (
  | { kind: 'free'; ending: CommissionHold[] }
  | { kind: 'correct'; amountMinor: number; reason: string }
  | { kind: 'hold'; dispute: string }
)

type DealFacts = {
  deal: Pick<Deal, 'kind' | 'partnerId'>
  terms: TermsVersion | undefined
  payments: Payment[]
  /** The partner's payments of other deals, where what these earn depends on its year. */
  others: readonly Placed[]
  facts: PaymentFact[]
  families: Family[]
  /** Ids of the payments that were told they earn nothing. */
  refused: string[]
}

/**
 * Compares what each payment of a deal should have earned, at its rank and after its returns, with what stands, and its disputes with
 * the holds they open. The same facts give no change, whoever asks and however often; a late earlier payment gives the corrections of
 * its successors.
 */
export function changesOf({ deal, terms, payments, others, facts, families, refused }: DealFacts): Change[] {
  if (!deal.partnerId || !terms) return []
  const earnings = earningsOf([...others, ...payments.map((payment) => ({ ...payment, kind: deal.kind, terms }))])
  return inOrder(payments).flatMap((payment): Change[] => {
    const earning = earnings.get(payment.id)
    assert(earning, 'every payment of a deal has its rank')
    const disputes = openDisputesOf(payment.id, facts)
    const family = families.find(({ head }) => head.paymentId === payment.id)
    if (family) return changesOfFamily(payment, earning, family, disputes)
    const replacesRefusal = refused.includes(payment.id)
    if (earning.kind === 'earns') return [{ kind: 'accrue', payment, earning, replacesRefusal, disputes }]
    return replacesRefusal ? [] : [{ kind: 'refuse', payment, reason: earning.reason }]
  })
}

function changesOfFamily(payment: Payment, earning: Earning, family: Family, disputes: readonly string[]): Change[] {
  const ending = family.openHolds.filter(({ owner }) => isDisputeOwner(owner) && !disputes.some((each) => owner === disputeOwner(each)))
  const corrections = correctionOf(payment, earning, family)
  const held = disputes.filter((dispute) => corrections.length > 0 || unheldOf(family, dispute).length > 0)
  return [
    ...(ending.length > 0 ? [{ kind: 'free' as const, payment, family, ending }] : []),
    ...corrections,
    // A family that was paid is past holding, and a correction beside it is a debt of its own.
    ...(family.head.status === 'paid' ? [] : held.map((dispute) => ({ kind: 'hold' as const, payment, family, dispute }))),
  ]
}

/** The members that a dispute holds and that do not know it yet. */
export const unheldOf = (family: Family, dispute: string): Commission[] =>
  openMembersOf(family).filter(
    ({ id }) => !family.openHolds.some(({ commissionId, owner }) => commissionId === id && owner === disputeOwner(dispute)),
  )

/** A dispute owns its holds: the customer's bank decides, and no person ends them. */
export const disputeOwner = (dispute: string): string => `dispute/${dispute}`
export const isDisputeOwner = (owner: string): boolean => owner.startsWith('dispute/')

function correctionOf(payment: Payment, earning: Earning, family: Family): Change[] {
  const dueMinor = family.head.status === 'rejected' || earning.kind === 'nothing' ? 0 : earning.amountMinor
  const keepMinor = keepOf(dueMinor, payment.paidMinor, payment.returnedMinor, payment.currency)
  const amountMinor = keepMinor - standsMinor(family)
  return amountMinor === 0
    ? []
    : [{ kind: 'correct', payment, family, amountMinor, reason: reasonOf(payment, earning, family, amountMinor) }]
}

function reasonOf(payment: Payment, earning: Earning, { head }: Family, amountMinor: number): string {
  if (earning.kind === 'nothing') return earning.reason
  const hasMoved = head.status !== 'rejected' && earning.amountMinor !== head.amountMinor
  if (hasMoved && payment.returnedMinor === 0) return 'An earlier payment became known, so this one counts in another place of the order.'
  if (hasMoved) return 'What was returned, or the place of this payment among the others, has changed.'
  if (amountMinor > 0) return 'A return of the payment did not happen after all, so its share is yours again.'
  return payment.returnedMinor === payment.paidMinor
    ? 'The whole payment was returned to the customer.'
    : 'Part of the payment was returned to the customer.'
}

/** A payment's only source of a commission for one partner under one version of the terms. */
export const sourceOf = (paymentId: string, partnerId: string, termsVersionId: string): string =>
  `${paymentId}/${partnerId}/${termsVersionId}`
