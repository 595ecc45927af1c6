import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { deals, paymentFacts, paymentObjects, payments } from '../../../schema/deals.ts'
import { prospectStripeCustomers, prospects } from '../../../schema/prospects.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, haveReferral, listInvoices } from './stripe-story.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const invoicesOf = async (subscription: string | null) => (await listInvoices(world, { subscription })).map(({ id }) => id)
const rowsOf = (partnerId: string) =>
  world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partnerId)).orderBy(commissions.accruedAt, commissions.id)

describe('a one-off checkout', () => {
  it('opens a won deal under the click’s partner and accrues, once, however often it arrives', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const session = await checkOut()

    const outcomes = [
      await arrive(world, 'checkout.session.completed', session.id),
      await arrive(world, 'checkout.session.completed', session.id),
    ]
    await Promise.all([1, 2, 3].map(() => arrive(world, 'checkout.session.async_payment_succeeded', session.id)))

    expect(outcomes).toEqual(['done', 'done'])
    expect(await world.deps.db.select().from(deals)).toMatchObject([
      { source: session.id, kind: 'one_off', status: 'won', partnerId: partner.id, openedBy: 'stripe' },
    ])
    expect(await world.deps.db.select().from(payments)).toMatchObject([{ source: session.paymentIntent, paidMinor: 100_000 }])
    expect(await world.deps.db.select().from(prospects)).toMatchObject([{ stage: 'customer', domain: 'oak.example' }])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('is applied once when its event arrives five times at once', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const session = await checkOut()

    await Promise.all([1, 2, 3, 4, 5].map(() => arrive(world, 'checkout.session.completed', session.id)))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('waits while unpaid, and accrues once the late payment succeeds', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const session = await checkOut({ delayed: true })

    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('waiting')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0 })
    await atStripe(world, 'late-answer', { session: session.id, succeeded: true })

    expect(await arrive(world, 'checkout.session.async_payment_succeeded', session.id)).toBe('done')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('of a stranger without a referral is not for us', async () => {
    const { checkOut } = await haveReferral(world)
    const session = await checkOut({ client_reference_id: undefined, email: 'bo@elm.example' })

    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('ignored')
    expect(await world.deps.db.select().from(deals)).toEqual([])
  })

  it('of a prospect whom nobody referred opens a deal without credit', async () => {
    const { checkOut } = await haveReferral(world)
    await haveProspect(world, null, { domain: 'elm.example' })
    const session = await checkOut({ client_reference_id: undefined, email: 'bo@elm.example' })

    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('done')
    expect(await world.deps.db.select().from(deals)).toMatchObject([{ partnerId: null, status: 'won' }])
    expect(await world.deps.db.select().from(commissions)).toEqual([])
  })

  it('belongs to the deal that sales opened for it, and wins that', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const sales = await haveStaff(world, 'sales')
    const prospect = await haveProspect(world, partner.id)
    const session = await checkOut()
    const wanted = {
      prospectId: prospect.id,
      name: 'Fee',
      kind: 'flat_fee' as const,
      currency: 'eur' as const,
      amountMinor: 1,
      source: session.id,
    }
    const dealId = await openDeal(world.deps, wanted, 'act_1', sales.id)

    await arrive(world, 'checkout.session.completed', session.id)

    expect(await world.deps.db.select().from(deals)).toMatchObject([{ id: dealId, kind: 'flat_fee', status: 'won' }])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })
})

describe('a subscription', () => {
  it('accrues by its invoices alone, one payment each, under one retainer', async () => {
    const { partner, subscribe } = await haveReferral(world)
    const session = await subscribe()
    await world.travel({ days: 62 })
    const invoices = await invoicesOf(session.subscription)
    expect(invoices).toHaveLength(3)

    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('done')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0 })
    for (const invoice of [...invoices, ...invoices]) expect(await arrive(world, 'invoice.paid', invoice)).toBe('done')

    expect(await world.deps.db.select().from(deals)).toMatchObject([{ source: session.subscription, kind: 'retainer' }])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 30_000 })
  })

  it('knows the referral when an invoice arrives before the session that carried it', async () => {
    const { partner, subscribe } = await haveReferral(world)
    const session = await subscribe()

    expect(await arrive(world, 'invoice.paid', session.invoice ?? '')).toBe('done')
    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('done')

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
    expect(await world.deps.db.select().from(prospectStripeCustomers)).toHaveLength(1)
    const objects = (await world.deps.db.select().from(paymentObjects)).map(({ object }) => object.slice(0, 3))
    expect(objects.sort()).toEqual(['ch_', 'cs_', 'in_', 'pi_'])
  })

  it('opens one deal when two of its invoices arrive at once', async () => {
    const { partner, subscribe } = await haveReferral(world)
    const session = await subscribe()
    await world.travel({ days: 31 })
    const invoices = await invoicesOf(session.subscription)

    await Promise.all([...invoices, ...invoices].map((invoice) => arrive(world, 'invoice.paid', invoice)))

    expect(await world.deps.db.select().from(deals)).toHaveLength(1)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 20_000 })
  })

  it('makes nothing of a free invoice, and counts the base without tax', async () => {
    const { partner, subscribe } = await haveReferral(world, { rates: { one_off: { rateBps: 1000, duration: 'life' } } })
    const session = await subscribe()
    await arrive(world, 'checkout.session.completed', session.id)
    const customer = session.stripeCustomer
    const taxed = await atStripe(world, 'invoice', { customer, amount: 100_000, currency: 'eur', tax: 21_000 })
    const free = await atStripe(world, 'invoice', { customer, amount: 5000, currency: 'eur', discount: 5000 })

    expect(await arrive(world, 'invoice.paid', taxed.id)).toBe('done')
    expect(await arrive(world, 'invoice.paid', free.id)).toBe('done')

    expect((await world.deps.db.select().from(payments)).map(({ paidMinor, baseMinor }) => [paidMinor, baseMinor])).toEqual([
      [121_000, 100_000],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })
})

describe('a refund', () => {
  it('takes its share back before the commission is ready and after, and nothing twice', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const session = await checkOut()
    await arrive(world, 'checkout.session.completed', session.id)
    const payment_intent = session.paymentIntent
    const first = await atStripe<{ id: string; charge: string }>(world, 'refund', { payment_intent, amount: 25_000 })

    for (const type of ['refund.created', 'refund.updated', 'refund.created']) expect(await arrive(world, type, first.id)).toBe('done')
    expect(await arrive(world, 'charge.refunded', session.charges[0] ?? '')).toBe('done')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 7500 })

    await world.travel({ days: 31 })
    await matureCommissions(world.deps)
    const second = await atStripe(world, 'refund', { payment_intent, amount: 25_000 })
    await Promise.all([arrive(world, 'refund.created', second.id), arrive(world, 'charge.refunded', session.charges[0] ?? '')])

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 5000 })
    expect(await world.deps.db.select().from(paymentFacts)).toHaveLength(2)
  })

  it('waits for its payment, and counts once that arrived', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const session = await checkOut()
    const refund = await atStripe(world, 'refund', { payment_intent: session.paymentIntent, amount: 100_000 })

    expect(await arrive(world, 'refund.created', refund.id)).toBe('waiting')
    await arrive(world, 'checkout.session.completed', session.id)
    expect(await arrive(world, 'refund.created', refund.id)).toBe('done')

    expect((await rowsOf(partner.id)).map(({ status }) => status)).toEqual(['voided', 'voided'])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, expense: 0 })
  })

  it('of a stranger’s payment is not for us', async () => {
    const { checkOut } = await haveReferral(world)
    const session = await checkOut({ client_reference_id: undefined, email: 'bo@elm.example' })
    const refund = await atStripe(world, 'refund', { payment_intent: session.paymentIntent, amount: 100 })

    expect(await arrive(world, 'refund.created', refund.id)).toBe('ignored')
  })

  it('that fails later gives its share back', async () => {
    const { partner, checkOut } = await haveReferral(world)
    const session = await checkOut()
    await arrive(world, 'checkout.session.completed', session.id)
    const refund = await atStripe(world, 'refund', { payment_intent: session.paymentIntent, amount: 100_000, pending: true })
    await arrive(world, 'refund.created', refund.id)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0 })

    await atStripe(world, 'refund-outcome', { id: refund.id, outcome: 'failed' })
    await arrive(world, 'refund.failed', refund.id)
    await arrive(world, 'refund.updated', refund.id)

    expect((await rowsOf(partner.id)).map(({ amountMinor, status }) => [amountMinor, status])).toEqual([
      [10_000, 'voided'],
      [-10_000, 'voided'],
      [10_000, 'pending'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000, expense: -10_000 })
    await world.travel({ days: 31 })
    await matureCommissions(world.deps)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 10_000 })
  })

  it('of an invoice finds it through Stripe when only the invoice is known', async () => {
    const { partner, subscribe } = await haveReferral(world)
    const session = await subscribe()
    await arrive(world, 'invoice.paid', session.invoice ?? '')
    await world.deps.db.delete(paymentObjects)
    const refund = await atStripe(world, 'refund', { invoice: session.invoice, amount: 50_000 })

    expect(await arrive(world, 'refund.created', refund.id)).toBe('done')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 5000 })
  })
})
