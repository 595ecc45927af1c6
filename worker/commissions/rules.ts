import type { Commission, CommissionHold, CommissionStatus } from '../../schema/commissions.ts'
import type { Deal, Payment, PaymentFact } from '../../schema/deals.ts'
import type { TermsVersion } from '../../schema/terms.ts'
import { openDisputesOf } from '../deals/rules.ts'
import { countedOf, type Measured } from '../deals/rules-measured.ts'
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

/** Every hold has an owner, who decides when it ends, and a reason that the partner reads. */
export type NewHold = { reason: string; owner: string }

/** What a deal's payments still ask of its commissions, each difference once. */
export type Change =
  | ({ kind: 'accrue'; earning: Extract<Earning, { kind: 'earns' }>; replacesRefusal: boolean; holds: NewHold[] } & OfPayment)
  | ({ kind: 'refuse'; reason: string } & OfPayment)
  | FamilyChange

/** `isMoved`: the payment was recorded before a person moved the deal's credit; whom it concerns is told of that once, not of each payment. */
type OfPayment = { payment: Payment; isMoved: boolean }

/** A family's changes in the order in which they follow each other: what is decided is free before it is corrected. */
export type FamilyChange = OfPayment & { family: Family } & (
    | { kind: 'free'; ending: CommissionHold[] }
    | { kind: 'correct'; amountMinor: number; reason: string }
    | { kind: 'hold'; hold: NewHold }
  )

type DealFacts = {
  deal: Pick<Deal, 'kind' | 'partnerId'>
  terms: TermsVersion | undefined
  /** When a person moved the deal's credit to where it is; null where the rules decided. */
  movedAt: Date | null
  payments: Payment[]
  /** What both sides accepted of a deal that is paid by results; null for every other deal. */
  measured: readonly Measured[] | null
  /** The partner's payments of other deals, where what these earn depends on its year. */
  others: readonly Placed[]
  facts: PaymentFact[]
  /** Of each partner that ever had the deal's credit. */
  families: Family[]
  /** Ids of the payments that were told they earn nothing, under the deal's terms. */
  refused: string[]
  /** Open claims of other partners to what this deal earns. */
  claims: NewHold[]
  /** Ids of commissions that were refused, and given back by a claim. */
  restored: string[]
  /** Why the credit earns nothing any more; null while it does. */
  forfeited: string | null
}

/**
 * Compares what each payment of a deal should have earned, at its rank and after its returns, with what stands, and its disputes and
 * claims with the holds they open. What another partner earned before the credit moved comes to nothing. The same facts give no change,
 * whoever asks and however often; a late earlier payment gives the corrections of its successors.
 */
export function changesOf(deal: DealFacts): Change[] {
  const { payments, families } = deal
  const earnings = earningsIn(deal)
  return inOrder(payments).flatMap((payment): Change[] => {
    const ofPayment = families.filter(({ head }) => head.paymentId === payment.id)
    const own = ofPayment.find(({ head }) => isOwn(head, deal))
    const isMoved = deal.movedAt !== null && payment.recordedAt < deal.movedAt
    const displaced = ofPayment.filter((family) => family !== own).flatMap((family) => changesOfMoved({ payment, isMoved: true }, family))
    const earning = earnings.get(payment.id)
    return [...displaced, ...(earning ? changesOfOwn({ payment, isMoved }, earning, own, deal) : [])]
  })
}

/** What each payment gives to the partner that has the credit, at its rank; nothing where nobody has it. */
function earningsIn({ deal, terms, payments, measured, others }: DealFacts): Map<string, Earning> {
  if (!deal.partnerId || !terms) return new Map()
  return earningsOf([...others, ...payments.map((payment) => ({ ...countedOf(payment, measured), kind: deal.kind, terms }))])
}

/** A commission of the partner and the terms that the deal stands under, not of those before the credit moved. */
const isOwn = ({ partnerId, termsVersionId }: Commission, { deal, terms }: Pick<DealFacts, 'deal' | 'terms'>): boolean =>
  deal.partnerId === partnerId && terms?.id === termsVersionId

function changesOfOwn(of: OfPayment, earning: Earning, family: Family | undefined, deal: DealFacts): Change[] {
  const { payment } = of
  const holds = [...openDisputesOf(payment.id, deal.facts).map(holdOfDispute), ...deal.claims]
  if (family) return changesOfFamily(of, earning, family, holds, deal.restored)
  const replacesRefusal = deal.refused.includes(payment.id)
  if (earning.kind === 'earns' && deal.forfeited === null) return [{ kind: 'accrue', ...of, earning, replacesRefusal, holds }]
  return replacesRefusal ? [] : [{ kind: 'refuse', ...of, reason: earning.kind === 'earns' ? (deal.forfeited ?? '') : earning.reason }]
}

function changesOfFamily(
  of: OfPayment,
  earning: Earning,
  family: Family,
  holds: readonly NewHold[],
  restored: readonly string[],
): Change[] {
  const ending = family.openHolds.filter(({ owner }) => isFactOwner(owner) && !holds.some((each) => owner === each.owner))
  const corrections = correctionOf(of, earning, family, restored)
  const held = holds.filter((hold) => corrections.length > 0 || unheldOf(family, hold).length > 0)
  return [
    ...(ending.length > 0 ? [{ kind: 'free' as const, ...of, family, ending }] : []),
    ...corrections,
    // A family that was paid is past holding, and a correction beside it is a debt of its own.
    ...(family.head.status === 'paid' ? [] : held.map((hold) => ({ kind: 'hold' as const, ...of, family, hold }))),
  ]
}

/** What another partner earned while it had the credit: nothing holds it any more, and nothing of it stays. */
const changesOfMoved = (of: OfPayment, family: Family): Change[] =>
  changesOfFamily(
    of,
    { kind: 'nothing', reason: 'The credit for this customer was moved by a decision of ours, so this is taken back.' },
    family,
    [],
    [],
  )

/** The members that a dispute or a claim holds and that do not know it yet. */
export const unheldOf = (family: Family, hold: NewHold): Commission[] =>
  openMembersOf(family).filter(({ id }) => !family.openHolds.some(({ commissionId, owner }) => commissionId === id && owner === hold.owner))

/** A dispute owns its holds: the customer's bank decides, and no person ends them. */
export const isDisputeOwner = (owner: string): boolean => owner.startsWith('dispute/')
/** A claim owns its holds: whoever answers it ends them. */
export const isClaimOwner = (owner: string): boolean => owner.startsWith('claim/')
/** A signal owns its holds: who decides about the signal ends them, and nobody else. */
export const signalOwner = (team: string, signalId: string): string => `signal/${team}/${signalId}`
/** Whose holds these are, read back; undefined for another owner. */
export function readSignalOwner(owner: string): { team: string; signalId: string } | undefined {
  const [kind, team, signalId] = owner.split('/')
  return kind === 'signal' && team && signalId ? { team, signalId } : undefined
}
const isFactOwner = (owner: string): boolean => isDisputeOwner(owner) || isClaimOwner(owner)

export const holdOfDispute = (dispute: string): NewHold => ({
  reason: 'The customer’s bank disputes this payment.',
  owner: `dispute/${dispute}`,
})

export const holdOfClaim = (claimId: string): NewHold => ({
  reason: 'Another partner claims the credit for this customer.',
  owner: `claim/${claimId}`,
})

function correctionOf(of: OfPayment, earning: Earning, family: Family, restored: readonly string[]): Change[] {
  const { payment } = of
  const isRefused = family.head.status === 'rejected' && !restored.includes(family.head.id)
  const dueMinor = isRefused || earning.kind === 'nothing' ? 0 : earning.amountMinor
  const keepMinor = keepOf(dueMinor, payment.paidMinor, payment.returnedMinor, payment.currency)
  const amountMinor = keepMinor - standsMinor(family)
  return amountMinor === 0 ? [] : [{ kind: 'correct', ...of, family, amountMinor, reason: reasonOf(of, earning, family, amountMinor) }]
}

function reasonOf({ payment, isMoved }: OfPayment, earning: Earning, { head }: Family, amountMinor: number): string {
  if (earning.kind === 'nothing') return earning.reason
  const isRanked = head.status !== 'rejected' && earning.amountMinor !== head.amountMinor
  if (isRanked && payment.returnedMinor === 0) return 'An earlier payment became known, so this one counts in another place of the order.'
  if (isRanked) return 'What was returned, or the place of this payment among the others, has changed.'
  if (amountMinor > 0 && head.status === 'rejected') return 'A claim about this commission was accepted, so your share is yours again.'
  if (amountMinor > 0 && isMoved) return 'The credit for this customer is yours again, and so is your share.'
  if (amountMinor > 0) return 'A return of the payment did not happen after all, so its share is yours again.'
  return payment.returnedMinor === payment.paidMinor
    ? 'The whole payment was returned to the customer.'
    : 'Part of the payment was returned to the customer.'
}

/** A payment's only source of a commission for one partner under one version of the terms. */
export const sourceOf = (paymentId: string, partnerId: string, termsVersionId: string): string =>
  `${paymentId}/${partnerId}/${termsVersionId}`
