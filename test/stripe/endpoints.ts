import { accountLinkEndpoints } from './account-links.ts'
import { accountSessionEndpoints } from './account-sessions.ts'
import { accountV1Endpoints } from './accounts-v1.ts'
import { accountV2Endpoints } from './accounts-v2.ts'
import { balanceEndpoints } from './balance.ts'
import { catalogueEndpoints } from './catalogue.ts'
import { checkoutEndpoints } from './checkout-endpoints.ts'
import { countryEndpoints } from './countries.ts'
import { couponEndpoints } from './coupons.ts'
import { creditNoteEndpoints } from './credit-notes.ts'
import { customerEndpoints } from './customers.ts'
import { disputeEndpoints } from './disputes.ts'
import type { Endpoint } from './endpoint.ts'
import { eventEndpoints } from './event-endpoints.ts'
import { invoiceEndpoints } from './invoice-endpoints.ts'
import { paymentEndpoints } from './payment-endpoints.ts'
import { paymentLinkEndpoints } from './payment-links.ts'
import { payoutEndpoints } from './payouts.ts'
import { refundEndpoints } from './refunds.ts'
import { subscriptionEndpoints } from './subscription-endpoints.ts'
import { transferEndpoints } from './transfers.ts'

/** All of Stripe's API that the stand-in answers; anything else is an unrecognized URL. */
export const endpoints: Endpoint[] = [
  ...accountV2Endpoints,
  ...accountLinkEndpoints,
  ...eventEndpoints,
  ...transferEndpoints,
  ...balanceEndpoints,
  ...payoutEndpoints,
  ...accountV1Endpoints,
  ...accountSessionEndpoints,
  ...customerEndpoints,
  ...catalogueEndpoints,
  ...checkoutEndpoints,
  ...subscriptionEndpoints,
  ...invoiceEndpoints,
  ...paymentEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...creditNoteEndpoints,
  ...couponEndpoints,
  ...paymentLinkEndpoints,
  ...countryEndpoints,
]
