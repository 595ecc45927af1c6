import Stripe from 'stripe'
import type { Settings } from '../settings.ts'
import { openHttp } from './http.ts'
import { openLists } from './lists.ts'
import type { StripePorts } from './port.ts'
import { openRail } from './rail.ts'
import { openRevenue } from './revenue.ts'
import { openVerifier } from './verify.ts'

type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>

/** The version every type, event destination and answer of ours is written for. */
export const stripeApiVersion = '2026-10-28.endive'

/**
 * Everything we have from Stripe, behind ports in our words. Retries belong to D1 and the queue, where they are counted, so the
 * library makes none (stripe.md 3). `fetch` is the stand-in's in tests.
 */
export function openStripe(settings: Settings, _now: () => Date, fetch?: Fetch): StripePorts {
  let client: Stripe | undefined
  // Made when first asked: most requests, the redirect above all, never speak to Stripe.
  const stripe = () => {
    client ??= makeClient(settings, fetch)
    return client
  }
  return {
    rail: openRail(stripe, settings),
    revenue: openRevenue(stripe),
    lists: openLists(stripe, settings),
    verifyWebhook: openVerifier(stripe, settings),
  }
}

const makeClient = (settings: Settings, fetch: Fetch = (input, init) => globalThis.fetch(input, init)): Stripe =>
  new Stripe(settings.stripe.secretKey, {
    apiVersion: stripeApiVersion,
    timeout: 20_000,
    maxNetworkRetries: 0,
    telemetry: false,
    ...addressOf(settings.stripe.apiBase),
    httpClient: openHttp(fetch),
  })

function addressOf(apiBase: string): Partial<{ host: string; port: string; protocol: 'http' | 'https' }> {
  if (!apiBase) return {}
  const { hostname, port, protocol } = new URL(apiBase)
  const isPlain = protocol === 'http:'
  return { host: hostname, port: port || (isPlain ? '80' : '443'), protocol: isPlain ? 'http' : 'https' }
}
