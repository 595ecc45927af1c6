import type Stripe from 'stripe'
import { passDays, type Scene } from './scene.ts'

/** What a merchant sells: a plan and a one-off. */
export async function haveCatalogue({ stripe }: Scene): Promise<{ plan: string; item: string }> {
  const product = await stripe.products.create({ name: 'Widget', description: 'A widget', metadata: { sku: '1' } })
  const plan = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 2_900, recurring: { interval: 'month' } })
  const item = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 900 })
  await stripe.products.update(product.id, { name: 'Widget 2', metadata: { sku: '2' } })
  await stripe.prices.update(item.id, { nickname: 'Once', metadata: { size: 's' } })
  await stripe.products.retrieve(product.id)
  await stripe.products.list({ active: true, limit: 3 })
  await stripe.prices.retrieve(plan.id, { expand: ['product'] })
  await stripe.prices.list({ product: product.id, limit: 3 })
  return { plan: plan.id, item: item.id }
}

/** Checkout in both modes, its page filled in, answered late, and left. */
export async function sellByCheckout(scene: Scene, { plan, item }: { plan: string; item: string }): Promise<void> {
  const { standIn, stripe, act } = scene
  const success_url = 'https://shop.test/thanks?session={CHECKOUT_SESSION_ID}'
  const subscription = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: plan, quantity: 2 }],
    client_reference_id: 'click_1',
    success_url,
    subscription_data: { metadata: { goodword_referral: 'click_1' } },
  })
  await standIn.fetch(String(subscription.url), { method: 'POST', body: new URLSearchParams({ email: 'ann@shop.test', name: 'Ann' }) })
  const invoiced = await act('checkout', { amount: 5_000, currency: 'eur', email: 'bea@shop.test', invoice: true })
  const plain = await act('checkout', { amount: 700, currency: 'jpy', email: 'cid@shop.test', mode: 'payment' })
  const trial = await act('checkout', { amount: 1_900, currency: 'usd', email: 'dan@shop.test', interval: 'month', trial_days: 14 })
  for (const succeeded of [true, false]) {
    const late = await act('checkout', { amount: 800, currency: 'usd', email: 'eve@shop.test', mode: 'payment', delayed: true })
    await stripe.checkout.sessions.retrieve(late.id)
    await act('late-answer', { session: late.id, succeeded })
  }
  const expand = ['payment_intent.latest_charge', 'invoice', 'subscription', 'customer', 'line_items']
  for (const { id } of [subscription, invoiced, plain, trial]) {
    await stripe.checkout.sessions.retrieve(id, { expand })
    await stripe.checkout.sessions.retrieve(id)
    await stripe.checkout.sessions.listLineItems(id, { limit: 5 })
  }
  const left = await stripe.checkout.sessions.create({ mode: 'payment', line_items: [{ price: item, quantity: 1 }], success_url })
  await stripe.checkout.sessions.expire(left.id)
  await stripe.checkout.sessions.list({ limit: 3, expand: ['data.payment_intent.latest_charge'] })
  await stripe.checkout.sessions.list({ subscription: String((await stripe.checkout.sessions.retrieve(subscription.id)).subscription) })
}

/** A link that anybody may be sent to, visited and paid. */
export async function sellByLink({ standIn, stripe }: Scene, { plan, item }: { plan: string; item: string }): Promise<void> {
  for (const price of [plan, item]) {
    const link = await stripe.paymentLinks.create({ line_items: [{ price, quantity: 1 }], metadata: { campaign: 'june' } })
    const visit = await standIn.fetch(`${link.url}?client_reference_id=click_3&prefilled_email=ida@shop.test`, { redirect: 'manual' })
    await standIn.fetch(String(visit.headers.get('Location')), { method: 'POST', body: new URLSearchParams({ email: 'ida@shop.test' }) })
    await stripe.paymentLinks.retrieve(link.id, { expand: ['line_items'] })
    await stripe.paymentLinks.retrieve(link.id)
    await stripe.paymentLinks.listLineItems(link.id, { limit: 3 })
    await stripe.paymentLinks.update(link.id, { active: false })
  }
  await stripe.paymentLinks.list({ active: false, limit: 5 })
  await stripe.checkout.sessions.list({ limit: 5, expand: ['data.payment_link', 'data.line_items'] })
}

/** A card that fails, so that a renewal stays unpaid for a while. */
export async function failToPay(scene: Scene, plan: string): Promise<void> {
  const { stripe, act } = scene
  const customer = await haveCustomer(scene)
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: plan }] })
  await act('card', { customer, declined: true })
  await passDays(scene, 33)
  const overdue = await stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })
  await act('card', { customer, declined: false })
  const invoice = typeof overdue.latest_invoice === 'object' ? overdue.latest_invoice?.id : undefined
  await stripe.invoices.pay(String(invoice))
  await stripe.subscriptions.retrieve(id)
}

/** A subscription that renews, changes and ends. */
export async function keepSubscriptions(scene: Scene, plan: string): Promise<void> {
  const { stripe } = scene
  const customer = await haveCustomer(scene)
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: plan }], metadata: { goodword_referral: 'click_2' } })
  await passDays(scene, 65)
  await stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice.payments', 'customer'] })
  await stripe.subscriptions.list({ customer, status: 'all', limit: 3 })
  const [line] = subscription.items.data
  await stripe.subscriptions.update(subscription.id, { items: [{ id: String(line?.id), quantity: 3 }], proration_behavior: 'none' })
  await stripe.subscriptions.update(subscription.id, {
    items: [{ id: String(line?.id), quantity: 1 }],
    proration_behavior: 'always_invoice',
  })
  await stripe.subscriptions.update(subscription.id, { pause_collection: { behavior: 'void' } })
  await stripe.subscriptions.update(subscription.id, { pause_collection: '', cancel_at_period_end: true })
  await passDays(scene, 40)
  const short = await stripe.subscriptions.create({ customer, items: [{ price: plan }], trial_period_days: 7 })
  await stripe.subscriptions.cancel(short.id, { invoice_now: false })
  await stripe.customers.retrieve(customer, { expand: ['subscriptions'] })
}

export async function haveCustomer({ stripe }: Scene): Promise<string> {
  const { id } = await stripe.customers.create({ email: 'fay@shop.test', name: 'Fay', metadata: { plan: 'team' } })
  await stripe.customers.update(id, { description: 'A good customer' })
  await stripe.customers.retrieve(id)
  await stripe.customers.list({ email: 'fay@shop.test', limit: 3 })
  return id
}

export const paymentOf = async ({ stripe }: Scene, invoice: string): Promise<Stripe.InvoicePayment | undefined> =>
  (await stripe.invoicePayments.list({ invoice, status: 'paid', limit: 100, expand: ['data.payment.payment_intent.latest_charge'] }))
    .data[0]
