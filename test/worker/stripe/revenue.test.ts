import { beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../../worker/settings.ts'
import { openStripe } from '../../../worker/stripe/client.ts'
import type { RevenueSource } from '../../../worker/stripe/port-revenue.ts'
import { createStandIn, type StandIn } from '../../stripe/stand-in.ts'
import { testSecrets, testVariables } from '../../support/bindings.ts'

let standIn: StandIn
let revenue: RevenueSource
beforeEach(() => {
  standIn = createStandIn({ startAt: new Date('2026-11-02T09:00:00Z'), seed: 1 })
  revenue = openStripe(readSettings({ ...testVariables, ...testSecrets }), standIn.now, standIn.fetch).revenue
})

async function control<Made extends object>(act: string, body: object): Promise<Made> {
  const answer = await standIn.fetch(`http://stripe.test/_/${act}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}
const checkOut = (more: object = {}) =>
  control<{ id: string }>('checkout', {
    amount: 12_100,
    currency: 'eur',
    email: 'ada@shop.example',
    client_reference_id: 'click-1',
    ...more,
  })

describe('a Checkout session', () => {
  it('of one payment tells who paid, by whose click, and what', async () => {
    const session = await revenue.checkout((await checkOut({ name: 'Ada' })).id)

    expect(session).toMatchObject({
      email: 'ada@shop.example',
      name: 'Ada',
      status: 'complete',
      paymentStatus: 'paid',
      referral: 'click-1',
      currency: 'eur',
      totalMinor: 12_100,
      baseMinor: 12_100,
      paymentIntent: expect.stringMatching(/^pi_/),
      charges: [expect.stringMatching(/^ch_/)],
      invoice: null,
      subscription: null,
      paidAt: standIn.now(),
    })
  })

  it('is found by its PaymentIntent', async () => {
    const session = await revenue.checkout((await checkOut()).id)

    expect(await revenue.checkoutOfPaymentIntent(session.paymentIntent ?? '')).toEqual(session)
    expect(await revenue.checkoutOfPaymentIntent('pi_other')).toBeUndefined()
  })

  it('of a subscription is found by it, and its invoice tells the rest', async () => {
    const session = await revenue.checkout((await checkOut({ mode: 'subscription', interval: 'month' })).id)

    expect(session).toMatchObject({ subscription: expect.stringMatching(/^sub_/), invoice: expect.stringMatching(/^in_/), charges: [] })
    expect(await revenue.checkoutOfSubscription(session.subscription ?? '')).toMatchObject({ id: session.id, referral: 'click-1' })
    expect(await revenue.checkoutOfSubscription('sub_other')).toBeUndefined()
  })

  it('hands on no reference that is no click id', async () => {
    expect((await revenue.checkout((await checkOut({ client_reference_id: 'a.b' })).id)).referral).toBeNull()
  })
})

describe('an invoice', () => {
  it('tells its payments, its subscription and the base without tax', async () => {
    const session = await revenue.checkout((await checkOut({ mode: 'subscription', interval: 'month' })).id)

    const invoice = await revenue.invoice(session.invoice ?? '')

    expect(invoice).toMatchObject({
      status: 'paid',
      billingReason: 'subscription_create',
      stripeCustomer: session.stripeCustomer,
      email: 'ada@shop.example',
      currency: 'eur',
      paidMinor: 12_100,
      baseMinor: 12_100,
      subscription: session.subscription,
      paymentIntents: [expect.stringMatching(/^pi_/)],
      charges: [expect.stringMatching(/^ch_/)],
      paidAt: standIn.now(),
    })
    expect(await revenue.invoicesOfPaymentIntent(invoice.paymentIntents[0] ?? '')).toEqual([invoice.id])
  })

  it('counts neither tax nor discount', async () => {
    const customer = await control<{ id: string }>('customer', { email: 'ada@shop.example' })
    const made = await control<{ id: string }>('invoice', {
      customer: customer.id,
      amount: 10_000,
      currency: 'eur',
      tax: 1_890,
      discount: 1_000,
    })

    expect(await revenue.invoice(made.id)).toMatchObject({ paidMinor: 10_890, totalMinor: 10_890, baseMinor: 9_000 })
  })

  it('of nobody is found by a PaymentIntent that paid none', async () => {
    const session = await revenue.checkout((await checkOut()).id)

    expect(await revenue.invoicesOfPaymentIntent(session.paymentIntent ?? '')).toEqual([])
  })
})

describe('a refund', () => {
  it('tells what it gives back, and of which payment', async () => {
    const session = await revenue.checkout((await checkOut()).id)
    const made = await control<{ id: string }>('refund', { payment_intent: session.paymentIntent, amount: 2_100 })

    const refund = await revenue.refund(made.id)

    expect(refund).toEqual({
      id: made.id,
      status: 'succeeded',
      amountMinor: 2_100,
      currency: 'eur',
      paymentIntent: session.paymentIntent,
      charge: session.charges[0],
      invoice: null,
      createdAt: standIn.now(),
    })
    expect(await revenue.refundsOfCharge(session.charges[0] ?? '')).toEqual([refund])
  })
})

describe('a dispute', () => {
  it('tells its status and its payment, and the invoice that a person named', async () => {
    const session = await revenue.checkout((await checkOut()).id)
    const made = await control<{ id: string }>('dispute', { payment_intent: session.paymentIntent, amount: 2_100 })
    const dispute = standIn.state.tables.disputes[made.id]?.object
    if (dispute) dispute.metadata = { goodword_invoice: 'in_1' }

    expect(await revenue.dispute(made.id)).toEqual({
      id: made.id,
      status: 'needs_response',
      amountMinor: 2_100,
      currency: 'eur',
      paymentIntent: session.paymentIntent,
      charge: session.charges[0],
      invoice: 'in_1',
      createdAt: standIn.now(),
    })
  })
})

describe('a credit note', () => {
  it('tells what it gave back, and how much of that by which refunds', async () => {
    const customer = await control<{ id: string }>('customer', { email: 'ada@shop.example' })
    const invoice = await control<{ id: string }>('invoice', { customer: customer.id, amount: 10_000, currency: 'eur' })
    const made = await control<{ id: string }>('credit-note', { invoice: invoice.id, amount: 900, refund: 500, credit: 400 })

    expect(await revenue.creditNote(made.id)).toEqual({
      id: made.id,
      status: 'issued',
      invoice: invoice.id,
      currency: 'eur',
      postPaymentMinor: 900,
      refunds: [{ id: expect.stringMatching(/^re_/), amountMinor: 500 }],
      createdAt: standIn.now(),
    })
  })
})

describe('a subscription', () => {
  it('tells when it ended, by itself and on its invoices', async () => {
    const session = await revenue.checkout((await checkOut({ mode: 'subscription', interval: 'month' })).id)
    const id = session.subscription ?? ''
    expect(await revenue.subscription(id)).toEqual({ id, ended: null })
    expect(await revenue.invoice(session.invoice ?? '')).toMatchObject({ subscriptionEnded: null })

    await control('end-subscription', { id })

    expect(await revenue.subscription(id)).toMatchObject({ ended: { at: standIn.now() } })
    expect(await revenue.invoice(session.invoice ?? '')).toMatchObject({ subscription: id, subscriptionEnded: { at: standIn.now() } })
  })
})
