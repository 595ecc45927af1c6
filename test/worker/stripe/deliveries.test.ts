import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { inbox } from '../../../schema/records.ts'
import { appliers } from '../../../worker/appliers.ts'
import { findDestination } from '../../../worker/partners/store.ts'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import { sweepInbox } from '../../../worker/stripe/inbox.ts'
import { createStandIn, type StandIn } from '../../stripe/stand-in.ts'
import { testSecrets } from '../../support/bindings.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let standIn: StandIn
let partnerId: string
let account: string

/** A world whose Stripe sends its webhooks to the app, signed, one after the other. */
beforeEach(async () => {
  const portal = 'http://localhost:8787/webhooks/stripe'
  standIn = createStandIn({
    startAt: new Date('2026-11-02T09:00:00Z'),
    seed: 1,
    destinations: [
      { url: portal, secrets: [testSecrets.STRIPE_WEBHOOK_SECRET] },
      { url: `${portal}/connect`, secrets: [testSecrets.STRIPE_CONNECT_WEBHOOK_SECRET], from: ['@accounts'] },
      { url: `${portal}/accounts`, secrets: [testSecrets.STRIPE_ACCOUNTS_WEBHOOK_SECRET], from: ['@accounts'], payload: 'thin' },
    ],
    send: async (request) =>
      world.ask(new URL(request.url).pathname, {
        body: await request.text(),
        headers: { 'stripe-signature': request.headers.get('stripe-signature') ?? '' },
      }),
  })
  world = await createWorld({ now: standIn.now, ...openStripe(readSettings(env), standIn.now, standIn.fetch) })
  const partner = await havePartner(world)
  partnerId = partner.id
  await world.ask('/get-paid/account', { as: partner.owner, form: { seen: '0', country: 'NL', entityType: 'company' } })
  account = (await findDestination(world.deps.db, partnerId))?.stripeAccount ?? ''
  await standIn.deliver()
  await world.settle()
})

const control = (act: string, body: unknown) => standIn.fetch(`http://stripe.test/_/${act}`, { method: 'POST', body: JSON.stringify(body) })
const stored = () => world.deps.db.select().from(inbox)
const readiness = async () => (await findDestination(world.deps.db, partnerId))?.readiness

describe('events of a partner’s account', () => {
  it('arrive on both paths and make it payable, without anybody coming back', async () => {
    await control('account', { id: account, state: 'complete' })
    await standIn.deliver()
    await world.settle()

    expect(await readiness()).toBe('active')
    expect(new Set((await stored()).map(({ source, account: whose }) => `${source} ${whose}`))).toEqual(
      new Set([`connect ${account}`, `accounts ${account}`]),
    )
    expect((await stored()).filter(({ status }) => status === 'new')).toEqual([])
    expect(world.mails.filter(({ subject }) => subject.includes('ready'))).toHaveLength(1)
  })

  it.each(['duplicate', 'twin', 'reorder', 'before_answer'])('that come as a %s end the same', async (rule) => {
    await control('sender', [{ match: {}, do: rule, times: 'always' }])
    await control('account', { id: account, state: 'complete' })
    await control('account', { id: account, state: 'restrict' })
    await standIn.deliver()
    await world.settle()

    expect(await readiness()).toBe('restricted')
  })

  it('that never come are made up for by the next look', async () => {
    await control('sender', [{ match: {}, do: 'withhold', times: 'always' }])
    await control('account', { id: account, state: 'complete' })
    await standIn.deliver()
    await world.settle()
    expect(await readiness()).toBe('restricted')

    await control('resend', { event: Object.keys(standIn.state.tables.thinEvents).at(-1) })
    await standIn.deliver()
    await sweepInbox(world.deps, appliers)

    expect(await readiness()).toBe('active')
  })

  it.each([
    ['of another api version are taken', { apiVersion: '2025-03-31.basil' }, 'active'],
    ['of live mode are not applied', { livemode: true }, 'restricted'],
    ['with a bad signature are not even stored', { badSignature: true }, 'restricted'],
  ])('%s', async (_case, change, state) => {
    await control('sender', [{ match: {}, do: 'change', change, times: 'always' }])
    const before = (await stored()).length
    await control('account', { id: account, state: 'complete' })
    await standIn.deliver()
    await world.settle()

    expect(await readiness()).toBe(state)
    if ('badSignature' in change) expect(await stored()).toHaveLength(before)
  })
})
