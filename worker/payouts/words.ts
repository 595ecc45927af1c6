import type { Blocker } from './rules.ts'

/** Why a payout was not sent, was left out, or is being looked at: a sentence that a partner may read. */
const reasons: Record<string, string> = {
  cancelled: 'The payout run was cancelled before this payout was sent.',
  partner_not_active: 'The partner was not active at that moment.',
  destination_changed: 'The Stripe account or bank account changed after the run was prepared.',
  restricted: 'Stripe does not let this account receive transfers at the moment.',
  open_payout: 'An earlier payout in this currency was still open.',
  lines_changed: 'A commission in it changed after the run was approved.',
  balance_lower: 'The balance was lower than planned, because a payment was returned meanwhile.',
  not_reserved: 'It could not be reserved.',
  not_found: 'Stripe knows of no transfer for it, so nothing was sent.',
  adopted: 'It was paid before our records were restored, and two people took it in again.',
  run_restored: 'Its run was sent before our records were restored, and Stripe knows of no transfer for it. The next run pays it.',
  restored: 'It was open while our records were restored, and Stripe knows of no transfer for it.',
  balance_insufficient: 'There was not enough money in our Stripe balance. It is paid with a following run.',
  insufficient_capabilities_for_transfer: 'Stripe does not let this account receive transfers at the moment.',
  resource_missing: 'Stripe does not know this account any more.',
  account_invalid: 'Stripe does not let us pay to this account any more.',
  key_too_old: 'No clear answer came from Stripe for 23 hours, so it is looked up.',
  doubt: 'Several answers from Stripe were unclear, so it is looked up.',
  refused_late: 'Stripe refused it after an unclear answer, so it is looked up.',
  transfer_seen: 'Stripe reported a transfer before we had asked for one, so it is looked up.',
  differs: 'What Stripe shows differs from what was ordered. A person decides on the evidence.',
  several: 'Stripe shows more than one transfer. A person decides on the evidence.',
  decided: 'No transfer of it stands at Stripe, as two people found.',
  kept: 'Stripe keeps the request for approval. A person decides.',
  idempotency: 'Stripe says that its key was used for another request, so it is looked up.',
}

export const reasonInWords = (code: string): string => reasons[code] ?? `Stripe refused it (${code}).`

/** A blocker as finance reads it; the detail is a date, a list or a number and is added by the page. */
export const blockerWords: Record<Blocker, string> = {
  excluded: 'Left out by hand',
  partner_not_active: 'Partner is not active',
  currency_not_transferable: 'Currency cannot be transferred',
  no_destination: 'No Stripe account',
  destination_rejected: 'Stripe rejected the account',
  destination_closed: 'Stripe account is closed',
  restricted: 'Stripe account is restricted',
  requirements_due: 'Stripe asks for details',
  stripe_not_reachable: 'Stripe did not answer about the account',
  destination_hold: 'Account changed less than 72 hours ago',
  bank_refused: 'Its bank refused the last money from Stripe',
  open_payout: 'A payout is still open',
  negative_balance: 'Balance is below zero',
  open_hold: 'All of it is on hold',
  balance_differs: 'Balance and commissions differ',
  below_minimum: 'Below the minimum, carried forward',
  platform_balance_short: 'Our Stripe balance does not reach',
}
