import type { Currency } from '../../schema/currency.ts'
import { accrueRewardsOf } from '../commissions/reward.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { applyPayment } from './apply-payment.ts'
import { applyReturn } from './apply-return.ts'
import { getDeal, getPayment } from './store.ts'

type PaymentByHand = {
  paidMinor: number
  /** How much of it is tax, which earns nobody a commission. */
  taxMinor: number
  currency: Currency
  paidAt: Date
  /** The form's act id: it becomes the payment's source, so that a double click is one payment. */
  act: string
  /** Of a deal paid by results: the measurement it pays for, where the amounts differ. */
  measurementId?: string | undefined
}

/**
 * Records what a customer paid outside of Stripe. The first payment of an open deal wins it.
 *
 * @returns the payment's id
 * @throws Refusal not_found, currency_mismatch, invalid, wrong_state for a lost deal, conflict, not_accepted
 */
export async function recordPayment(deps: Deps, dealId: string, paid: PaymentByHand, actor: string): Promise<string> {
  const deal = await getDeal(deps.db, dealId)
  const { paidMinor, taxMinor, currency, paidAt, act, measurementId } = paid
  if (currency !== deal.currency) throw otherCurrency(deal.currency)
  if (deal.status === 'lost') throw new Refusal('wrong_state', 'This deal is lost. Open it again first, then record what was paid.')
  if (taxMinor > paidMinor) throw new Refusal('invalid', 'The tax cannot be more than what was paid.')
  if (paidAt > deps.now()) throw new Refusal('invalid', 'A payment cannot lie in the future.')

  const facts = { source: act, currency, paidMinor, baseMinor: paidMinor - taxMinor, paidAt, recordedBy: actor, objects: [], measurementId }
  const applied = await applyPayment(deps, facts, async () => ({ kind: 'deal', dealId }))
  if (applied.kind !== 'applied') throw notFound()
  if (applied.dealId !== dealId) throw new Refusal('already_done', 'This form was already sent for another deal. Load the page again.')
  if (deal.status === 'open') await accrueRewardsOf(deps, deal.prospectId)
  return applied.paymentId
}

type ReturnByHand = { amountMinor: number; currency: Currency; returnedAt: Date; act: string }

/**
 * Records money that went back to a customer outside of Stripe.
 *
 * @throws Refusal not_found, currency_mismatch, invalid when more would come back than was paid, conflict
 */
export async function recordReturn(deps: Deps, paymentId: string, { amountMinor, currency, returnedAt, act }: ReturnByHand, actor: string) {
  const { currency: paidIn } = await getPayment(deps.db, paymentId)
  if (currency !== paidIn) throw otherCurrency(paidIn)
  if (returnedAt > deps.now()) throw new Refusal('invalid', 'A return cannot lie in the future.')

  await applyReturn(deps, paymentId, ({ paidMinor, returnedMinor }, isStored) => {
    if (!isStored(act) && amountMinor > paidMinor - returnedMinor) {
      throw new Refusal('invalid', 'No more can come back than is left of the payment.')
    }
    return { object: act, kind: 'refund', status: 'succeeded', countsMinor: amountMinor, happenedAt: returnedAt, recordedBy: actor }
  })
}

const otherCurrency = (currency: Currency) =>
  new Refusal(
    'currency_mismatch',
    `This deal is in ${currency.toUpperCase()}, and so is everything paid on it. Open another deal for another currency.`,
  )
