import { haveCustomer, paymentOf } from './revenue.ts'
import { passDays, type Scene } from './scene.ts'

/** Invoices drawn up line by line: paid by card, in parts, outside of Stripe, given up. */
export async function billCustomers(scene: Scene): Promise<void> {
  const { stripe, act } = scene
  const customer = await haveCustomer(scene)
  const draft = await stripe.invoices.create({ customer, currency: 'usd', description: 'Consulting', metadata: { job: '7' } })
  await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 9_000, currency: 'usd', description: 'Day' })
  await stripe.invoices.finalizeInvoice(draft.id)
  await act('pay', { invoice: draft.id, amount: 4_000 })
  await stripe.invoices.pay(draft.id)
  await stripe.invoices.retrieve(draft.id)
  await stripe.invoices.retrieve(draft.id, { expand: ['payments', 'customer'] })
  await stripe.invoices.listLineItems(draft.id, { limit: 3 })
  const payment = await paymentOf(scene, draft.id)
  await stripe.invoicePayments.retrieve(String(payment?.id))
  const intent = payment?.payment.payment_intent
  await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: typeof intent === 'string' ? intent : String(intent?.id) },
    limit: 100,
  })
  await act('invoice', { customer, amount: 10_000, currency: 'eur', tax: 1_900, discount: 500 })
  const outside = await act('invoice', { customer, amount: 2_000, currency: 'usd', pay: 'no' })
  await stripe.invoices.pay(outside.id, { paid_out_of_band: true })
  const [wrong, lost] = [
    await act('invoice', { customer, amount: 1, currency: 'usd', pay: 'no' }),
    await act('invoice', { customer, amount: 2, currency: 'usd', pay: 'no' }),
  ]
  await stripe.invoices.voidInvoice(wrong.id)
  await stripe.invoices.markUncollectible(lost.id)
  await stripe.invoices.list({ customer, status: 'paid', created: { gte: 1 }, limit: 5 })
}

/** Single payments, and refunds that succeed, wait, fail and are cancelled. */
export async function refundCustomers(scene: Scene): Promise<void> {
  const { stripe, act } = scene
  const customer = await haveCustomer(scene)
  const intent = await stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'usd',
    customer,
    payment_method: 'pm_card_visa',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    metadata: { order: '1' },
  })
  await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
  await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction'] })
  await stripe.paymentIntents.list({ customer, limit: 3 })
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 3_333, reason: 'requested_by_customer' })
  await stripe.refunds.update(refund.id, { metadata: { ticket: '9' } })
  for (const outcome of ['failed', 'canceled', 'succeeded']) {
    const pending = await act('refund', { payment_intent: intent.id, amount: 1_000, pending: true })
    await stripe.refunds.retrieve(pending.id)
    await act('refund-outcome', { id: pending.id, outcome })
    await stripe.refunds.retrieve(pending.id, { expand: ['charge', 'payment_intent', 'balance_transaction'] })
  }
  const waiting = await act('refund', { payment_intent: intent.id, amount: 500, pending: true })
  await stripe.refunds.cancel(waiting.id)
  const charge = String(refund.charge)
  await stripe.refunds.list({ charge, limit: 2 }).autoPagingToArray({ limit: 10 })
  await stripe.charges.retrieve(charge)
  await stripe.charges.retrieve(charge, { expand: ['refunds', 'customer', 'balance_transaction'] })
  await stripe.charges.list({ payment_intent: intent.id, limit: 3, expand: ['data.refunds'] })
  await passDays(scene, 3)
}
