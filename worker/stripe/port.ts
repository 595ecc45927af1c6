import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import type { Currency } from '../../schema/currency.ts'
import type { Readiness, Requirement } from '../../schema/payout-destinations.ts'
import type { StripeLists } from './port-lists.ts'
import type { RevenueSource } from './port-revenue.ts'
import type { WebhookVerifier } from './port-webhooks.ts'

/** What `payouts/` knows of the way money leaves. A port says what we need in our words and gives outcomes as values (stripe.md 1). */
export type PayoutRail = {
  /** Opens the partner's account at Stripe; the same key gives the same account. */
  open(partner: AccountRequest, key: string): Promise<{ kind: 'opened'; destination: string } | { kind: 'refused'; reason: string }>
  /** A link to Stripe's hosted onboarding: one use, short-lived. */
  onboard(
    destination: string,
    urls: { returnUrl: string; refreshUrl: string },
    useCase: 'account_onboarding' | 'account_update',
  ): Promise<string>
  /** A link to the partner's Express dashboard: one use. */
  dashboard(destination: string): Promise<string>
  /** What Stripe says of the account now. */
  readiness(destination: string): Promise<ReadinessAnswer>
  /** Asks for the transfer. Never throws: an answer that cannot be read is a `doubt`. */
  send(order: TransferOrder, key: string): Promise<Outcome>
  /**
   * Every transfer of this payout's group, from a complete list; one that is not ours has an empty `payoutId` and counts.
   *
   * @throws when the list failed or is partial: that says nothing (money.md 7)
   */
  find(payoutId: string): Promise<FoundTransfer[]>
  /** One transfer by id, for an event that names it; undefined if it is not ours (metadata or environment differ). */
  transfer(id: string): Promise<FoundTransfer | undefined>
  /**
   * Everything that was taken back of a transfer, from a complete list.
   *
   * @throws when the list failed or is partial
   */
  reversals(transfer: string): Promise<Reversal[]>
  /** A bank payout of a partner's account as it is now; undefined if the account knows none. */
  bankPayout(account: string, bankPayout: string): Promise<BankPayoutAnswer | undefined>
  /**
   * What could leave now, by currency. A look, not a reservation.
   *
   * @throws KeyRefused, or what else went wrong
   */
  balance(): Promise<{ currency: string; availableMinor: number }[]>
}

export type AccountRequest = { partnerId: string; name: string; email: string; country: string; entityType: 'company' | 'individual' }

export type ReadinessAnswer = {
  readiness: Readiness
  /** Stripe's codes of why not. */
  codes: string[]
  requirements: Requirement[]
  /** Identifies the bank account behind the destination, if Stripe tells; a change is a new destination version. */
  bankAccount: string | null
  /** Whom Stripe writes to about the account, if it tells. */
  contactEmail: string | null
}

/** The body of a transfer; it never varies under a key. */
export type TransferOrder = {
  id: string
  gen: number
  runId: string
  partnerId: string
  amountMinor: number
  currency: Currency
  destination: string
  /** Its slot of the pace: the deployed port waits for it, and no part of the body depends on it. */
  notBefore?: Date
}

export type FoundTransfer = {
  id: string
  payoutId: string
  /** In what must equal the row before it settles. */
  amountMinor: number
  currency: string
  destination: string
  transferGroup: string | null
  /** How much of it was taken back again. */
  reversedMinor: number
  createdAt: Date
}

/** A part of a transfer, or all of it, that came back to the platform's balance. */
export type Reversal = { id: string; amountMinor: number; currency: string; createdAt: Date }

/** Stripe's own payout, from a partner's Stripe balance to its bank. `paid` is expected to arrive and may still fail. */
export type BankPayoutAnswer = {
  id: string
  amountMinor: number
  currency: string
  status: BankPayoutStatus
  /** `YYYY-MM-DD`. */
  arrivalDay: string
  failureCode: string | null
  createdAt: Date
  /** When the money was back in the Stripe balance. */
  failedAt: Date | null
  /** Our transfers and earlier failed bank payouts that it carries, as far as Stripe says by now. */
  carries: string[]
  /** Whether that is all: Stripe sorts an automatic payout out some time after making it, a manual one never. */
  isComplete: boolean
}

/**
 * What Stripe's answer means for the money; a doubt is never guessed. `doubt`: it may have moved, the same key again. `unknown`: it
 * may have moved, look it up. `kept`: Stripe holds it. `stop`: Stripe refuses us, not this payout (money.md 6).
 */
export type Outcome =
  | { kind: 'sent'; transfer: string; answer: Answer }
  | {
      kind: 'refused' | 'wait' | 'doubt' | 'unknown' | 'kept' | 'stop'
      reason: string
      answer: Answer
      /** For so long we are asked to let Stripe be. */
      retryAfterMs?: number
    }

/** Stripe refuses us, whatever we ask: our key was rolled, or lacks a permission. */
export class KeyRefused extends Error {
  override name = 'KeyRefused'
}

/** What is kept of Stripe's answer; nulls where it had none. */
export type Answer = { http: number | null; code: string | null; requestId: string | null }

export type StripePorts = { rail: PayoutRail; revenue: RevenueSource; lists: StripeLists; verifyWebhook: WebhookVerifier }
