import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import type { CheckoutAnswer, InvoiceAnswer, PromotionCodeAnswer } from './port-revenue.ts'
import type { VerifiedEvent } from './port-webhooks.ts'
import type { Endpoint } from './rules-setup.ts'

/** A page of one of Stripe's lists, newest first; `next` is what the following one begins behind. */
export type Page<Row> = { rows: Row[]; next: string | undefined }
export type PageAsked = {
  since: Date
  /** Before this; without it until now. */
  until?: Date
  behind?: string | undefined
}

/** What a page should begin behind is not on Stripe's list any more: an event of a month ago, or something that was deleted. */
export class LostPlace extends Error {
  override name = 'LostPlace'

  constructor(behind: string) {
    super(`Stripe’s list has no ${behind} any more`)
  }
}

/** A refund, dispute or credit note with what Stripe knows its payment by. */
export type ListedReturn = { id: string; status: string; objects: string[] }

export type ListedTransfer = {
  id: string
  payoutId: string
  /** As its metadata says, with which its payout can be rebuilt; empty where that lacks them. */
  runId: string
  partnerId: string
  /** The generation whose key made it. */
  gen: number
  amountMinor: number
  reversedMinor: number
  currency: string
  destination: string
  transferGroup: string | null
  createdAt: Date
}

/** What moved the company's balance at Stripe about connected accounts; what left is negative. */
export type CashMove = { id: string; category: string; currency: string; amountMinor: number }

/** Which payments of it paid an invoice, its list does not say. */
export type ListedInvoice = Omit<InvoiceAnswer, 'paymentIntents' | 'charges'>

/** What Stripe lists: the daily pull finds there what no webhook told (money.md 8). */
export type StripeLists = {
  /** Of the company's own account; `undelivered`: only those that some endpoint did not take. */
  events(asked: PageAsked & { undelivered?: boolean }): Promise<Page<VerifiedEvent>>
  refunds(asked: PageAsked): Promise<Page<ListedReturn>>
  disputes(asked: PageAsked): Promise<Page<ListedReturn>>
  creditNotes(asked: PageAsked): Promise<Page<ListedReturn>>
  /** Ours alone. */
  transfers(asked: PageAsked): Promise<Page<ListedTransfer>>
  /** Balance transactions of transfers, of what was taken back of them, and of everything else that Connect moves; all of ours. */
  cash(asked: PageAsked): Promise<Page<CashMove>>
  /** Those that were paid. */
  invoices(asked: PageAsked): Promise<Page<ListedInvoice>>
  /** Those that were completed. */
  checkouts(asked: PageAsked): Promise<Page<CheckoutAnswer>>
  /** Where the company's account is, and which countries Stripe carries money to from there. */
  platform(): Promise<{ country: string; reachable: string[] }>
  /** Where Stripe sends events to. */
  endpoints(): Promise<Endpoint[]>
  promotionCodes(asked: { behind?: string | undefined }): Promise<Page<PromotionCodeAnswer>>
  bankPayouts(account: string, asked: PageAsked): Promise<Page<{ id: string; status: BankPayoutStatus }>>
}
