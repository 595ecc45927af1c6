import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

const DAY = 86_400
let standIn: StandIn
let stripe: Stripe
let customer: string

beforeEach(async () => {
  standIn = createStandIn({ startAt: new Date('2026-06-01T00:00:00Z') })
  stripe = clientOf(standIn)
  customer = (await perform(standIn, 'customer', { email: 'c@customer.example' })).id
})

const subscribe = (more: object = {}) =>
  perform<Stripe.Subscription>(standIn, 'subscription', { customer, amount: 3_000, currency: 'usd', ...more })
const invoices = async () => (await stripe.invoices.list({ limit: 100 })).data.reverse()
const haveInvoice = (more: object = {}) =>
  perform<Stripe.Invoice>(standIn, 'invoice', { customer, amount: 10_000, currency: 'usd', ...more })

describe('a coupon', () => {
  it('counts on the months it was made for', async () => {
    const coupon = await stripe.coupons.create({ percent_off: 25, duration: 'repeating', duration_in_months: 2 })
    await perform(standIn, 'checkout', {
      amount: 10_000,
      currency: 'usd',
      email: 'a@b.example',
      interval: 'month',
      coupon: coupon.id,
      tax_percent: 19,
    })
    await standIn.advance(62 * DAY)

    expect((await invoices()).map((each) => [each.subtotal, each.total_excluding_tax, each.total, each.amount_paid])).toEqual([
      [10_000, 7_500, 8_925, 8_925],
      [10_000, 7_500, 8_925, 8_925],
      [10_000, 10_000, 11_900, 11_900],
    ])
  })

  it('takes off no more than there is', async () => {
    const coupon = await stripe.coupons.create({ amount_off: 50_000, currency: 'usd' })
    const session = await perform<Stripe.Checkout.Session>(standIn, 'checkout', {
      amount: 10_000,
      currency: 'usd',
      email: 'a@b.example',
      coupon: coupon.id,
    })

    expect(session).toMatchObject({ amount_total: 0, payment_status: 'no_payment_required', payment_intent: null })
  })
})

describe('a change in the middle of a period', () => {
  const upgrade = async (behavior: 'always_invoice' | 'create_prorations' | 'none', quantity: number) => {
    const subscription = await subscribe()
    const item = subscription.items.data[0]?.id ?? ''
    await standIn.advance(15 * DAY)
    await stripe.subscriptions.update(subscription.id, { items: [{ id: item, quantity }], proration_behavior: behavior })
    const now = (await invoices()).map((each) => [each.billing_reason, each.amount_paid])
    await standIn.advance(15 * DAY)
    return { now, later: (await invoices()).slice(now.length).map((each) => [each.billing_reason, each.amount_paid]) }
  }

  it('is invoiced at once', async () => {
    const { now, later } = await upgrade('always_invoice', 2)

    expect(now.at(-1)).toEqual(['subscription_update', 1_500])
    expect(later).toEqual([['subscription_cycle', 6_000]])
  })

  it('is added to the next invoice', async () => {
    const { now, later } = await upgrade('create_prorations', 2)

    expect(now).toHaveLength(1)
    expect(later).toEqual([['subscription_cycle', 7_500]])
  })

  it('counts from the next period on', async () => {
    expect((await upgrade('none', 2)).later).toEqual([['subscription_cycle', 6_000]])
  })
})

describe('a declined card', () => {
  it('leaves the invoice open and the subscription behind, until it is paid', async () => {
    const { id } = await subscribe()
    await perform(standIn, 'card', { customer, declined: true })
    await standIn.advance(30 * DAY)
    const [, open] = await invoices()
    const behind = await stripe.subscriptions.retrieve(id)

    await expect(stripe.invoices.pay(open?.id ?? '')).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' })
    await perform(standIn, 'card', { customer, declined: false })
    await stripe.invoices.pay(open?.id ?? '')

    expect([open?.status, behind.status]).toEqual(['open', 'past_due'])
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
  })
})

describe('a pause', () => {
  it('voids the invoices of its time', async () => {
    const { id } = await subscribe()
    await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })
    await standIn.advance(30 * DAY)
    await stripe.subscriptions.update(id, { pause_collection: '' })
    await standIn.advance(31 * DAY)

    expect((await invoices()).map((each) => each.status)).toEqual(['paid', 'void', 'paid'])
  })
})

describe('a credit note', () => {
  it('lowers what is still owed', async () => {
    const { id } = await haveInvoice({ pay: 'no' })
    const note = await perform<Stripe.CreditNote>(standIn, 'credit-note', { invoice: id, amount: 4_000 })
    const paid = await stripe.invoices.pay(id)

    expect(note).toMatchObject({ pre_payment_amount: 4_000, post_payment_amount: 0, type: 'pre_payment', refunds: [] })
    expect(paid).toMatchObject({ total: 10_000, amount_paid: 6_000, pre_payment_credit_notes_amount: 4_000, status: 'paid' })
  })

  it('gives back what was paid, in part by a refund that has an event of its own', async () => {
    const { id } = await haveInvoice()
    const note = await perform<Stripe.CreditNote>(standIn, 'credit-note', { invoice: id, amount: 4_000, refund: 3_000, out_of_band: 1_000 })

    const refunds = await stripe.refunds.list()
    expect(note).toMatchObject({ pre_payment_amount: 0, post_payment_amount: 4_000, out_of_band_amount: 1_000 })
    expect(note.refunds).toMatchObject([{ amount_refunded: 3_000, refund: refunds.data[0]?.id }])
    expect((await stripe.events.list({ types: ['credit_note.created', 'refund.created'] })).data).toHaveLength(2)
  })

  it('must say how the money comes back', async () => {
    const { id } = await haveInvoice()

    await expect(stripe.creditNotes.create({ invoice: id, amount: 4_000 })).rejects.toMatchObject({ statusCode: 400 })
    await expect(stripe.creditNotes.create({ invoice: id, amount: 10_001, credit_amount: 10_001 })).rejects.toMatchObject({
      statusCode: 400,
    })
  })

  it('of an open invoice can be voided', async () => {
    const { id } = await haveInvoice({ pay: 'no' })
    const note = await stripe.creditNotes.create({ invoice: id, amount: 4_000 })
    await stripe.creditNotes.voidCreditNote(note.id)

    expect(await stripe.invoices.retrieve(id)).toMatchObject({ amount_remaining: 10_000, pre_payment_credit_notes_amount: 0 })
  })
})

describe('a Payment Link', () => {
  it('opens a session for each visit, with a reference only if it is well formed', async () => {
    const link = await stripe.paymentLinks.create({
      line_items: [{ price_data: { currency: 'usd', unit_amount: 2_000, product_data: { name: 'Seat' } }, quantity: 1 }],
      metadata: { campaign: 'spring' },
      after_completion: { type: 'redirect', redirect: { url: 'https://shop.test/thanks' } },
    })
    for (const reference of ['click_1', 'a.b.c']) {
      const visit = await standIn.fetch(`${link.url}?client_reference_id=${reference}`)
      const paid = await standIn.fetch(visit.headers.get('location') ?? '', {
        method: 'POST',
        body: new URLSearchParams({ email: 'a@b.example' }),
      })
      expect(paid.headers.get('location')).toBe('https://shop.test/thanks')
    }

    const sessions = await stripe.checkout.sessions.list()
    expect(sessions.data.map((each) => each.client_reference_id)).toEqual([null, 'click_1'])
    expect(sessions.data.map((each) => [each.payment_link, each.payment_status, each.metadata?.campaign])).toEqual([
      [link.id, 'paid', 'spring'],
      [link.id, 'paid', 'spring'],
    ])
  })
})
