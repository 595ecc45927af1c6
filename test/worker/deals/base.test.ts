import { asc } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { deals, payments } from '../../../schema/deals.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, callStripe, haveReferral, listInvoices } from './stripe-story.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const paidAndBase = async () =>
  (await world.deps.db.select().from(payments).orderBy(asc(payments.paidAt), asc(payments.id))).map(({ paidMinor, baseMinor }) => [
    paidMinor,
    baseMinor,
  ])
const earned = async () => (await world.deps.db.select().from(commissions)).map(({ amountMinor }) => amountMinor).sort((a, b) => a - b)

describe('DEA1 the base of an invoice', () => {
  /** A known customer whose invoices are made by hand: 10 % of each. */
  async function haveCustomer() {
    const { partner, subscribe } = await haveReferral(world, { rates: { one_off: { rateBps: 1000, duration: 'life' } } })
    const session = await subscribe()
    await arrive(world, 'checkout.session.completed', session.id)
    const bill = async (more: object) =>
      (await atStripe(world, 'invoice', { customer: session.stripeCustomer, amount: 100_000, currency: 'eur', ...more })).id
    return { partner, bill }
  }

  it.each([
    ['as it is', {}, 100_000, 100_000],
    ['less tax', { tax: 21_000 }, 121_000, 100_000],
    ['less a discount', { discount: 25_000 }, 75_000, 75_000],
    ['less a discount and tax', { discount: 25_000, tax: 15_750 }, 90_750, 75_000],
    ['less a tax that does not divide', { amount: 99_999, tax: 7_777 }, 107_776, 99_999],
    ['paid outside of Stripe, which counts like any money', { tax: 21_000, pay: 'outside' }, 121_000, 100_000],
  ])('%s', async (_, more, paidMinor, baseMinor) => {
    const { partner, bill } = await haveCustomer()
    const invoice = await bill(more)

    expect(await arrive(world, 'invoice.paid', invoice)).toBe('done')

    expect(await paidAndBase()).toEqual([[paidMinor, baseMinor]])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: Math.floor(baseMinor / 10) })
  })

  it('is nothing where everything is discounted', async () => {
    const { bill } = await haveCustomer()

    expect(await arrive(world, 'invoice.paid', await bill({ discount: 100_000 }))).toBe('done')

    expect(await paidAndBase()).toEqual([])
  })

  it('is the whole of several payments, whatever came back of any', async () => {
    const { partner, bill } = await haveCustomer()
    const invoice = await bill({ pay: 'no', tax: 20_000 })
    await atStripe(world, 'pay', { invoice, amount: 50_000 })
    const [first] = Object.keys(world.standIn.state.tables.invoicePayments).toReversed()
    expect(await arrive(world, 'invoice_payment.paid', first ?? '')).toBe('done')
    expect(await paidAndBase()).toEqual([])
    await atStripe(world, 'pay', { invoice, amount: 40_000, outside: true })
    await atStripe(world, 'pay', { invoice })

    expect(await arrive(world, 'invoice_payment.paid', first ?? '')).toBe('done')
    expect(await arrive(world, 'invoice.paid', invoice)).toBe('done')
    expect(await paidAndBase()).toEqual([[120_000, 100_000]])
    const charges = Object.values(world.standIn.state.tables.charges).slice(-2)
    for (const row of charges) {
      const refund = await atStripe(world, 'refund', { charge: row.object.id, amount: 12_000 })
      expect(await arrive(world, 'refund.created', refund.id)).toBe('done')
    }

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 8000 })
  })

  it('waits until all of it is paid, and is nothing when it never is', async () => {
    const { partner, bill } = await haveCustomer()
    const [late, never, given] = [await bill({ pay: 'no' }), await bill({ pay: 'no' }), await bill({ pay: 'no' })]
    await atStripe(world, 'give-up-invoice', { invoice: never, as: 'void' })
    await atStripe(world, 'give-up-invoice', { invoice: given, as: 'uncollectible' })

    expect(await arrive(world, 'invoice.paid', late)).toBe('done')
    expect(await arrive(world, 'invoice.voided', never)).toBe('done')
    expect(await arrive(world, 'invoice.marked_uncollectible', given)).toBe('done')
    expect(await paidAndBase()).toEqual([])
    await atStripe(world, 'pay', { invoice: late })
    await atStripe(world, 'pay', { invoice: given })
    for (const invoice of [late, given]) await arrive(world, 'invoice.paid', invoice)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 20_000 })
  })
})

describe('a subscription', () => {
  type Item = { id: string; items: { data: { id: string }[] } }

  /** 1,000.00 EUR each month under 10 % for 12 months; `live` lets days pass and tells every invoice so far. */
  async function haveSubscription(more: object = {}, months = 12) {
    const { partner, subscribe } = await haveReferral(world, { rates: { retainer: { rateBps: 1000, duration: 'months', months } } })
    const session = await subscribe(more)
    await arrive(world, 'checkout.session.completed', session.id)
    const subscription = session.subscription ?? ''
    const live = async (days: number) => {
      await world.travel({ days })
      for (const { id, status } of await listInvoices(world, { subscription }))
        expect(await arrive(world, status === 'void' ? 'invoice.voided' : 'invoice.paid', id)).toBe('done')
    }
    const change = async (form: Record<string, string>) => {
      const row = world.standIn.state.tables.subscriptions[subscription]?.object as unknown as Item // the stand-in's own row
      const item = { 'items[0][id]': row.items.data[0]?.id ?? '' }
      const changesItem = Object.keys(form).some((name) => name.startsWith('items'))
      return callStripe(world, `/v1/subscriptions/${subscription}`, { ...(changesItem && item), ...form })
    }
    return { partner, subscription, live, change }
  }

  it('that begins with a trial earns nothing for it, and its months count from the first payment', async () => {
    const { live } = await haveSubscription({ trial_days: 14 }, 2)

    await live(0)
    expect(await paidAndBase()).toEqual([])
    await live(14 + 31 + 31 + 31)

    expect(await paidAndBase()).toHaveLength(4)
    expect(await earned()).toEqual([10_000, 10_000])
  })

  it('that costs more from the middle of a month earns on what the rest of it costs more', async () => {
    const { live, change } = await haveSubscription()
    await live(15)

    await change({ 'items[0][quantity]': '3', proration_behavior: 'always_invoice' })
    await live(0)

    expect(await paidAndBase()).toEqual([
      [100_000, 100_000],
      [100_000, 100_000],
    ])
    await live(15)
    expect(await paidAndBase()).toContainEqual([300_000, 300_000])
    expect(await earned()).toEqual([10_000, 10_000, 30_000])
  })

  it('that costs less earns on what is paid after the credit', async () => {
    const { live, change } = await haveSubscription({ amount: 30_000 })
    await live(0)
    await world.travel({ days: 15 })

    const price = { 'items[0][price_data][currency]': 'eur', 'items[0][price_data][unit_amount]': '10000' }
    const product = Object.keys(world.standIn.state.tables.products)[0] ?? ''
    const recurring = { 'items[0][price_data][product]': product, 'items[0][price_data][recurring][interval]': 'month' }
    await change({ ...price, ...recurring, proration_behavior: 'create_prorations' })
    await live(15)

    // Half a month at 200.00 less is given back on the next invoice, which is over nothing.
    expect(await paidAndBase()).toEqual([[30_000, 30_000]])
    await live(31)
    expect(await paidAndBase()).toEqual([
      [30_000, 30_000],
      [10_000, 10_000],
    ])
  })

  it('with a coupon earns on what is left, and on all of it afterwards', async () => {
    const coupon = await callStripe(world, '/v1/coupons', { percent_off: '40', duration: 'repeating', duration_in_months: '2' })
    const { live } = await haveSubscription({ coupon: coupon.id, tax_percent: 20 })

    await live(62)

    expect(await paidAndBase()).toEqual([
      [72_000, 60_000],
      [72_000, 60_000],
      [120_000, 100_000],
    ])
    expect(await earned()).toEqual([6000, 6000, 10_000])
  })

  it('that is paused earns nothing meanwhile, and goes on under the same deal', async () => {
    const { live, change } = await haveSubscription()
    await live(0)
    await change({ 'pause_collection[behavior]': 'void' })
    await live(31)
    expect(await paidAndBase()).toHaveLength(1)

    await change({ pause_collection: '' })
    await live(31)

    expect(await paidAndBase()).toHaveLength(2)
    expect(await world.deps.db.select().from(deals)).toHaveLength(1)
  })

  it('whose card is declined earns once it is paid', async () => {
    const { live, subscription } = await haveSubscription()
    await live(0)
    const customer = String(world.standIn.state.tables.subscriptions[subscription]?.object.customer)
    await atStripe(world, 'card', { customer, declined: true })
    await live(31)
    expect(await earned()).toEqual([10_000])

    await atStripe(world, 'card', { customer, declined: false })
    const open = (await listInvoices(world, { subscription })).find(({ status }) => status === 'open')
    await atStripe(world, 'pay', { invoice: open?.id })
    await live(0)

    expect(await earned()).toEqual([10_000, 10_000])
  })
})
