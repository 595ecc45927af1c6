import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deals } from '../../../schema/deals.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, callStripe, haveReferral } from './stripe-story.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const creditedTo = async () => (await world.deps.db.select().from(deals)).map(({ partnerId }) => partnerId)

describe('a click id', () => {
  it('is written in letters that no address and no field of Stripe’s drops', async () => {
    const { referral } = await haveReferral(world)

    expect(referral).toMatch(/^[A-Za-z0-9_-]{40,200}$/)
    expect(new URLSearchParams({ client_reference_id: referral }).toString()).toBe(`client_reference_id=${referral}`)
  })

  it('travels through the address of a Payment Link to the commission', async () => {
    const { partner, referral } = await haveReferral(world)
    const link = await callStripe<{ url: string }>(world, '/v1/payment_links', {
      'line_items[0][price_data][currency]': 'eur',
      'line_items[0][price_data][unit_amount]': '100000',
      'line_items[0][price_data][product_data][name]': 'Licence',
      'line_items[0][quantity]': '1',
    })
    const opened = await world.standIn.fetch(`${link.url}?client_reference_id=${referral}`, { redirect: 'manual' })
    const page = opened.headers.get('location') ?? ''
    const form = new URLSearchParams({ email: 'ann@oak.example', name: 'Ann' })
    await world.standIn.fetch(page, { method: 'POST', body: form, redirect: 'manual' })
    const session = Object.keys(world.standIn.state.tables.checkoutSessions)[0] ?? ''

    expect(await arrive(world, 'checkout.session.completed', session)).toBe('done')

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })

  it.each([
    ['with a character that Stripe drops', (referral: string) => `${referral}.x`],
    ['that is empty', () => ''],
    ['that nobody signed', (referral: string) => `${referral.slice(0, -4)}AAAA`],
    ['that is the shop’s own', () => 'order-4711'],
  ])('%s names nobody, and the payment of a stranger is not for us', async (_, spoil) => {
    const { checkOut, referral } = await haveReferral(world)
    const session = await checkOut({ client_reference_id: spoil(referral) || undefined })

    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('ignored')
    expect(await creditedTo()).toEqual([])
  })
})

describe('metadata goodword_referral', () => {
  it('of the session counts where the reference is taken for something else', async () => {
    const { partner, checkOut, referral } = await haveReferral(world)
    const session = await checkOut({ client_reference_id: 'order-4711', metadata: { goodword_referral: referral } })

    await arrive(world, 'checkout.session.completed', session.id)

    expect(await creditedTo()).toEqual([partner.id])
  })

  it.each([['session'], ['invoice']])('of the subscription counts, the %s told first', async (first) => {
    const { partner, subscribe, referral } = await haveReferral(world)
    const subscription_metadata = { goodword_referral: referral }
    const session = await subscribe({ client_reference_id: undefined, subscription_metadata })
    const events = [
      ['checkout.session.completed', session.id],
      ['invoice.paid', session.invoice ?? ''],
    ] as const

    for (const [type, object] of first === 'session' ? events : events.toReversed()) expect(await arrive(world, type, object)).toBe('done')

    expect(await creditedTo()).toEqual([partner.id])
  })

  it('of a customer who is billed by API counts for a subscription, and for an invoice', async () => {
    const { partner, referral } = await haveReferral(world)
    const metadata = { goodword_referral: referral }
    const ann = await atStripe(world, 'customer', { email: 'ann@oak.example', metadata })
    const bo = await atStripe(world, 'customer', { email: 'bo@elm.example', metadata })
    const billed = { amount: 100_000, currency: 'eur' }
    const { latest_invoice } = await atStripe<{ latest_invoice: string }>(world, 'subscription', { ...billed, customer: ann.id })
    const invoice = await atStripe(world, 'invoice', { ...billed, customer: bo.id })

    for (const id of [latest_invoice, invoice.id]) expect(await arrive(world, 'invoice.paid', id)).toBe('done')

    expect(await creditedTo()).toEqual([partner.id, partner.id])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 20_000 })
  })

  it('of the customer counts for a Checkout that says nothing itself', async () => {
    const { partner, checkOut, referral } = await haveReferral(world)
    const { id } = await atStripe(world, 'customer', { email: 'ann@oak.example', metadata: { goodword_referral: referral } })
    const session = await checkOut({ client_reference_id: undefined, customer: id })

    await arrive(world, 'checkout.session.completed', session.id)

    expect(await creditedTo()).toEqual([partner.id])
  })

  it('that is nearer to the sale wins', async () => {
    const { partner, referral, checkOut } = await haveReferral(world)
    const other = await haveReferral(world)
    const { id } = await atStripe(world, 'customer', { email: 'ann@oak.example', metadata: { goodword_referral: other.referral } })
    const session = await checkOut({ client_reference_id: referral, customer: id })

    await arrive(world, 'checkout.session.completed', session.id)

    expect(await creditedTo()).toEqual([partner.id])
  })
})
