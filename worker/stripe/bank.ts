import type Stripe from 'stripe'
import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import { failureOf } from './failure.ts'
import { wholeList } from './pages.ts'
import type { BankPayoutAnswer, Reversal } from './port.ts'

const pagesAtMost = 20

/** A bank payout lives in the partner's account; so do its balance transactions (stripe.md 3). */
export async function readBankPayout(stripe: Stripe, account: string, id: string): Promise<BankPayoutAnswer | undefined> {
  const inside = { stripeContext: account }
  const payout = await stripe.payouts.retrieve(id, { expand: ['failure_balance_transaction'] }, inside).catch((error: unknown) => {
    if (failureOf(error).code === 'resource_missing' || failureOf(error).code === 'account_invalid') return undefined
    throw error
  })
  if (!payout) return undefined
  // Stripe lists what a payout carries for automatic ones alone; for another it answers with an error.
  const carries = payout.automatic ? await listCarried(stripe, account, id) : []
  return {
    id: payout.id,
    amountMinor: payout.amount,
    currency: payout.currency,
    status: bankPayoutStatus(payout.status),
    arrivalDay: dayOf(payout.arrival_date),
    failureCode: payout.failure_code,
    createdAt: new Date(payout.created * 1000),
    failedAt: failedAtOf(payout),
    carries,
    isComplete: !payout.automatic || payout.reconciliation_status === 'completed',
  }
}

const known: readonly BankPayoutStatus[] = ['pending', 'in_transit', 'paid', 'failed', 'canceled']

/** A status that Stripe adds one day is read as the one in which nothing happened yet. */
export const bankPayoutStatus = (status: string): BankPayoutStatus => known.find((each) => each === status) ?? 'pending'

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)

function failedAtOf(payout: Stripe.Payout): Date | null {
  if (payout.status !== 'failed') return null
  const back = payout.failure_balance_transaction
  return new Date((typeof back === 'object' && back ? back.created : Math.max(payout.created, payout.arrival_date)) * 1000)
}

/** The transfers behind the account's payments, and earlier bank payouts that came back into the balance. */
async function listCarried(stripe: Stripe, account: string, payout: string): Promise<string[]> {
  const inside = { stripeContext: account }
  const moves = await wholeList(`contents of ${payout}`, pagesAtMost, (page) =>
    stripe.balanceTransactions.list({ payout, expand: ['data.source'], ...page }, inside),
  )
  const carried: string[] = []
  for (const { source, type } of moves) {
    if (source === null || typeof source === 'string') continue
    if (source.object === 'charge' && source.source_transfer) carried.push(idOf(source.source_transfer))
    if (source.object === 'payout' && type === 'payout_failure' && source.id !== payout) carried.push(source.id)
  }
  return [...new Set(carried)]
}

const idOf = (reference: string | { id: string }): string => (typeof reference === 'string' ? reference : reference.id)

/** The whole list or an error: a partial one would leave money unaccounted for. */
export async function listReversals(stripe: Stripe, transfer: string): Promise<Reversal[]> {
  const found = await wholeList(`reversals of ${transfer}`, pagesAtMost, (page) => stripe.transfers.listReversals(transfer, page))
  return found.map(({ id, amount, currency, created }) => ({ id, amountMinor: amount, currency, createdAt: new Date(created * 1000) }))
}
