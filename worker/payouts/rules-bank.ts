import type { BankPayout } from '../../schema/bank-payouts.ts'

/** A bank payout as far as it moves money between the partner's Stripe balance and its bank. */
export type BankMove = Pick<BankPayout, 'status' | 'amountMinor' | 'createdAt' | 'failedAt'>
/** A reversal takes money out of the partner's Stripe balance that may be waiting there. */
export type BalanceTaken = { amountMinor: number; at: Date }

type Step = { at: number; order: number; change: (waiting: number) => number }

/**
 * What banks sent back and still waits in the partner's Stripe balance: a function of what Stripe says now, so any order of its
 * events ends at the same sum. A bank payout that failed put its amount back when it failed; one that arrives, or fails itself, took
 * with it what waited when it was made. One under way has not arrived: it clears nothing yet.
 */
export function returnedMinor(moves: readonly BankMove[], taken: readonly BalanceTaken[]): number {
  const steps = [...moves.flatMap(stepsOf), ...taken.map(({ amountMinor, at }) => takeAt(at, amountMinor))]
  steps.sort((a, b) => a.at - b.at || a.order - b.order)
  return steps.reduce((waiting, { change }) => change(waiting), 0)
}

function stepsOf({ status, amountMinor, createdAt, failedAt }: BankMove): Step[] {
  if (status === 'paid') return [takeAt(createdAt, amountMinor)]
  if (status !== 'failed') return []
  const failed = failedAt ?? createdAt
  // Stripe counts whole seconds: one that failed in the second it was made took and brought back in that order.
  if (failed <= createdAt) return [{ at: failed.getTime(), order: 1, change: (waiting) => Math.max(waiting, amountMinor) }]
  return [takeAt(createdAt, amountMinor), { at: failed.getTime(), order: 0, change: (waiting) => waiting + amountMinor }]
}

/** In one second what came back was there before what left. */
const takeAt = (at: Date, amountMinor: number): Step => ({
  at: at.getTime(),
  order: 2,
  change: (waiting) => Math.max(0, waiting - amountMinor),
})

/** Stripe's codes of why a bank refused, as a partner reads them. */
const wordsOfFailure: Record<string, string> = {
  account_closed: 'The bank account has been closed.',
  account_frozen: 'The bank account is frozen.',
  bank_account_restricted: 'The bank account does not take payments of this kind.',
  bank_ownership_changed: 'The bank account now belongs to somebody else.',
  could_not_process: 'The bank could not process the payment.',
  debit_not_authorized: 'The bank account does not allow this payment.',
  declined: 'The bank declined the payment.',
  incorrect_account_holder_address: 'The address of the account holder is not the one the bank knows.',
  incorrect_account_holder_name: 'The name of the account holder is not the one the bank knows.',
  incorrect_account_holder_tax_id: 'The tax number of the account holder is not the one the bank knows.',
  incorrect_account_type: 'The bank account is of another type than was stated.',
  invalid_account_number: 'The account number is not valid.',
  invalid_account_number_length: 'The account number has too few or too many digits.',
  invalid_currency: 'The bank account does not take this currency.',
  no_account: 'The bank knows no account with these details.',
  unsupported_card: 'The card does not take payouts.',
}

export const failureInWords = (code: string | null): string =>
  (code && wordsOfFailure[code]) || 'The bank gave no reason; Stripe or your bank can tell.'
