import type { Currency } from '../../schema/currency.ts'
import type { Template } from '../../schema/ledger.ts'
import { assert } from '../errors.ts'

/** One transaction before it is posted: the amount moves from the debit to the credit account, both in its currency. */
export type Posting = {
  id: string
  template: Template
  ref: string
  debit: string
  credit: string
  amountMinor: number
  currency: Currency
  effectiveAt: Date
}

/** What a partner account of each kind means is money.md 3; a positive balance is owed to the partner. */
export const partnerAccount = (
  kind: 'pending' | 'avail' | 'held' | 'inflight' | 'returned',
  partnerId: string,
  currency: Currency,
): string => `${kind}:${partnerId}:${currency}`

const companyAccount = (kind: 'paid' | 'expense' | 'writeoff' | 'returned_memo', currency: Currency): string => `${kind}:${currency}`

/** Where a commission's money is while it is not in a payout. */
export type Place = 'pending' | 'avail' | 'held'

type CommissionMoney = { id: string; partnerId: string; currency: Currency; amountMinor: number }
type PayoutMoney = { id: string; partnerId: string; currency: Currency; amountMinor: number }

/** Positive amounts move debit → credit; a negative commission moves by the same template with the sides swapped. */
const move = (
  template: Template,
  id: string,
  of: { ref: string; currency: Currency; amountMinor: number },
  sides: { debit: string; credit: string },
  effectiveAt: Date,
): Posting => {
  assert(Number.isSafeInteger(of.amountMinor) && of.amountMinor !== 0, 'a posting moves a whole amount that is not zero')
  const swapped = of.amountMinor < 0
  return {
    id,
    template,
    ref: of.ref,
    debit: swapped ? sides.credit : sides.debit,
    credit: swapped ? sides.debit : sides.credit,
    amountMinor: Math.abs(of.amountMinor),
    currency: of.currency,
    effectiveAt,
  }
}

const commission = (template: Template, id: string, of: CommissionMoney, from: string, to: string, at: Date) =>
  move(template, id, { ref: of.id, currency: of.currency, amountMinor: of.amountMinor }, { debit: from, credit: to }, at)

const payout = (template: Template, of: PayoutMoney, from: string, to: string, at: Date) =>
  move(
    template,
    `${template}:${of.id}`,
    { ref: of.id, currency: of.currency, amountMinor: of.amountMinor },
    { debit: from, credit: to },
    at,
  )

const placeOf = (of: CommissionMoney, place: Place) => partnerAccount(place, of.partnerId, of.currency)

/** The company owes it, not yet payable. */
export const accrue = (of: CommissionMoney, at: Date): Posting =>
  commission('accrue', `accrue:${of.id}`, of, companyAccount('expense', of.currency), placeOf(of, 'pending'), at)

/** The hold period is over: the same debt, payable. */
export const mature = (of: CommissionMoney, at: Date): Posting =>
  commission('mature', `mature:${of.id}`, of, placeOf(of, 'pending'), placeOf(of, 'avail'), at)

/** The n-th first hold of a commission: the same debt, frozen. */
export const hold = (of: CommissionMoney, n: number, from: 'pending' | 'avail', at: Date): Posting =>
  commission('hold', `hold:${of.id}:${n}`, of, placeOf(of, from), placeOf(of, 'held'), at)

export const releaseHold = (of: CommissionMoney, n: number, to: 'pending' | 'avail', at: Date): Posting =>
  commission('release_hold', `release_hold:${of.id}:${n}`, of, placeOf(of, 'held'), placeOf(of, to), at)

/**
 * A correction of an earned commission: minus what is taken back, plus what is restored, where the family's money is now.
 * `refund_pending` from pending or held, `refund_available` from avail (below zero the partner owes the company).
 */
export const correct = (of: CommissionMoney, place: Place, at: Date): Posting =>
  commission(
    place === 'avail' ? 'refund_available' : 'refund_pending',
    `refund:${of.id}`,
    of,
    companyAccount('expense', of.currency),
    placeOf(of, place),
    at,
  )

/** Promised to one payout. */
export const reserve = (of: PayoutMoney, at: Date): Posting =>
  payout('reserve', of, partnerAccount('avail', of.partnerId, of.currency), partnerAccount('inflight', of.partnerId, of.currency), at)

/** The transfer is proven: debt paid, cash gone. */
export const settle = (of: PayoutMoney, at: Date): Posting =>
  payout('settle', of, partnerAccount('inflight', of.partnerId, of.currency), companyAccount('paid', of.currency), at)

/** Proven that no transfer of it stands: back for a later run. */
export const release = (of: PayoutMoney, at: Date): Posting =>
  payout('release', of, partnerAccount('inflight', of.partnerId, of.currency), partnerAccount('avail', of.partnerId, of.currency), at)

type ReturnedMoney = { cause: string; partnerId: string; currency: Currency; amountMinor: number }

/**
 * Memorandum: the bank sent money back, and it waits in the partner's Stripe balance; nobody owes anybody. A negative amount clears
 * it again. `cause` is the change that moved it, a bank payout with its version or a reversal: one bank payout may first clear what
 * another left behind, and then fail itself.
 */
export const bankReturn = (of: ReturnedMoney, at: Date): Posting =>
  move(
    'bank_return',
    `bank_return:${of.cause}`,
    { ref: of.cause, currency: of.currency, amountMinor: of.amountMinor },
    { debit: companyAccount('returned_memo', of.currency), credit: partnerAccount('returned', of.partnerId, of.currency) },
    at,
  )

/** A transfer was taken back, whole or in part: the company owes it again, frozen until a person decides. */
export const reversal = (of: PayoutMoney & { reversal: string }, at: Date): Posting =>
  move(
    'reversal',
    `reversal:${of.reversal}`,
    { ref: of.id, currency: of.currency, amountMinor: of.amountMinor },
    { debit: companyAccount('paid', of.currency), credit: partnerAccount('held', of.partnerId, of.currency) },
    at,
  )

type RequestMoney = { id: string; partnerId: string; currency: Currency; amountMinor: number }

/** Two people decided: the company owes the partner more, or less for a negative amount. */
export const adjust = (of: RequestMoney, at: Date): Posting => byRequest('adjust', of, companyAccount('expense', of.currency), at)

/** Two people found that a transfer carried another amount than its payout: what left is put right, and what is owed with it. */
export const adjustPaid = (of: RequestMoney, at: Date): Posting => byRequest('adjust', of, companyAccount('paid', of.currency), at)

/** Two people gave up what a partner owes; never beyond zero, which the act and a trigger see to. */
export function writeoff(of: RequestMoney, at: Date): Posting {
  assert(of.amountMinor > 0, 'a debt is written off by a positive amount')
  return byRequest('writeoff', of, companyAccount('writeoff', of.currency), at)
}

const byRequest = (template: 'adjust' | 'writeoff', of: RequestMoney, from: string, at: Date): Posting =>
  move(
    template,
    `${template}:${of.id}`,
    { ref: of.id, currency: of.currency, amountMinor: of.amountMinor },
    { debit: from, credit: partnerAccount('avail', of.partnerId, of.currency) },
    at,
  )
