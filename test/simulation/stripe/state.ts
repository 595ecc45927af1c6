import type { Random } from '../random.ts'

export type Transfer = {
  id: string
  amount: number
  currency: string
  destination: string
  transfer_group: string
  metadata: Record<string, string>
  createdAt: number
}

/** What a key was answered first: status and body, replayed for a day, a 500 included. */
export type Saved = { parameters: string; savedAt: number; answer: Answer }
export type Answer = { status: number; transfer: Transfer } | { status: number; error: StripeProblem }
export type StripeProblem = { type: string; code?: string; message: string }

export type Account = { id: string; partnerId: string; status: 'active' | 'pending' | 'restricted'; isClosed: boolean; bank: number }

/** Money a customer paid through Stripe: an invoice of a subscription, or a Checkout session of its own. */
export type Charge = {
  kind: 'invoice' | 'checkout'
  /** `in_…` or `cs_…`: what the event names. */
  id: string
  customer: string
  subscription: string | null
  paymentIntent: string
  charge: string
  currency: string
  total: number
  tax: number
  paidAt: number
}
export type RefundStatus = 'pending' | 'succeeded' | 'failed' | 'canceled'
export type Refund = { id: string; of: Charge; amount: number; status: RefundStatus; createdAt: number }

/** From a partner's Stripe balance to its bank. */
export type BankPayout = {
  id: string
  account: string
  currency: string
  amount: number
  status: 'pending' | 'paid' | 'failed'
  /** Transfers, and earlier bank payouts that came back. */
  contents: readonly string[]
  createdAt: number
  failedAt: number | null
}
export type Reversal = { id: string; transfer: string; amount: number; currency: string; createdAt: number }

export type CreditNote = { id: string; of: Charge; amount: number; refund: Refund | undefined; isVoid: boolean; createdAt: number }
export type DisputeStatus = 'needs_response' | 'under_review' | 'won' | 'lost' | 'appeal_under_review' | 'prevented'
export type Dispute = { id: string; of: Charge; amount: number; status: DisputeStatus; createdAt: number }

/** Something that happened, kept for the daily pull whether its webhook got through or not. */
export type StripeEvent = { id: string; type: string; object: string; account: string | null; createdAt: number; isDelivered: boolean }
export type Listed = { id: string; createdAt: number }

/** A Stripe with a memory. It does not keep us from paying twice; it counts. */
export type StripeState = {
  transfers: Map<string, Transfer>
  byGroup: Map<string, Transfer[]>
  keys: Map<string, Saved>
  balances: Map<string, number>
  accounts: Map<string, Account>
  /** What lies in each partner's own balance, by account and currency. */
  purses: Map<string, { balance: number; contents: readonly string[] }>
  bankPayouts: Map<string, BankPayout>
  reversals: Reversal[]
  charges: Map<string, Charge>
  refunds: Map<string, Refund>
  creditNotes: Map<string, CreditNote>
  disputes: Map<string, Dispute>
  events: StripeEvent[]
  /** When a complete list of a payout's transfers was last answered empty. */
  listedEmpty: Map<string, number>
  /** Requests in this second, for the rate limit. */
  /** Keys that were told once to come again. */
  slowed: Set<string>
  pace: { second: number; requests: number }
  ids: number
}

export const emptyStripe = (): StripeState => ({
  transfers: new Map(),
  byGroup: new Map(),
  keys: new Map(),
  balances: new Map(),
  accounts: new Map(),
  purses: new Map(),
  bankPayouts: new Map(),
  reversals: [],
  charges: new Map(),
  refunds: new Map(),
  creditNotes: new Map(),
  disputes: new Map(),
  events: [],
  listedEmpty: new Map(),
  slowed: new Set(),
  pace: { second: 0, requests: 0 },
  ids: 1,
})

export const stripeId = (state: StripeState, prefix: string): string => `${prefix}_${(state.ids++).toString(36).padStart(6, '0')}`

export const requestId = (random: Random): string => `req_${random.between(0, 0xffffff).toString(36)}`

export const isFailed = (answer: Answer): answer is Extract<Answer, { error: StripeProblem }> => 'error' in answer
