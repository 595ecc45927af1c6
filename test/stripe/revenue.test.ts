import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'

const DAY = 86_400
let standIn: StandIn
let stripe: Stripe

beforeEach(() => {
  standIn = createStandIn({ startAt: new Date('2026-01-31T09:00:00Z') })
  stripe = clientOf(standIn)
})

type Paid = Stripe.Checkout.Session & { subscription: string; invoice: string; payment_intent: string; customer: string }
const buyer = { currency: 'usd', email: 'buyer@customer.example' }
const types = async () => (await stripe.events.list({ limit: 100 })).data.map((event) => event.type).reverse()

describe('a one-off Checkout', () => {
  it('has a payment of its own and no invoice', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 5_000 })

    expect(session).toMatchObject({ mode: 'payment', invoice: null, customer: null, amount_total: 5_000 })
    expect(session.customer_details?.email).toBe('buyer@customer.example')
    expect(await stripe.paymentIntents.retrieve(session.payment_intent, { expand: ['latest_charge'] })).toMatchObject({
      status: 'succeeded',
      amount_received: 5_000,
      latest_charge: { object: 'charge', amount: 5_000 },
    })
    expect(
      (await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: session.payment_intent } })).data,
    ).toEqual([])
  })

  it('may have an invoice, which then carries the payment', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 5_000, invoice: true, tax_percent: 20 })
    const invoice = await stripe.invoices.retrieve(session.invoice)

    expect(session).toMatchObject({
      amount_total: 6_000,
      payment_intent: expect.stringMatching(/^pi_/),
      customer: expect.stringMatching(/^cus_/),
    })
    expect(invoice).toMatchObject({ total: 6_000, total_excluding_tax: 5_000, billing_reason: 'manual', parent: null })
  })

  it('drops a malformed client_reference_id in silence', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 5_000, client_reference_id: 'eyJ.a.b' })

    expect(session.client_reference_id).toBeNull()
  })

  it('may be answered by the bank days later', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 5_000, delayed: true })
    await standIn.advance(3 * DAY)
    const answered = await perform<Paid>(standIn, 'late-answer', { session: session.id, succeeded: true })

    expect(session.payment_status).toBe('unpaid')
    expect(answered.payment_status).toBe('paid')
    expect((await types()).at(-1)).toBe('checkout.session.async_payment_succeeded')
  })

  it('is paid on its hosted page, which leads on', async () => {
    const price = { currency: 'eur', unit_amount: 1_250, product_data: { name: 'Workshop' } }
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: price, quantity: 2 }],
      success_url: 'https://shop.test/thanks?session={CHECKOUT_SESSION_ID}',
      client_reference_id: 'click_2',
    })
    const url = session.url ?? ''

    const page = await (await standIn.fetch(url)).text()
    const paid = await standIn.fetch(url, { method: 'POST', body: new URLSearchParams({ email: 'ada@customer.example', name: 'Ada' }) })

    expect(page).toContain('25.00 EUR')
    expect(paid.status).toBe(303)
    expect(paid.headers.get('location')).toBe(`https://shop.test/thanks?session=${session.id}`)
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      payment_status: 'paid',
      client_reference_id: 'click_2',
      url: null,
    })
    expect((await standIn.fetch(url)).status).toBe(410)
  })

  it('expires when nobody pays', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: { currency: 'eur', unit_amount: 100, product_data: { name: 'x' } }, quantity: 1 }],
    })
    await standIn.advance(DAY)

    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired')
  })
})

describe('an invoice', () => {
  it('says what it costs without tax and after its discount', async () => {
    const { id: customer } = await perform(standIn, 'customer', { email: 'c@customer.example' })

    const invoice = await perform<Stripe.Invoice>(standIn, 'invoice', {
      customer,
      currency: 'eur',
      amount: 10_000,
      discount: 1_000,
      tax: 1_710,
    })

    expect(invoice).toMatchObject({
      subtotal: 10_000,
      total_excluding_tax: 9_000,
      total: 10_710,
      amount_paid: 10_710,
      status: 'paid',
      billing_reason: 'manual',
    })
    expect((await stripe.balance.retrieve()).pending).toMatchObject([{ amount: 10_710, currency: 'eur' }])
  })

  it('is paid in parts, and outside of Stripe', async () => {
    const { id: customer } = await perform(standIn, 'customer', { email: 'c@customer.example' })
    const { id: invoice } = await perform(standIn, 'invoice', { customer, currency: 'eur', amount: 10_000, pay: 'no' })
    const partly = await perform<Stripe.Invoice>(standIn, 'pay', { invoice, amount: 4_000 })
    const whole = await perform<Stripe.Invoice>(standIn, 'pay', { invoice, outside: true })

    expect(partly).toMatchObject({ status: 'open', amount_paid: 4_000, amount_remaining: 6_000 })
    expect(whole).toMatchObject({ status: 'paid', amount_paid: 10_000 })
    expect((await stripe.invoicePayments.list({ invoice })).data.map((each) => [each.amount_paid, each.payment.type])).toEqual([
      [6_000, 'payment_record'],
      [4_000, 'payment_intent'],
    ])
  })
})

describe('a refund', () => {
  it('gives back a part, finds its invoice and never exceeds the charge', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 9_900, interval: 'month' })

    const made = await perform<Stripe.Refund & { payment_intent: string; charge: string }>(standIn, 'refund', {
      invoice: session.invoice,
      amount: 3_300,
    })

    expect(made).toMatchObject({ amount: 3_300, status: 'succeeded', customer: null })
    const payments = await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: made.payment_intent } })
    expect(payments.data.map((each) => each.invoice)).toEqual([session.invoice])
    expect(await stripe.charges.retrieve(made.charge)).toMatchObject({ amount_refunded: 3_300, refunded: false })
    await expect(stripe.refunds.create({ payment_intent: made.payment_intent, amount: 6_601 })).rejects.toMatchObject({ statusCode: 400 })
    expect((await types()).slice(-3)).toEqual(['charge.refunded', 'refund.created', 'charge.refund.updated'])
  })

  it('may fail days later: the money is back and may be refunded again', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 9_900 })
    const { id } = await perform(standIn, 'refund', { payment_intent: session.payment_intent, pending: true })
    await perform(standIn, 'refund-outcome', { id, outcome: 'failed' })

    expect(await stripe.refunds.retrieve(id)).toMatchObject({ status: 'failed' })
    expect((await types()).slice(-3)).toEqual(['refund.updated', 'refund.failed', 'charge.refund.updated'])
    await expect(stripe.refunds.create({ payment_intent: session.payment_intent })).resolves.toMatchObject({ amount: 9_900 })
  })
})

describe('card money', () => {
  it('is pending for two days, then available', async () => {
    await perform(standIn, 'checkout', { ...buyer, amount: 9_900 })
    const before = await stripe.balance.retrieve()
    await standIn.advance(2 * DAY)
    const after = await stripe.balance.retrieve()

    expect([before.available[0]?.amount, before.pending[0]?.amount]).toEqual([0, 9_900])
    expect([after.available[0]?.amount, after.pending[0]?.amount]).toEqual([9_900, 0])
    expect((await types()).at(-1)).toBe('balance.available')
  })
})
