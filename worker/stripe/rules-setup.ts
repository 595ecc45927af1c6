import type { InboxSource } from '../../schema/records.ts'

/** An endpoint at Stripe that events are sent to. */
export type Endpoint = { url: string; isEnabled: boolean; payload: 'snapshot' | 'thin'; isOfAccounts: boolean; events: string[] }

/** What Stripe says of the set-up; null where it does not tell. */
export type SetupFacts = {
  platform: { country: string; reachable: string[] } | null
  endpoints: Endpoint[] | null
}

/** What the portal is configured with. */
type SetupWish = { live: boolean; portalOrigin: string; partnerCountries: readonly string[]; types: readonly string[] }

export type Finding = { what: string; isGood: boolean; says: string; todo: string | null }

export const pathOf: Record<InboxSource, string> = {
  platform: '/webhooks/stripe',
  connect: '/webhooks/stripe/connect',
  accounts: '/webhooks/stripe/accounts',
}

/** Which endpoint an event belongs to, by its name (stripe.md 5). */
export function sourceOf(type: string): InboxSource {
  if (type.startsWith('v2.')) return 'accounts'
  return /^(payout|account|capability)\./.test(type) ? 'connect' : 'platform'
}

/** The events that an endpoint must send: all from which something follows. */
export const eventsOf = (types: readonly string[], source: InboxSource): string[] =>
  types.filter((type) => sourceOf(type) === source).sort()

/** What is as it must be for money to come and go, and what to do where it is not. */
export const findingsOf = (facts: SetupFacts, wish: SetupWish): Finding[] => [
  modeOf(wish),
  countriesOf(facts.platform, wish.partnerCountries),
  ...(['platform', 'connect', 'accounts'] as const).map((source) => endpointOf(facts.endpoints, wish, source)),
]

const modeOf = ({ live }: SetupWish): Finding => ({
  what: 'Mode',
  isGood: true,
  says: live ? 'Live: real money moves.' : 'Test: no real money moves. Only events of test mode are applied.',
  todo: null,
})

function countriesOf(platform: SetupFacts['platform'], wanted: readonly string[]): Finding {
  const what = 'Countries of partners'
  if (!platform) return unknown(what)
  const beyond = wanted.filter((country) => !platform.reachable.includes(country))
  if (beyond.length === 0) {
    return { what, isGood: true, says: `Stripe carries money from ${platform.country} to all ${wanted.length} of them.`, todo: null }
  }
  return {
    what,
    isGood: false,
    says: `From ${platform.country} Stripe does not carry money to ${beyond.join(', ')}: a partner there could sign up and never be paid.`,
    todo: `Take ${beyond.join(', ')} out of STRIPE_PARTNER_COUNTRIES.`,
  }
}

const names: Record<InboxSource, string> = {
  platform: 'Endpoint for our account',
  connect: 'Endpoint for partners’ accounts',
  accounts: 'Endpoint for partners’ accounts (v2)',
}

function endpointOf(endpoints: Endpoint[] | null, { portalOrigin, types }: SetupWish, source: InboxSource): Finding {
  const what = names[source]
  if (!endpoints) return unknown(what)
  const url = `${portalOrigin}${pathOf[source]}`
  const bad = (says: string, todo: string): Finding => ({ what, isGood: false, says, todo })
  const endpoint = endpoints.find((each) => each.url === url && each.isEnabled) ?? endpoints.find((each) => each.url === url)
  if (!endpoint)
    return bad(
      `Stripe knows no endpoint at ${url}.`,
      'Make it at Stripe, and set its secret here. What is missed meanwhile is fetched once a day.',
    )
  if (!endpoint.isEnabled)
    return bad('It is switched off at Stripe.', 'Switch it on there: Stripe does so to endpoints that failed for days.')
  const payload = source === 'accounts' ? 'thin' : 'snapshot'
  if (endpoint.payload !== payload) return bad(`It sends ${endpoint.payload} events.`, `Make another one with the payload “${payload}”.`)
  const isOfAccounts = source !== 'platform'
  if (endpoint.isOfAccounts !== isOfAccounts) {
    return bad(
      `It listens to ${endpoint.isOfAccounts ? 'partners’ accounts' : 'our own account'}.`,
      `Make another one that listens to ${isOfAccounts ? 'connected accounts' : 'your own account'}.`,
    )
  }
  const missing = eventsOf(types, source).filter((type) => !endpoint.events.includes(type) && !endpoint.events.includes('*'))
  return missing.length === 0
    ? { what, isGood: true, says: 'It sends everything that is needed.', todo: null }
    : bad(`It does not send ${missing.join(', ')}.`, 'Add these events to it at Stripe.')
}

const unknown = (what: string): Finding => ({
  what,
  isGood: false,
  says: 'Stripe did not tell.',
  todo: 'Try again in a minute. A restricted key needs permission to read it.',
})
