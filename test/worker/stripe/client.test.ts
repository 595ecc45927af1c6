import { expect, it } from 'vitest'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'

async function askedOf(apiBase: string) {
  const settings = readSettings({ ...testVariables, ...testSecrets, STRIPE_API_BASE: apiBase })
  const asked: Request[] = []
  const { rail } = openStripe(
    settings,
    () => new Date(0),
    async (input, init) => {
      asked.push(new Request(input, init))
      return Response.json({ object: 'balance', available: [{ currency: 'usd', amount: 5 }] })
    },
  )
  await rail.balance()
  return asked.map(({ url, headers }) => [url, headers.get('stripe-version'), headers.get('x-stripe-client-telemetry')])
}

it.each([
  ['', 'https://api.stripe.com/v1/balance'],
  ['http://127.0.0.1:8788', 'http://127.0.0.1:8788/v1/balance'],
  ['https://stripe.internal', 'https://stripe.internal/v1/balance'],
])('asks at %j with our version and without telemetry', async (apiBase, url) => {
  expect(await askedOf(apiBase)).toEqual([[url, '2026-10-28.endive', null]])
})
