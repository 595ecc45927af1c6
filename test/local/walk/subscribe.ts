import type { Partnership } from './join.ts'
import { lookAtStripe, onStripesSide, type Setting, travel } from './setting.ts'
import { eventually } from './steps.ts'

/** Three months at 1,500.00, of which 500.00 go back. */
export const subscription = { monthMinor: 150_000, months: 3, refundMinor: 50_000 }

const daysOfAMonth = 31

/** A customer comes by the link, buys a subscription at Stripe Checkout, pays three times, and gets part of the last payment back. */
export async function subscribe(setting: Setting, { codes }: Partnership): Promise<void> {
  const { step, subscriber } = setting
  await step('a visitor follows the link to the website, which is told who sent it', async () => {
    const site = await subscriber.open(`/r/${codes.site}`)
    site.expect('Somebody recommended us')
  })
  await step('the visitor buys a subscription at Stripe Checkout', async () => {
    const site = await subscriber.open(`/r/${codes.site}`)
    const checkout = await site.press('Buy')
    const thanks = await checkout.press('Pay', { email: subscriber.email, name: subscriber.name })
    thanks.expect('Thank you')
  })
  const customer = await step('Stripe knows the customer and its first invoice is paid', () =>
    eventually('the first invoice', () => findCustomer(setting, 1)),
  )
  await step('two more months pass, and their invoices are paid', async () => {
    await travel(setting, daysOfAMonth)
    await travel(setting, daysOfAMonth)
    await eventually('the third invoice', () => findCustomer(setting, subscription.months))
  })
  await step('the subscription ends, and part of the last invoice is refunded', async () => {
    await onStripesSide(setting, 'end-subscription', { id: customer.subscription })
    const { invoices } = await lookAtStripe(setting)
    const last = invoices.find((invoice) => invoice.customer === customer.id && invoice.status === 'paid')
    await onStripesSide(setting, 'refund', { invoice: last?.id, amount: subscription.refundMinor })
  })
}

/** The subscriber at Stripe, once that many of its invoices are paid. */
async function findCustomer(setting: Setting, paidInvoices: number): Promise<{ id: string; subscription: string } | undefined> {
  const { customers, subscriptions, invoices } = await lookAtStripe(setting)
  const customer = customers.find(({ email }) => email === setting.subscriber.email)
  const subscribed = subscriptions.find((each) => each.customer === customer?.id)
  const paid = invoices.filter((invoice) => invoice.customer === customer?.id && invoice.status === 'paid')
  return customer && subscribed && paid.length === paidInvoices ? { id: customer.id, subscription: subscribed.id } : undefined
}
