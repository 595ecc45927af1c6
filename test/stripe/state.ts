import type Stripe from 'stripe'
import type { Billing } from './billing.ts'
import type { Delivery, SenderRule, SnapshotEvent, ThinEvent } from './events.ts'
import type { FaultRule } from './faults.ts'
import type { SavedAnswer } from './idempotency.ts'
import type { Bucket, RateLimits } from './rate-limit.ts'
import type { Table } from './table.ts'

export type Link = { token: string; link: Stripe.V2.Core.AccountLink; used: boolean }
export type Destination = { destination: Stripe.V2.Core.EventDestination; secrets: string[] }
export type Funds = { available: number; pending: number }
type KeptOfSession = {
  trialDays?: number
  subscriptionMetadata?: Record<string, string>
  intentMetadata?: Record<string, string>
  coupon?: string
  taxPercent?: number
}
type LateRequest = { method: string; url: string; headers: Record<string, string>; body: string }
export type Job = { dueMs: number; kind: string; ref: string }
export type LoggedRequest = {
  id: string
  at: number
  method: string
  path: string
  account: string
  key: string | null
  version: string | null
  params: unknown
  status: number | null
  replayed: boolean
  fault: string | null
  answer: unknown
}

export type Tables = {
  accounts: Table<Stripe.V2.Core.Account>
  bankAccounts: Table<Stripe.BankAccount>
  transfers: Table<Stripe.Transfer>
  transferReversals: Table<Stripe.TransferReversal>
  balanceTransactions: Table<Stripe.BalanceTransaction>
  topups: Table<Stripe.Topup>
  payouts: Table<Stripe.Payout>
  customers: Table<Stripe.Customer>
  products: Table<Stripe.Product>
  prices: Table<Stripe.Price>
  checkoutSessions: Table<Stripe.Checkout.Session>
  subscriptions: Table<Stripe.Subscription>
  invoices: Table<Stripe.Invoice>
  invoicePayments: Table<Stripe.InvoicePayment>
  paymentIntents: Table<Stripe.PaymentIntent>
  charges: Table<Stripe.Charge>
  refunds: Table<Stripe.Refund>
  disputes: Table<Stripe.Dispute>
  creditNotes: Table<Stripe.CreditNote>
  coupons: Table<Stripe.Coupon>
  promotionCodes: Table<Stripe.PromotionCode>
  paymentLinks: Table<Stripe.PaymentLink>
  events: Table<SnapshotEvent>
  thinEvents: Table<ThinEvent>
}

/** Everything the stand-in knows, as plain JSON: saved to a file and loaded again, it goes on where it stopped. */
export type State = {
  version: 1
  platform: { id: string; country: string; name: string }
  nowMs: number
  /** What the stand-in's clock is ahead of the wall, where it follows the wall. */
  aheadMs: number
  seed: number
  seq: number
  tables: Tables
  funds: Record<string, Record<string, Funds>>
  links: Record<string, Link>
  destinations: Record<string, Destination>
  deliveries: Delivery[]
  keys: Record<string, SavedAnswer>
  buckets: Record<string, Bucket>
  jobs: Record<string, Job>
  /** Requests that arrive late, by the job that lets them in. */
  late: Record<string, LateRequest>
  /** What a Checkout session remembers beside Stripe's own fields, until somebody pays. */
  keptOfSessions: Record<string, KeptOfSession>
  billing: Record<string, Billing>
  /** Customers whose card is declined. */
  declined: Record<string, true>
  faults: FaultRule[]
  sender: SenderRule[]
  requests: LoggedRequest[]
  /** Settings that the dashboard may change. */
  settings: {
    settlementDays: number
    bankPayoutDays: number
    approvedForTransfersOnly: boolean
    /** In place of those that the stand-in was made with; zeros are none. */
    rateLimits?: RateLimits
  }
  /** What is being executed right now: events name it as their cause. */
  cause: { id: string; key: string | null } | null
}

const emptyTables = (): Tables => ({
  accounts: {},
  bankAccounts: {},
  transfers: {},
  transferReversals: {},
  balanceTransactions: {},
  topups: {},
  payouts: {},
  customers: {},
  products: {},
  prices: {},
  checkoutSessions: {},
  subscriptions: {},
  invoices: {},
  invoicePayments: {},
  paymentIntents: {},
  charges: {},
  refunds: {},
  disputes: {},
  creditNotes: {},
  coupons: {},
  promotionCodes: {},
  paymentLinks: {},
  events: {},
  thinEvents: {},
})

export const emptyState = (startAt: Date, seed: number): State => ({
  version: 1,
  platform: { id: 'acct_1GoodwordPlatfrm', country: 'US', name: 'Goodword' },
  nowMs: startAt.getTime(),
  aheadMs: 0,
  seed,
  seq: 0,
  tables: emptyTables(),
  funds: {},
  links: {},
  destinations: {},
  deliveries: [],
  keys: {},
  buckets: {},
  jobs: {},
  late: {},
  keptOfSessions: {},
  billing: {},
  declined: {},
  faults: [],
  sender: [],
  requests: [],
  settings: { settlementDays: 2, bankPayoutDays: 2, approvedForTransfersOnly: true },
  cause: null,
})

/** The clock in whole seconds, as v1 objects carry it. */
export const now = (state: State): number => Math.floor(state.nowMs / 1000)

/** The clock as v2 objects carry it: RFC 3339. */
export const nowText = (state: State): string => new Date(state.nowMs).toISOString()

/** The id behind an expandable field. */
export const idOf = (reference: string | { id: string } | null | undefined): string | undefined =>
  typeof reference === 'string' ? reference : reference?.id
