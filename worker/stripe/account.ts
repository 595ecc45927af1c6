import type Stripe from 'stripe'
import { asked, failureOf, isNo } from './failure.ts'
import type { ReadinessAnswer } from './port.ts'
import { type AccountView, readinessOf } from './rules-readiness.ts'

/**
 * What Stripe says of a partner's account now. An account we have no access to (any more) counts as closed.
 *
 * @throws Refusal unavailable when Stripe gives no answer: the stored one stands
 */
export async function readAccount(stripe: Stripe, id: string): Promise<ReadinessAnswer> {
  const account = await asked(
    'readiness',
    stripe.v2.core.accounts.retrieve(id, { include: ['configuration.recipient', 'requirements'] }).then(isAbout(id), goneOrThrow),
  )
  if (!account) return { readiness: 'closed', codes: ['account_invalid'], requirements: [], bankAccount: null, contactEmail: null }
  return {
    ...readinessOf(viewOf(account)),
    bankAccount: account.closed ? null : await readBankAccount(stripe, id),
    contactEmail: account.contact_email ?? null,
  }
}

const isAbout = (id: string) => (account: Stripe.V2.Core.Account) => {
  if (account.id !== id) throw new Error(`Stripe was asked about ${id} and answered about something else`)
  return account
}

function goneOrThrow(error: unknown): undefined {
  const { statusCode, code } = failureOf(error)
  if (statusCode === 404 || code === 'account_invalid') return undefined
  throw error
}

function viewOf(account: Stripe.V2.Core.Account): AccountView {
  const transfers = account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers
  const soonest = account.requirements?.summary?.minimum_deadline
  return {
    closed: account.closed === true,
    transfers: transfers && { status: transfers.status, codes: (transfers.status_details ?? []).map(({ code }) => code) },
    entries: (account.requirements?.entries ?? []).map((entry) => ({
      description: entry.description,
      deadline: entry.minimum_deadline?.status ?? 'currently_due',
      awaits: entry.awaiting_action_from,
      restricts: (entry.impact?.restricts_capabilities ?? []).map(({ capability }) => capability),
    })),
    soonest: soonest?.time ? { deadline: soonest.status, at: soonest.time } : undefined,
  }
}

/**
 * The bank account money ends in, told apart by fingerprint: the same one entered again is the same. One per currency it settles in.
 * Null also where v1 does not know the account (yet): what we are not told is no change.
 */
async function readBankAccount(stripe: Stripe, id: string): Promise<string | null> {
  const listing = stripe.accounts.listExternalAccounts(id, { limit: 100 }).catch((error: unknown) => {
    if (isNo(failureOf(error))) return undefined
    throw error
  })
  const listed = (await asked('bank accounts', listing))?.data
  const accounts = Array.isArray(listed) ? listed : []
  const prints = accounts.filter((each) => each.default_for_currency).map((each) => `${each.currency}:${each.fingerprint ?? each.id}`)
  return prints.length > 0 ? prints.sort().join(' ') : null
}
