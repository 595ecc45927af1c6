import type { Currency } from '../../../schema/currency.ts'
import type { DealKind } from '../../../schema/terms.ts'
import type { Details } from '../../../worker/deals/read-details.ts'
import type { PartnerKey } from './cast.ts'

/**
 * How the partner came to it: by a form behind its link, a code typed there, by naming it in the portal, by a registration (registrations.ts), or by a claim,
 * for its link gave no credit any more.
 */
type Bond = 'link' | 'code' | 'introduction' | 'registration' | 'claim'

export type ToldDeal = {
  key: string
  company: string
  contact: { name: string; email: string }
  need: string
  partner: PartnerKey
  bond: Bond
  /** Days counted back from day 0. */
  met: number
  /** When it is agreed, where that is not three days before its first payment. */
  agreed?: number
  name: string
  kind: DealKind
  currency: Currency
  /** What each payment was, in minor units, without tax, by day. */
  payments: readonly (readonly [day: number, amountMinor: number])[]
  /** Paid at Stripe's checkout, which opens and wins the deal by itself, or by a subscription there, for which sales opened the deal. */
  billed?: 'checkout' | 'subscription'
  /** What its kind says of itself. */
  details?: Details
  /** What went back, by day, of the first payment. */
  returns?: readonly (readonly [day: number, amountMinor: number])[]
  /** The day on which the customer's bank questions the last payment. */
  disputed?: number
}
