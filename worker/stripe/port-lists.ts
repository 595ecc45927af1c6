import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import type { VerifiedEvent } from './port.ts'
import type { Endpoint } from './rules-setup.ts'

/** A page of one of Stripe's lists, newest first; `next` is what the following one begins behind. */
export type Page<Row> = { rows: Row[]; next: string | undefined }
export type PageAsked = { since: Date; behind?: string | undefined }

/** What Stripe lists: the daily pull finds there what no webhook told (money.md 8). */
export type StripeLists = {
  /** Of the company's own account; `undelivered`: only those that some endpoint did not take. */
  events(asked: PageAsked & { undelivered?: boolean }): Promise<Page<VerifiedEvent>>
  refunds(asked: PageAsked): Promise<Page<{ id: string; status: string }>>
  disputes(asked: PageAsked): Promise<Page<{ id: string; status: string }>>
  creditNotes(asked: PageAsked): Promise<Page<{ id: string; status: string }>>
  /** Ours alone. */
  transfers(asked: PageAsked): Promise<Page<{ id: string; payoutId: string; reversedMinor: number }>>
  /** Where the company's account is, and which countries Stripe carries money to from there. */
  platform(): Promise<{ country: string; reachable: string[] }>
  /** Where Stripe sends events to. */
  endpoints(): Promise<Endpoint[]>
  bankPayouts(account: string, asked: PageAsked): Promise<Page<{ id: string; status: BankPayoutStatus }>>
}
