import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf, perform } from './client.ts'
import { createStandIn, type StandIn } from './stand-in.ts'
import { periodEnd } from './subscriptions.ts'

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

describe('a subscription bought by Checkout', () => {
  it('is invoiced and paid again with each month', async () => {
    const session = await perform<Paid>(standIn, 'checkout', {
      ...buyer,
      amount: 9_900,
      interval: 'month',
      client_reference_id: 'click_1',
      metadata: { deal: '7' },
    })
    await standIn.advance(92 * DAY)

    const invoices = await stripe.invoices.list({ subscription: session.subscription, expand: ['data.payments'] })

    expect(session).toMatchObject({
      mode: 'subscription',
      status: 'complete',
      payment_status: 'paid',
      client_reference_id: 'click_1',
      payment_intent: null,
    })
    expect(
      invoices.data.map((each) => [
        each.billing_reason,
        each.amount_paid,
        each.status,
        new Date(each.created * 1000).toISOString().slice(0, 10),
      ]),
    ).toEqual([
      ['subscription_cycle', 9_900, 'paid', '2026-04-30'],
      ['subscription_cycle', 9_900, 'paid', '2026-03-31'],
      ['subscription_cycle', 9_900, 'paid', '2026-02-28'],
      ['subscription_create', 9_900, 'paid', '2026-01-31'],
    ])
    expect(invoices.data[0]?.parent?.subscription_details).toEqual({ subscription: session.subscription, metadata: { deal: '7' } })
    expect(invoices.data[0]?.payments?.data).toMatchObject([{ status: 'paid', amount_paid: 9_900, payment: { type: 'payment_intent' } }])
    expect(await stripe.subscriptions.retrieve(session.subscription)).toMatchObject({
      status: 'active',
      latest_invoice: invoices.data[0]?.id,
    })
  })

  it('tells all of it by events', async () => {
    await perform(standIn, 'checkout', { ...buyer, amount: 9_900, interval: 'month' })

    expect(await types()).toEqual([
      'product.created',
      'price.created',
      'customer.created',
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'invoice.payment_succeeded',
      'checkout.session.completed',
    ])
  })

  it('ends, and is never invoiced again', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 9_900, interval: 'month' })
    await stripe.subscriptions.cancel(session.subscription)
    await standIn.advance(62 * DAY)

    expect((await stripe.invoices.list()).data).toHaveLength(1)
    expect(await types()).not.toContain('customer.subscription.updated')
    expect((await stripe.subscriptions.retrieve(session.subscription)).status).toBe('canceled')
  })

  it('ends with its period when it was canceled for then', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 9_900, interval: 'month' })
    await stripe.subscriptions.update(session.subscription, { cancel_at_period_end: true })
    await standIn.advance(29 * DAY)

    expect((await stripe.subscriptions.retrieve(session.subscription)).status).toBe('canceled')
    expect((await stripe.invoices.list()).data).toHaveLength(1)
  })

  it('costs nothing during its trial', async () => {
    const session = await perform<Paid>(standIn, 'checkout', { ...buyer, amount: 9_900, interval: 'month', trial_days: 14 })
    await standIn.advance(14 * DAY)

    expect(session.payment_status).toBe('no_payment_required')
    expect((await stripe.invoices.list()).data.map((each) => [each.billing_reason, each.amount_paid, each.status])).toEqual([
      ['subscription_cycle', 9_900, 'paid'],
      ['subscription_create', 0, 'paid'],
    ])
  })
})

describe('a period', () => {
  it.each([
    ['2026-01-31', 'month', 1, '2026-02-28'],
    ['2026-01-31', 'month', 2, '2026-03-31'],
    ['2026-12-15', 'month', 1, '2027-01-15'],
    ['2028-02-29', 'year', 1, '2029-02-28'],
    ['2026-01-31', 'week', 2, '2026-02-14'],
  ] as const)('from %s, %s × %d ends on %s', (from, interval, count, until) => {
    const seconds = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000

    expect(periodEnd(seconds(from), interval, count)).toBe(seconds(until))
  })
})
