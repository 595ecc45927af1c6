import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, fault, haveFunded, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

let standIn: StandIn
let stripe: Stripe
let account: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-11-01T09:00:00Z') })
  stripe = clientOf(standIn, { timeout: 60 })
  account = await haveFunded(standIn, 1_000)
})

const transfers = { method: 'POST', path: '/v1/transfers' }
const send = (key = 'k', payout = 'po_1') =>
  stripe.transfers.create(
    { amount: 100, currency: 'usd', destination: account, transfer_group: payout, metadata: { goodword_payout: payout } },
    { idempotencyKey: key },
  )
const plan = (...rules: object[]) => perform(standIn, 'faults', rules)
const made = async () => (await stripe.transfers.list()).data.length
const failure = (promise: Promise<unknown>): Promise<{ statusCode?: number; rawType?: string; type: string }> =>
  promise.then(
    () => {
      throw new Error('expected a failure')
    },
    (problem) => problem,
  )

describe('a fault after execution', () => {
  it.each([
    ['drop', 'StripeConnectionError'],
    ['hang', 'StripeConnectionError'],
    ['cut_body', 'StripeConnectionError'],
    ['half_json', 'StripeAPIError'],
    ['html_502', 'StripeAPIError'],
  ])('%s loses the answer: no status, and the same key brings it back', async (effect, type) => {
    await plan(fault('after', effect, { match: transfers }))

    const lost = await failure(send())
    const again = await send()

    expect(lost).toMatchObject({ type })
    expect(lost.statusCode).toBeUndefined()
    expect(lost.rawType).toBeUndefined()
    expect(new Headers(again.lastResponse.headers).get('idempotent-replayed')).toBe('true')
    expect(await made()).toBe(1)
  })

  it('forget_key makes the same key pay again', async () => {
    await plan(fault('after', 'forget_key', { match: transfers }))
    await send()
    await send()

    expect(await made()).toBe(2)
  })
})

describe('a fault before execution', () => {
  it.each(['drop', 'hang', 'html_502'])('%s does nothing, and the same key does it', async (effect) => {
    await plan(fault('before', effect, { match: transfers }))

    const lost = await failure(send())
    const before = await made()
    await send()

    expect(lost.statusCode).toBeUndefined()
    expect([before, await made()]).toEqual([0, 1])
  })

  it('land_late does it after all, later', async () => {
    await plan(fault('before', { kind: 'land_late', seconds: 1_200 }, { match: transfers }))
    await failure(send())
    await standIn.advance(1_199)
    const before = await made()
    await standIn.advance(1)

    expect([before, await made()]).toEqual([0, 1])
    expect(new Headers((await send()).lastResponse.headers).get('idempotent-replayed')).toBe('true')
  })

  it('land_late finds the key taken when somebody was faster', async () => {
    await plan(fault('before', { kind: 'land_late', seconds: 1_200 }, { match: transfers }))
    await failure(send())
    await send()
    await standIn.advance(1_200)

    expect(await made()).toBe(1)
  })

  it('an error may be any error', async () => {
    const error = { type: 'api_error', message: 'gone', code: 'odd' }
    await plan(fault('before', { kind: 'error', status: 503, error, headers: { 'Stripe-Should-Retry': 'true' }, saved: false }))

    expect(await failure(send())).toMatchObject({ statusCode: 503, rawType: 'api_error', code: 'odd', message: 'gone' })
    expect(await send()).toMatchObject({ amount: 100 })
  })

  it.each([
    ['lock_timeout', 429, 'StripeRateLimitError'],
    ['rate_limit', 429, 'StripeRateLimitError'],
    ['approval_required', 403, 'StripePermissionError'],
    ['idempotency_mismatch', 400, 'StripeIdempotencyError'],
  ])('knows %s by its name', async (name, statusCode, type) => {
    await plan(fault('before', { kind: 'error', name }))

    expect(await failure(send())).toMatchObject({ statusCode, type })
  })
})

describe('a rule', () => {
  it('waits for the nth request that matches', async () => {
    await plan(fault('before', 'drop', { match: { ...transfers, nth: 2 } }))
    await send('a')

    await failure(send('b'))
    await send('c')

    expect(await made()).toBe(2)
  })

  it('may want one key or some metadata', async () => {
    await plan(
      fault('before', 'drop', { match: { key: 'b' } }),
      fault('before', 'drop', { match: { metadata: { goodword_payout: 'po_3' } } }),
    )
    await send('a')

    await failure(send('b'))
    await failure(send('c', 'po_3'))

    expect(standIn.state.faults).toEqual([])
  })

  it('stays when it is for always, until all rules are taken back', async () => {
    await plan(fault('before', 'drop', { match: { method: 'POST', path: '/v1/**' }, times: 'always' }))
    await failure(send())
    await failure(send())
    await standIn.fetch('https://stripe.test/_/faults', { method: 'DELETE' })

    expect(await send()).toMatchObject({ amount: 100 })
  })

  it.each([
    [fault('after', 'explode'), /kind/],
    [fault('after', { kind: 'error', name: 'nothing' }), /nothing/],
    [{ ...fault('after', 'drop'), when: 'later' }, /when/],
    [{ ...fault('after', 'drop'), typo: 1 }, /typo/],
  ])('is refused when it makes no sense: %j', async (rule, message) => {
    await expect(plan(rule)).rejects.toThrow(message)
  })
})
