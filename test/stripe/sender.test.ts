import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { haveFunded, perform } from './client.ts'
import { createReceiver, type Receiver, snapshots } from './receiver.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

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

describe('the sender', () => {
  it('sends nothing by itself', async () => {
    await fund()

    expect(receiver.arrived).toEqual([])
  })

  it('tries again within hours, with a new timestamp each time, and gives up', async () => {
    receiver.answer = () => new Response(null, { status: 500 })
    await perform(standIn, 'sender', [{ match: { type: 'topup.created' }, do: 'withhold' }])
    await fund()
    await standIn.advance(24 * 3_600)

    expect(receiver.arrived).toHaveLength(4)
    expect(new Set(receiver.arrived.map((each) => each.signature)).size).toBe(4)
    expect(new Set(receiver.arrived.map((each) => each.event.id)).size).toBe(1)
    expect((await stripe.events.list({ delivery_success: false })).data).toHaveLength(2)
  })

  it('stops trying once it is answered', async () => {
    receiver.answer = () => new Response(null, { status: receiver.arrived.length > 1 ? 200 : 503 })
    await fund()
    await standIn.advance(24 * 3_600)

    expect(typesAt(snapshots)).toEqual(['topup.created', 'topup.succeeded', 'topup.created'])
  })

  it.each([
    ['duplicate', ['topup.created', 'topup.created', 'topup.succeeded'], 2],
    ['twin', ['topup.created', 'topup.created', 'topup.succeeded'], 3],
    ['reorder', ['topup.succeeded', 'topup.created'], 2],
    ['withhold', ['topup.succeeded'], 1],
    ['delay', ['topup.succeeded'], 1],
  ])('can %s', async (what, expected, ids) => {
    await perform(standIn, 'sender', [{ match: { type: 'topup.created' }, do: what, seconds: 60 }])
    await fund()
    await standIn.deliver()

    expect(typesAt(snapshots)).toEqual(expected)
    expect(new Set(receiver.arrived.map((each) => each.event.id)).size).toBe(ids)
  })

  it('sends what was delayed or withheld in the end', async () => {
    await perform(standIn, 'sender', [
      { match: { type: 'topup.created' }, do: 'withhold' },
      { match: { type: 'topup.succeeded' }, do: 'delay', seconds: 7_200 },
    ])
    await fund()
    await standIn.deliver()
    expect(receiver.arrived).toEqual([])

    const [event] = (await stripe.events.list({ type: 'topup.created' })).data
    await perform(standIn, 'resend', { event: event?.id })
    await standIn.advance(7_200)

    expect(typesAt(snapshots)).toEqual(['topup.created', 'topup.succeeded'])
  })

  it('sends everything in the manner that a person chose, until another is chosen', async () => {
    const sending = (manner: string) => perform(standIn, 'sending', { manner })
    for (const manner of ['each twice', 'newest first', 'not at all', 'as they happen']) {
      await sending(manner)
      await fund()
      await standIn.deliver()
    }

    const [created, succeeded] = ['topup.created', 'topup.succeeded']
    expect(typesAt(snapshots)).toEqual([created, created, succeeded, succeeded, succeeded, created, created, succeeded])
    expect(standIn.state.sender).toEqual([])
  })

  it('sends one event as often as asked for, and the newest ones backwards', async () => {
    await fund()
    await standIn.deliver()
    const [succeeded, created] = (await stripe.events.list()).data
    await perform(standIn, 'resend', { event: created?.id, times: 2 })
    await standIn.deliver()
    expect(receiver.arrived.slice(2).map(({ event }) => event.id)).toEqual([created?.id, created?.id])

    await perform(standIn, 'resend-newest', { count: 5 })
    await standIn.deliver()
    expect(receiver.arrived.slice(4).map(({ event }) => event.id)).toEqual([succeeded?.id, created?.id])
  })

  it('can change what it says, and sign it badly', async () => {
    await perform(standIn, 'sender', [
      { match: { type: 'topup.created' }, do: 'change', change: { apiVersion: '2024-06-20', livemode: true } },
      { match: { type: 'topup.succeeded' }, do: 'change', change: { badSignature: true } },
    ])
    await fund()
    await standIn.deliver()
    const [changed, forged] = at(snapshots)

    expect(changed?.event).toMatchObject({ api_version: '2024-06-20', livemode: true })
    await expect(
      stripe.webhooks.constructEventAsync(forged?.body ?? '', forged?.signature ?? '', 'whsec_self', undefined, undefined, now()),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeSignatureVerificationError)
  })

  it('can be faster than the answer of the API', async () => {
    const account = await haveFunded(standIn)
    await standIn.deliver()
    await perform(standIn, 'sender', [{ match: { type: 'transfer.created' }, do: 'before_answer', times: 'once' }])
    receiver.arrived = []
    const order: string[] = []
    receiver.answer = () => {
      order.push('webhook')
      return new Response(null, { status: 200 })
    }

    await stripe.transfers.create({ amount: 1, currency: 'usd', destination: account })
    order.push('answer')

    expect(order).toEqual(['webhook', 'answer'])
    expect(typesAt(snapshots)).toEqual(['transfer.created'])
  })

  it('sends by itself where it is asked to', async () => {
    const eager = createStandIn({
      embeddedDeliveries: true,
      destinations: [{ url: snapshots, secrets: ['whsec_self'] }],
      send: async (request) => {
        receiver.arrived.push({ url: request.url, body: '', signature: '', event: await request.json() })
        return new Response(null, { status: 200 })
      },
    })
    await perform(eager, 'fund', { amount: 1, currency: 'usd' })
    await eager.deliver()

    expect(typesAt(snapshots)).toEqual(['topup.created', 'topup.succeeded'])
  })

  it('delivers after a restart what was still in the post, signed with the secret of now', async () => {
    await fund()
    const sent: string[] = []
    const restarted = createStandIn({
      state: JSON.parse(JSON.stringify(standIn.state)),
      destinations: [{ url: snapshots, secrets: ['whsec_rolled'] }],
      send: async (request) => {
        const signature = request.headers.get('Stripe-Signature') ?? ''
        sent.push(
          (await stripe.webhooks.constructEventAsync(await request.text(), signature, 'whsec_rolled', undefined, undefined, now())).type,
        )
        return new Response(null, { status: 200 })
      },
    })
    await restarted.deliver()

    expect(sent).toEqual(['topup.created', 'topup.succeeded'])
  })

  it('reaches destinations made by the API, whose secret is shown once', async () => {
    const made = await stripe.v2.core.eventDestinations.create({
      name: 'mine',
      type: 'webhook_endpoint',
      event_payload: 'snapshot',
      snapshot_api_version: '2026-10-28.endive',
      events_from: ['@self'],
      enabled_events: ['topup.succeeded'],
      webhook_endpoint: { url: 'https://portal.test/mine' },
      include: ['webhook_endpoint.signing_secret'],
    })
    await fund()
    await standIn.deliver()

    const secret = made.webhook_endpoint?.signing_secret ?? ''
    const [sent] = at('https://portal.test/mine')
    expect(typesAt('https://portal.test/mine')).toEqual(['topup.succeeded'])
    await expect(
      stripe.webhooks.constructEventAsync(sent?.body ?? '', sent?.signature ?? '', secret, undefined, undefined, now()),
    ).resolves.toMatchObject({ type: 'topup.succeeded' })
    expect((await stripe.v2.core.eventDestinations.retrieve(made.id)).webhook_endpoint).toEqual({ url: 'https://portal.test/mine' })
  })
})
