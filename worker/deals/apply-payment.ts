import { type Payment, payments } from '../../schema/deals.ts'
import type { Attribution } from '../../schema/prospects.ts'
import type { Signal } from '../../schema/signals.ts'
import { standingOf } from '../attribution/rules-signals-hold.ts'
import { selectSignals } from '../attribution/store-standing.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { listOwners } from '../commissions/store.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { bringUpToDate, changeStatements, changesAtOnce, statementsOfOthers } from './changes.ts'
import { type Opening, openingStatements } from './open.ts'
import { paymentIdOf } from './rules.ts'
import { besides } from './rules-benefit.ts'
import { countedOf, paidBy, withPaid } from './rules-measured.ts'
import { findPaymentBySource, getDeal, linkObjects, raiseVersion, raiseYear, yearsUnmoved } from './store.ts'
import { findReasonOfSecondBenefit } from './store-benefit.ts'
import { contestingUnmoved, listContesting } from './store-credit.ts'
import { payMeasurement } from './store-kinds.ts'
import { type DealState, listMovedBy, movesNone, readDeal, readYears } from './store-state.ts'
import { winStatements } from './win.ts'

/** What the customer paid, whoever says so: Stripe, or a person by hand. */
export type Paid = Pick<Payment, 'source' | 'currency' | 'paidMinor' | 'baseMinor' | 'paidAt' | 'recordedBy'> & {
  /** What else Stripe knows it by. */
  objects: readonly string[]
  /** Which measurement a person says it pays for. */
  measurementId?: string | undefined
}

/** The deal a payment belongs to, or the one it opens together with what identifying its customer has to store. */
export type Target =
  | { kind: 'deal'; dealId: string }
  | {
      kind: 'opening'
      opening: Opening
      company: string
      attribution: Attribution | null
      signals: readonly Signal[]
      statements: readonly Statement[]
    }
  | { kind: 'nobody'; reason: string }
  | { kind: 'ambiguous'; reason: string }

export type AppliedPayment = { kind: 'applied'; paymentId: string; dealId: string } | Extract<Target, { reason: string }>

/**
 * Applies one payment, once, whoever tells of it and however often: the payment, its commission or the reason why not, the corrections
 * of later payments whose rank moved, the ledger, the trail and the mails are one batch (money.md 8, 9 and 12).
 *
 * @param findTarget - asked again on each try, since another event may have opened the deal meanwhile
 * @throws Refusal currency_mismatch, conflict, not_accepted when a person records what no accepted measurement asks for (DEA3)
 */
export async function applyPayment(deps: Deps, paid: Paid, findTarget: () => Promise<Target>): Promise<AppliedPayment> {
  const applied = await readAgainIfRefused(async () => {
    const known = await findPaymentBySource(deps.db, paid.source)
    if (known) {
      if (paid.objects.length > 0) await linkObjects(deps.db, known.id, paid.objects)
      return { kind: 'applied', payment: known, areLeft: true } as const
    }
    const target = await findTarget()
    return target.kind === 'nobody' || target.kind === 'ambiguous' ? target : writePayment(deps, paid, target)
  })
  if (applied.kind !== 'applied') return applied

  const { payment, areLeft } = applied
  if (areLeft) await bringAllUpToDate(deps, payment, paid.recordedBy)
  return { kind: 'applied', paymentId: payment.id, dealId: payment.dealId }
}

/** The payment's deal, and the others of its partner that it moves. */
async function bringAllUpToDate(deps: Deps, payment: Payment, actor: string): Promise<void> {
  await bringUpToDate(deps, payment.dealId, actor)
  for (const dealId of await listMovedBy(deps.db, await getDeal(deps.db, payment.dealId), payment)) await bringUpToDate(deps, dealId, actor)
}

async function writePayment(deps: Deps, paid: Paid, target: Extract<Target, { kind: 'deal' | 'opening' }>) {
  const { db, now } = deps
  const state = target.kind === 'deal' ? await readDeal(db, target.dealId) : await stateOf(deps, target)
  const { deal } = state
  if (deal.currency !== paid.currency) {
    throw new Refusal('currency_mismatch', `This deal is in ${deal.currency.toUpperCase()}; a payment of it cannot be in another currency.`)
  }

  const at = now()
  const { objects, measurementId, ...facts } = paid
  const payment = { ...facts, id: paymentIdOf(paid.source), dealId: deal.id, returnedMinor: 0, version: 1, recordedAt: at }
  const pays = paidBy(payment, state.measured, measurementId)
  if (state.measured && !pays && paid.recordedBy !== 'stripe') throw notAccepted()
  const withPayment = { ...state, payments: [...state.payments, payment], measured: withPaid(state.measured, pays?.id, payment.id) }
  const why = { actor: paid.recordedBy, cause: `rank/${payment.id}`, at }
  const own = changeStatements(deps, withPayment, why)
  const { moved, areMore } = await readMoved(db, withPayment, payment)
  const others = statementsOfOthers(deps, moved, why, own.taken)
  await inOneBatch(db, [
    ...(target.kind === 'opening'
      ? [...target.statements, ...openingStatements(deps, target.opening, target.attribution, at), ...contestingUnmoved(db, state)]
      : [...raiseVersion(db, state), ...winStatements(db, deal, paid.recordedBy, paid.paidAt, at)]),
    ...(deal.dependsOnYear || moved.length > 0 ? yearsUnmoved(db, deal, state.yearsVersion) : movesNone(db, deal, payment)),
    db.insert(payments).values(payment),
    ...(objects.length > 0 ? [linkObjects(db, payment.id, objects)] : []),
    ...(pays ? payMeasurement(db, pays.id, payment, paid.recordedBy, at) : []),
    trail(db, {
      at,
      actor: paid.recordedBy,
      act: 'payment.recorded',
      subject: payment.id,
      partnerId: deal.partnerId ?? undefined,
      detail: detailOf(payment),
    }),
    ...own.statements,
    ...others.statements,
    ...raiseYear(db, deal, payment.paidAt),
  ])
  return { kind: 'applied', payment, areLeft: own.areLeft || others.areLeft || areMore } as const
}

/** The other deals that the payment moves, each with it among what it depends on: as many as one batch could correct. */
async function readMoved(db: Deps['db'], { deal, terms, measured }: DealState, payment: Payment) {
  if (!terms) return { moved: [], areMore: false }
  const placed = { ...countedOf(payment, measured), kind: deal.kind, terms }
  const ids = await listMovedBy(db, deal, payment)
  const states = await Promise.all(ids.slice(0, changesAtOnce).map((id) => readDeal(db, id)))
  return { moved: states.map((state) => ({ ...state, others: [...state.others, placed] })), areMore: ids.length > states.length }
}

const notAccepted = () =>
  new Refusal(
    'not_accepted',
    'No measurement of this amount waits for a payment: both sides accept it first, on this page and on the customer’s. Choose the one it pays for if the amounts differ.',
  )

const detailOf = ({ dealId, paidMinor, baseMinor, currency, paidAt }: Payment) => ({
  deal: dealId,
  paidMinor,
  baseMinor,
  currency,
  paidAt: paidAt.toISOString(),
})

/** A deal that its first payment opens has nothing yet but the credit and terms that freeze with it. */
async function stateOf({ db }: Deps, { opening, company, attribution, signals }: Extract<Target, { kind: 'opening' }>): Promise<DealState> {
  const { deal, terms } = opening
  const movedAt = attribution && attribution.decidedBy !== 'rule' ? attribution.decidedAt : null
  const stored = deal.partnerId ? await selectSignals(db, deal.prospectId, deal.partnerId) : []
  const secondBenefit = deal.partnerId ? await findReasonOfSecondBenefit(db, deal.prospectId, deal.partnerId) : null
  return {
    ...(await readYears(db, deal)),
    deal,
    company,
    terms,
    ...besides(standingOf([...stored, ...signals], attribution?.heldReason ?? null, movedAt), secondBenefit),
    owners: deal.partnerId ? await listOwners(db, deal.partnerId) : [],
    payments: [],
    measured: null,
    facts: [],
    families: [],
    refusals: [],
    movedAt,
    claims: await listContesting(db, deal.prospectId),
    restored: [],
  }
}
