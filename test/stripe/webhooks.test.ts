import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { haveFunded, havePayable, perform } from './client.ts'
import { connect, createReceiver, type Receiver, snapshots, thin } from './receiver.ts'
import type { StandIn } from './stand-in.ts'

let receiver: Receiver
let standIn: StandIn
let stripe: Stripe
beforeEach(() => {
  receiver = createReceiver()
  standIn = receiver.standIn
  stripe = receiver.stripe
})

const now = () => standIn.now().getTime()
const at = (url: string) => receiver.arrived.filter((each) => each.url === url)
const typesAt = (url: string) => at(url).map((each) => each.event.type)
const fund = () => perform(standIn, 'fund', { amount: 100, currency: 'usd' })

describe('a snapshot event', () => {
  it('is signed so that stripe-node believes it', async () => {
    await fund()
    await standIn.deliver()
    const [first] = at(snapshots)

    const event = await stripe.webhooks.constructEventAsync(
      first?.body ?? '',
      first?.signature ?? '',
      'whsec_self',
      undefined,
      undefined,
      now(),
    )

    expect(event).toMatchObject({
      object: 'event',
      type: 'topup.created',
      api_version: '2026-10-28.endive',
      livemode: false,
      data: { object: { object: 'topup', amount: 100 } },
    })
    expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, type: 'topup.created' })
  })

  it('is not believed with another secret or another body', async () => {
    await fund()
    await standIn.deliver()
    const { body = '', signature = '' } = at(snapshots)[0] ?? {}
    const check = (text: string, secret: string) =>
      stripe.webhooks.constructEventAsync(text, signature, secret, undefined, undefined, now())

    await expect(check(body, 'whsec_other')).rejects.toBeInstanceOf(Stripe.errors.StripeSignatureVerificationError)
    await expect(check(`${body} `, 'whsec_self')).rejects.toBeInstanceOf(Stripe.errors.StripeSignatureVerificationError)
  })

  it('of an account goes to the Connect destination and names the account', async () => {
    const account = await haveFunded(standIn)
    await stripe.transfers.create({ amount: 5_000, currency: 'usd', destination: account })
    await standIn.advance(5 * 86_400)

    expect(typesAt(connect)).toEqual(expect.arrayContaining(['account.updated', 'payout.created', 'payout.paid']))
    expect(at(connect).every((each) => each.event.account === account)).toBe(true)
    expect(typesAt(snapshots)).toContain('transfer.created')
    expect(typesAt(snapshots)).not.toContain('payout.paid')
  })

  it('names the request that caused it', async () => {
    const account = await haveFunded(standIn)
    const made = await stripe.transfers.create({ amount: 1, currency: 'usd', destination: account }, { idempotencyKey: 'po:1:0' })

    const [event] = (await stripe.events.list({ type: 'transfer.created' })).data

    expect(event?.request).toEqual({ id: new Headers(made.lastResponse.headers).get('request-id'), idempotency_key: 'po:1:0' })
  })
})

describe('a thin event', () => {
  it('carries two signatures while its secret is rotated, and only a pointer', async () => {
    const account = await havePayable(standIn)
    await standIn.deliver()
    const sent = at(thin).find((each) => each.event.type.includes('capability_status_updated'))
    const parse = (secret: string) =>
      stripe.parseEventNotificationAsync(sent?.body ?? '', sent?.signature ?? '', secret, undefined, undefined, now())

    const notification = await parse('whsec_old')

    expect(await parse('whsec_new')).toMatchObject({ id: notification.id })
    expect(notification).toMatchObject({ object: 'v2.core.event', related_object: { id: account, type: 'v2.core.account' } })
    expect(sent?.event).not.toHaveProperty('data')
    const whole = await stripe.v2.core.events.retrieve(notification.id)
    expect(whole).toMatchObject({ data: { updated_capability: 'stripe_balance.stripe_transfers' } })
  })

  it('leads to the account it is about', async () => {
    const account = await havePayable(standIn)
    await standIn.deliver()
    const { body = '', signature = '' } = at(thin).find((each) => each.event.type === 'v2.core.account.created') ?? {}

    const notification = await stripe.parseEventNotificationAsync(body, signature, 'whsec_new', undefined, undefined, now())

    if (!('fetchRelatedObject' in notification)) throw new Error('expected a related object')
    expect(await notification.fetchRelatedObject()).toMatchObject({ id: account })
  })

  it('is no event for those who expect a snapshot', async () => {
    await havePayable(standIn)
    await standIn.deliver()
    const { body = '', signature = '' } = at(thin)[0] ?? {}

    await expect(stripe.webhooks.constructEventAsync(body, signature, 'whsec_new', undefined, undefined, now())).rejects.toThrow(
      /thin event/,
    )
  })
})
