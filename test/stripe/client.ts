import Stripe from 'stripe'
import { apiVersion } from './events.ts'
import type { StandIn } from './stand-in.ts'

/** stripe-node as production uses it, its requests answered by the stand-in. */
export const clientOf = (standIn: Pick<StandIn, 'fetch'>, options: { key?: string; timeout?: number } = {}): Stripe =>
  new Stripe(options.key ?? 'sk_test_goodword', {
    apiVersion,
    timeout: options.timeout ?? 20_000,
    maxNetworkRetries: 0,
    telemetry: false,
    // stripe-node calls it with an address and the options of a request only.
    httpClient: Stripe.createFetchHttpClient(standIn.fetch as typeof fetch),
  })

/** Does one of the acts of `/_/` and gives its answer; throws what it refuses. */
export async function perform<Answer = { id: string }>(standIn: Pick<StandIn, 'fetch'>, act: string, body: unknown = {}): Promise<Answer> {
  const response = await standIn.fetch(`http://stripe.test/_/${act}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${act}: ${response.status} ${JSON.stringify(answer)}`)
  return answer as Answer // each act answers the object that it is documented to answer
}

type Plan = { match?: object; times?: 'once' | 'always' }

/** A rule of the fault plan: `fault('after', 'drop')`. */
export const fault = (when: 'before' | 'after', effect: string | object, more: Plan = {}) => ({
  ...more,
  when,
  // biome-ignore lint/suspicious/noThenProperty: the word of the fault plan's JSON; nobody awaits a rule
  then: effect,
})

/** A recipient as Goodword asks for one. */
export const recipient = (more: Partial<Stripe.V2.Core.AccountCreateParams> = {}): Stripe.V2.Core.AccountCreateParams => ({
  contact_email: 'ada@partner.example',
  display_name: 'Partner Ltd',
  dashboard: 'express',
  identity: { country: 'de', entity_type: 'company' },
  configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
  metadata: { goodword_partner: 'par_1' },
  include: ['configuration.recipient', 'identity', 'defaults', 'requirements'],
  ...more,
})

/** An account that finished onboarding. */
export async function havePayable(standIn: StandIn, country = 'de'): Promise<string> {
  const { id } = await clientOf(standIn).v2.core.accounts.create(recipient({ identity: { country, entity_type: 'company' } }))
  await perform(standIn, 'account', { id, state: 'complete' })
  return id
}

/** A fresh stand-in with one payable account and money to pay it with. */
export async function haveFunded(standIn: StandIn, amount = 100_000, currency = 'usd'): Promise<string> {
  const account = await havePayable(standIn)
  await perform(standIn, 'fund', { amount, currency })
  return account
}
