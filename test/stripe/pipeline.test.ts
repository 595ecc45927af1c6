import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, haveFunded, havePayable, perform, recipient } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
let stripe: Stripe
let account: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn)
  account = await haveFunded(standIn, 10_000)
})

type Refusal = {
  statusCode: number
  code?: string
  rawType?: string
  type: string
  param?: string
  message: string
  headers: Record<string, string>
}
const refusalOf = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => {
      throw new Error('expected a refusal')
    },
    (problem: Refusal) => problem,
  )
const transfer = (more: object = {}, options: Stripe.RequestOptions = {}) =>
  stripe.transfers.create({ amount: 100, currency: 'usd', destination: account, ...more }, options)

describe('a refusal of a transfer', () => {
  it('a: our balance is too low', async () => {
    const refusal = await refusalOf(transfer({ amount: 10_001 }))

    expect(refusal).toMatchObject({
      statusCode: 400,
      code: 'balance_insufficient',
      rawType: 'invalid_request_error',
      type: 'StripeInvalidRequestError',
    })
    expect(refusal.headers['stripe-should-retry']).toBe('false')
  })

  it('a: money in another currency does not count', async () => {
    expect(await refusalOf(transfer({ currency: 'eur' }))).toMatchObject({ code: 'balance_insufficient' })
  })

  it.each(['restrict', 'reject', 'due', 'pending'])('b: the partner is not enabled (%s)', async (state) => {
    await perform(standIn, 'account', { id: account, state })

    expect(await refusalOf(transfer())).toMatchObject({ statusCode: 400, code: 'insufficient_capabilities_for_transfer' })
  })

  it('c: there is no such destination', async () => {
    expect(await refusalOf(transfer({ destination: 'acct_x' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'destination',
      message: "No such destination: 'acct_x'",
    })
  })

  it('d: the account is closed', async () => {
    await perform(standIn, 'account', { id: account, state: 'close' })

    expect(await refusalOf(transfer())).toMatchObject({ statusCode: 403, code: 'account_invalid', type: 'StripePermissionError' })
  })

  it('e: the region is not allowed', async () => {
    const far = await havePayable(standIn, 'jp')

    expect(await refusalOf(transfer({ destination: far }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('located in JP'),
    })
  })

  it.each([
    [{ amount: 0 }, 'parameter_invalid_integer', 'amount', 'This value must be greater than or equal to 1.'],
    [{ amount: 1.5 }, 'parameter_invalid_integer', 'amount', 'Invalid integer: 1.5'],
    [{ foo: 'bar' }, 'parameter_unknown', 'foo', 'Received unknown parameter: foo'],
    [{ destination: '' }, 'parameter_invalid_empty', 'destination', expect.stringContaining('You passed an empty string')],
    [{ currency: undefined }, 'parameter_missing', 'currency', 'Missing required param: currency.'],
  ])('f: a parameter is bad (%j)', async (more, code, param, message) => {
    expect(await refusalOf(transfer(more))).toMatchObject({ statusCode: 400, code, param, message })
  })

  it('l: the API key is wrong', async () => {
    const stranger = clientOf(standIn, { key: 'sk_live_other' })

    const refusal = await refusalOf(stranger.balance.retrieve())

    expect(refusal).toMatchObject({ statusCode: 401, type: 'StripeAuthenticationError', message: 'Invalid API Key provided: sk_live_***' })
    expect(refusal.code).toBeUndefined()
  })

  it('n: a reversal goes beyond the rest', async () => {
    const { id } = await transfer()
    await stripe.transfers.createReversal(id)

    const refusal = await refusalOf(stripe.transfers.createReversal(id, { amount: 1 }))

    expect(refusal).toMatchObject({ statusCode: 400, message: `The transfer ${id} is already fully reversed.` })
    expect(refusal.code).toBeUndefined()
  })
})

describe('the pipeline', () => {
  it('refuses paths that it does not know', async () => {
    const response = await standIn.fetch('https://api.stripe.com/v1/quotes', { headers: { Authorization: 'Bearer sk_test_x' } })

    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining('Unrecognized request URL (GET: /v1/quotes)') },
    })
  })

  it('asks for a key before anything else', async () => {
    expect((await standIn.fetch('https://api.stripe.com/v1/quotes')).status).toBe(401)
  })

  it('refuses `configurations`, which left account links in endive', async () => {
    const asked = {
      type: 'account_onboarding',
      account_onboarding: { configurations: ['recipient'], refresh_url: 'https://portal.test/again' },
    } as const

    expect(await refusalOf(stripe.v2.core.accountLinks.create({ account, use_case: asked }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('configurations'),
    })
  })

  it('refuses an express account whose losses Stripe would carry', async () => {
    const defaults = { responsibilities: { fees_collector: 'application', losses_collector: 'stripe' } } as const

    expect(await refusalOf(stripe.v2.core.accounts.create(recipient({ defaults })))).toMatchObject({ statusCode: 400 })
  })

  it('refuses transfers-only accounts until the platform is approved', async () => {
    await perform(standIn, 'settings', { approvedForTransfersOnly: false })

    expect((await refusalOf(stripe.v2.core.accounts.create(recipient()))).message).toMatch(/^Your platform needs approval/)
  })

  it('answers with the headers of Stripe', async () => {
    const { lastResponse } = await transfer({}, { idempotencyKey: 'po:1:0' })

    const headers = new Headers(lastResponse.headers)
    expect(headers.get('request-id')).toMatch(/^req_\w{14}$/)
    expect(headers.get('original-request')).toBe(headers.get('request-id'))
    expect(headers.get('idempotency-key')).toBe('po:1:0')
    expect(headers.get('stripe-version')).toBe('2026-10-28.endive')
    expect(headers.has('idempotent-replayed')).toBe(false)
  })

  it('slows those who ask too fast, and lets them in again when time has passed', async () => {
    const strict = createStandIn({ rateLimits: { perSecond: 100, perEndpoint: 25 } })
    const client = clientOf(strict)
    for (let n = 0; n < 25; n += 1) await client.balance.retrieve()

    const refusal = await refusalOf(client.balance.retrieve())
    await strict.advance(1)

    expect(refusal).toMatchObject({ statusCode: 429, code: 'rate_limit', type: 'StripeRateLimitError' })
    expect(refusal.headers['stripe-rate-limited-reason']).toBe('endpoint-rate')
    await expect(client.balance.retrieve()).resolves.toMatchObject({ object: 'balance' })
  })

  it.each([
    ['in all', { requestsPerSecond: 3, requestsPerEndpoint: 25 }, 'global-rate'],
    ['for each endpoint', { requestsPerEndpoint: 3 }, 'endpoint-rate'],
  ])('has limits %s that may be set while it runs, and lifted', async (_case, limits, reason) => {
    await perform(standIn, 'settings', limits)
    for (let n = 0; n < 3; n += 1) await stripe.balance.retrieve()

    expect((await refusalOf(stripe.balance.retrieve())).headers['stripe-rate-limited-reason']).toBe(reason)
    await perform(standIn, 'settings', { requestsPerSecond: 0 })
    for (let n = 0; n < 30; n += 1) await stripe.balance.retrieve()
  })

  it('keeps the books of an account apart from those of the platform', async () => {
    await transfer({ amount: 700 })

    const inside = await stripe.balance.retrieve({}, { stripeContext: account })

    expect(inside.available).toMatchObject([{ amount: 700, currency: 'usd' }])
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 9_300, currency: 'usd' }])
    expect((await stripe.charges.list({}, { stripeContext: account })).data).toMatchObject([
      { amount: 700, source_transfer: expect.stringMatching(/^tr_/) },
    ])
    expect(await refusalOf(stripe.balance.retrieve({}, { stripeContext: 'acct_x' }))).toMatchObject({
      statusCode: 403,
      code: 'account_invalid',
    })
  })

  it('moves no balance without a balance transaction', async () => {
    const { id } = await transfer({ amount: 700 })
    await stripe.transfers.createReversal(id, { amount: 200 })

    const { data } = await stripe.balanceTransactions.list({ limit: 100 })

    expect(data.reduce((sum, each) => sum + each.net, 0)).toBe(9_500)
    expect(standIn.state.funds[standIn.state.platform.id]).toEqual({ usd: { available: 9_500, pending: 0 } })
  })

  it('expands what is asked for, and refuses what cannot be expanded before anything happens', async () => {
    const made = await transfer({ expand: ['destination_payment', 'balance_transaction'] })
    const refusal = await refusalOf(transfer({ expand: ['nothing'] }))

    expect(made.destination_payment).toMatchObject({ object: 'charge', amount: 100 })
    expect(made.balance_transaction).toMatchObject({ object: 'balance_transaction', net: -100 })
    expect(refusal).toMatchObject({ statusCode: 400, param: 'expand' })
    expect((await stripe.transfers.list()).data).toHaveLength(1)
  })
})
