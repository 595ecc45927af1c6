import type { Readiness, Requirement } from '../../schema/payout-destinations.ts'
import type { ReadinessAnswer } from './port.ts'

/** The part of Stripe's account that says whether a partner can be paid. */
export type AccountView = {
  closed: boolean
  /** Of `stripe_balance.stripe_transfers`; undefined when the recipient configuration is not in the answer: not asked. */
  transfers: { status: string; codes: string[] } | undefined
  entries: {
    description: string
    deadline: Requirement['deadline']
    awaits: 'user' | 'stripe'
    /** The capabilities that suffer from it. */
    restricts: string[]
  }[]
  /** When the strictest of the requirements becomes past due. */
  soonest: { deadline: Requirement['deadline']; at: string } | undefined
}

/** Only `active` is payable, and only while the account is open (stripe.md 2). What Stripe itself still checks asks nothing of the partner. */
export const readinessOf = (account: AccountView): Pick<ReadinessAnswer, 'readiness' | 'codes' | 'requirements'> => ({
  readiness: account.closed ? 'closed' : statusOf(account.transfers?.status),
  codes: account.closed ? ['account_closed'] : (account.transfers?.codes ?? []),
  requirements: account.closed
    ? []
    : account.entries
        .filter((entry) => entry.awaits === 'user')
        .map(({ description, deadline, restricts }) => ({
          description,
          deadline,
          restricts: restricts.includes('stripe_balance.stripe_transfers'),
          ...(account.soonest?.deadline === deadline && { by: account.soonest.at }),
        })),
})

const known: readonly Readiness[] = ['active', 'pending', 'restricted', 'rejected', 'unsupported']

const statusOf = (status: string | undefined): Readiness => known.find((each) => each === status) ?? 'unknown'
