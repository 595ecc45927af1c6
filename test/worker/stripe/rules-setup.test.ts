import { describe, expect, it } from 'vitest'
import { inboxSources } from '../../../schema/records.ts'
import { appliers } from '../../../worker/appliers.ts'
import { type Endpoint, eventsOf, findingsOf, pathOf, type SetupFacts, sourceOf } from '../../../worker/stripe/rules-setup.ts'

const types = Object.keys(appliers)
const wish = { live: false, portalOrigin: 'https://portal.example', partnerCountries: ['NL', 'US'], types }
const endpoints: Endpoint[] = inboxSources.map((source) => ({
  url: `https://portal.example${pathOf[source]}`,
  isEnabled: true,
  payload: source === 'accounts' ? 'thin' : 'snapshot',
  isOfAccounts: source !== 'platform',
  events: eventsOf(types, source),
}))
const facts: SetupFacts = { platform: { country: 'IE', reachable: ['IE', 'NL', 'US'] }, endpoints }
const open = (change: Partial<SetupFacts>) => findingsOf({ ...facts, ...change }, wish).filter(({ isGood }) => !isGood)
const without = (change: Partial<Endpoint>) => open({ endpoints: [...endpoints.slice(1), { ...endpoints[0], ...change } as Endpoint] })

describe('the set-up check', () => {
  it('finds nothing to do when all is as it must be', () => {
    expect(open({})).toEqual([])
    expect(open({ endpoints: endpoints.map((each) => ({ ...each, events: ['*'] })) })).toEqual([])
  })

  it('names the countries that Stripe does not reach', () => {
    expect(open({ platform: { country: 'JP', reachable: ['JP'] } })).toMatchObject([
      { says: expect.stringContaining('does not carry money to NL, US'), todo: 'Take NL, US out of STRIPE_PARTNER_COUNTRIES.' },
    ])
  })

  it.each<[string, Partial<Endpoint>, string]>([
    [
      'none at the address',
      { url: 'https://other.example/webhooks/stripe' },
      'knows no endpoint at https://portal.example/webhooks/stripe.',
    ],
    ['one that is switched off', { isEnabled: false }, 'switched off'],
    ['one of the other kind', { payload: 'thin' }, 'sends thin events'],
    ['one of the other accounts', { isOfAccounts: true }, 'listens to partners’ accounts'],
    [
      'one without an event',
      { events: eventsOf(types, 'platform').filter((type) => type !== 'invoice.paid') },
      'does not send invoice.paid',
    ],
  ])('finds %s', (_case, change, says) => {
    expect(without(change)).toMatchObject([
      { what: 'Endpoint for our account', says: expect.stringContaining(says), todo: expect.any(String) },
    ])
  })

  it('says so where Stripe does not tell', () => {
    expect(open({ platform: null, endpoints: null })).toHaveLength(4)
  })
})

it('every event belongs to one endpoint', () => {
  expect(inboxSources.flatMap((source) => eventsOf(types, source)).sort()).toEqual([...types].sort())
  expect(['invoice.paid', 'transfer.reversed', 'payout.failed', 'account.updated', 'v2.core.account.updated'].map(sourceOf)).toEqual([
    'platform',
    'platform',
    'connect',
    'connect',
    'accounts',
  ])
})
