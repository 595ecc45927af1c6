import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, fault, haveFunded, perform, recipient } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
let stripe: Stripe
let account: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn)
  account = await haveFunded(standIn, 1_000)
})

const send = (key: string, amount = 100) =>
  stripe.transfers.create({ amount, currency: 'usd', destination: account, transfer_group: 'po_1' }, { idempotencyKey: key })
const made = async () => (await stripe.transfers.list({ transfer_group: 'po_1' })).data.length
const replayed = (answer: Stripe.Response<unknown>) => new Headers(answer.lastResponse.headers).get('idempotent-replayed')

describe('an idempotency key', () => {
  it('brings the first answer back, with the request that made it', async () => {
    const first = await send('k')
    const second = await send('k')

    expect(second.id).toBe(first.id)
    expect(replayed(second)).toBe('true')
    expect(new Headers(second.lastResponse.headers).get('original-request')).toBe(new Headers(first.lastResponse.headers).get('request-id'))
    expect(await made()).toBe(1)
  })

  it('refuses other parameters', async () => {
    await send('k')

    await expect(send('k', 101)).rejects.toMatchObject({
      statusCode: 400,
      type: 'StripeIdempotencyError',
      rawType: 'idempotency_error',
      code: undefined,
    })
  })

  it('does not mind in which order parameters come', async () => {
    const first = await send('k')
    const body = `transfer_group=po_1&destination=${account}&currency=usd&amount=100`
    const headers = { Authorization: 'Bearer sk_test_x', 'Idempotency-Key': 'k', 'Content-Type': 'application/x-www-form-urlencoded' }

    const response = await standIn.fetch('https://api.stripe.com/v1/transfers', { method: 'POST', headers, body })

    expect(await response.json()).toMatchObject({ id: first.id })
  })

  it('replays a refusal, even after the reason is gone', async () => {
    await expect(send('k', 5_000)).rejects.toMatchObject({ code: 'balance_insufficient' })
    await perform(standIn, 'fund', { amount: 10_000, currency: 'usd' })

    await expect(send('k', 5_000)).rejects.toMatchObject({ code: 'balance_insufficient' })
    await expect(send('another', 5_000)).resolves.toMatchObject({ amount: 5_000 })
  })

  it('is not used up by bad parameters', async () => {
    await expect(send('k', 0)).rejects.toMatchObject({ code: 'parameter_invalid_integer' })

    await expect(send('k')).resolves.toMatchObject({ amount: 100 })
  })

  it.each(['unauthorized', 'rate_limit', 'lock_timeout', 'idempotency_key_in_use'])('is not used up by %s', async (name) => {
    await perform(standIn, 'faults', [fault('before', { kind: 'error', name })])

    await expect(send('k')).rejects.toBeInstanceOf(Error)

    expect(replayed(await send('k'))).toBeNull()
  })

  it('replays a 500, whether the transfer was made or not', async () => {
    await perform(standIn, 'faults', [
      fault('after', { kind: 'error', name: 'api_error' }, { match: { key: 'made' } }),
      fault('before', { kind: 'error', name: 'api_error' }, { match: { key: 'not made' } }),
    ])
    for (const key of ['made', 'not made']) {
      await expect(send(key)).rejects.toMatchObject({ statusCode: 500 })
      await expect(send(key)).rejects.toMatchObject({ statusCode: 500 })
    }

    expect(await made()).toBe(1)
  })

  it('is forgotten after 24 hours, and pays again', async () => {
    const first = await send('k')
    await standIn.advance(86_399)
    expect(replayed(await send('k'))).toBe('true')

    await standIn.advance(1)
    const second = await send('k')

    expect(second.id).not.toBe(first.id)
    expect(await made()).toBe(2)
  })

  it('answers 409 while its first request is under way', async () => {
    await perform(standIn, 'faults', [fault('before', { kind: 'delay', ms: 50 })])
    const first = send('k')
    await new Promise((done) => setTimeout(done, 5))

    await expect(send('k')).rejects.toMatchObject({
      statusCode: 409,
      type: 'StripeAPIError',
      rawType: 'idempotency_error',
      code: 'idempotency_key_in_use',
    })
    await expect(first).resolves.toMatchObject({ amount: 100 })
    expect(await made()).toBe(1)
  })

  it('belongs to one account', async () => {
    await stripe.payouts.create({ amount: 1, currency: 'usd' }, { idempotencyKey: 'k' })

    await expect(
      stripe.payouts.create({ amount: 1, currency: 'usd' }, { idempotencyKey: 'k', stripeContext: account }),
    ).rejects.toMatchObject({ code: 'balance_insufficient' })
  })

  it('of v2 repeats a success and runs a failure again', async () => {
    await perform(standIn, 'settings', { approvedForTransfersOnly: false })
    await expect(stripe.v2.core.accounts.create(recipient(), { idempotencyKey: 'acct:1:1' })).rejects.toMatchObject({ statusCode: 400 })
    await perform(standIn, 'settings', { approvedForTransfersOnly: true })

    const first = await stripe.v2.core.accounts.create(recipient(), { idempotencyKey: 'acct:1:1' })
    const second = await stripe.v2.core.accounts.create(recipient(), { idempotencyKey: 'acct:1:1' })

    expect(second.id).toBe(first.id)
  })
})
