import Stripe from 'stripe'
import { describe, expect, it, vi } from 'vitest'
import { consume } from '../../../worker/queue.ts'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import { pauseMs } from '../../../worker/stripe/rules.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'
import { createWorld } from '../../support/world.ts'
import { fund, havePayable, havePeople, haveSendingRun, sweep, thePayout } from '../payouts/support.ts'
import { haveUnknown, withRail } from '../payouts/unknown-support.ts'

const order = {
  id: 'po_1',
  gen: 0,
  runId: 'run_1',
  partnerId: 'par_1',
  amountMinor: 1_900,
  currency: 'usd',
  destination: 'acct_1',
} as const
const busy = { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests' } }

describe('where Stripe says for how long it is to be let be', () => {
  it.each([
    ['45', 45_000],
    [' 7 ', 7_000],
    ['Wed, 04 Nov 2026 10:00:00 GMT', undefined],
    ['-3', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('Retry-After: %s', async (header, waitMs) => {
    const fetch = async () => Response.json(busy, { status: 429, headers: header === undefined ? {} : { 'retry-after': header } })
    const { rail } = openStripe(readSettings({ ...testVariables, ...testSecrets }), () => new Date(), fetch)

    const outcome = await rail.send(order, 'po:po_1:0')

    expect(outcome).toMatchObject({ kind: 'wait', answer: { http: 429, code: 'rate_limit' } })
    expect('retryAfterMs' in outcome ? outcome.retryAfterMs : undefined).toBe(waitMs)
  })

  it.each([
    [30_000, undefined, 30_000],
    [30_000, 5_000, 30_000],
    [30_000, 45_000, 45_000],
    [30_000, 3_600_000, 60_000],
    [240_000, 3_600_000, 240_000],
  ])('of our own %i ms and its %s the longer holds, a minute at most', (own, asked, pause) => {
    expect(pauseMs(own, asked)).toBe(pause)
  })

  it('a payout waits for it, with the same key', async () => {
    const world = await createWorld()
    const people = await havePeople(world)
    await fund(world)
    await havePayable(world, 5_000)
    await haveSendingRun(world, people)
    const { rail } = world.deps
    const asked = vi.spyOn(world.deps.hints, 'send')
    const answer = { http: 429, code: 'rate_limit', requestId: null }
    withRail(world, { send: async () => ({ kind: 'wait', reason: 'Too many requests', answer, retryAfterMs: 50_000 }) })
    await sweep(world)

    const payout = await thePayout(world)
    expect(payout).toMatchObject({ status: 'sending', gen: 0, tries: 1 })
    expect(payout.nextAt.getTime() - world.now().getTime()).toBe(50_000)
    expect(asked).toHaveBeenCalledWith([{ kind: 'payout', id: payout.id }], { delaySeconds: 50 })

    world.deps.rail = rail
    await world.travel({ seconds: 49 })
    await sweep(world)
    expect((await thePayout(world)).status).toBe('sending')
    await world.travel({ seconds: 1 })
    await sweep(world)
    expect((await thePayout(world)).status).toBe('paid')
  })

  it.each([
    ['45', 45],
    ['1', 30],
    ['3600', 60],
  ])('a look-up that met it (%s) comes again after %i seconds', async (header, seconds) => {
    const world = await createWorld()
    const people = await havePeople(world)
    await fund(world)
    await haveUnknown(world, people, 'landed')
    await world.travel({ minutes: 61 })
    const refusal = new Stripe.errors.StripeRateLimitError({
      message: 'Busy',
      headers: { 'retry-after': header },
      type: 'rate_limit_error',
    })
    withRail(world, { find: () => Promise.reject(refusal) })
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const again: (number | undefined)[] = []
    const retry = (options?: QueueRetryOptions) => void again.push(options?.delaySeconds)
    const messages = [{ body: { kind: 'payout', id: (await thePayout(world)).id }, attempts: 1, ack: () => {}, retry }]
    // The consumer uses nothing else of it.
    await consume(world.deps, { queue: 'goodword-hints', messages } as unknown as MessageBatch)
    said.mockRestore()

    expect(again).toEqual([seconds])
    expect((await thePayout(world)).status).toBe('unknown')
  })
})
