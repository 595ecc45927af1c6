import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deals, payments } from '../../../schema/deals.ts'
import { audit } from '../../../schema/records.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, callStripe, haveReferral, listInvoices } from './stripe-story.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

async function haveSubscription(more: object = {}) {
  const { partner, subscribe } = await haveReferral(world)
  const session = await subscribe(more)
  const subscription = session.subscription ?? ''
  const end = () => atStripe(world, 'end-subscription', { id: subscription })
  return { partner, session, subscription, invoice: session.invoice ?? '', end }
}
const dealsNow = async () => (await world.deps.db.select().from(deals)).map(({ status, statusReason }) => [status, statusReason])
const ended = [['ended', 'Its subscription ended at Stripe on 2026-11-02.']]

describe('a subscription that ended', () => {
  it('ends its deal, once, and says why', async () => {
    const { subscription, invoice, end } = await haveSubscription()
    await arrive(world, 'invoice.paid', invoice)
    expect(await arrive(world, 'customer.subscription.updated', subscription)).toBe('done')
    expect(await dealsNow()).toEqual([['won', null]])
    await end()

    for (const type of ['updated', 'deleted', 'deleted'])
      expect(await arrive(world, `customer.subscription.${type}`, subscription)).toBe('done')

    expect(await dealsNow()).toEqual(ended)
    expect((await world.deps.db.select().from(audit)).filter(({ act }) => act === 'deal.ended')).toMatchObject([{ actor: 'stripe' }])
  })

  it.each([
    ['before its last invoice', ['deleted', 'last', 'first']],
    ['before any invoice', ['deleted', 'first', 'last']],
    ['between', ['first', 'deleted', 'last']],
    ['in the end', ['last', 'first', 'deleted']],
  ])('still earns for what was paid, told %s', async (_, order) => {
    const { partner, subscription, end } = await haveSubscription()
    await world.travel({ days: 31 })
    await end()
    const [first, last] = await listInvoices(world, { subscription })
    const events: Record<string, () => Promise<string>> = {
      first: () => arrive(world, 'invoice.paid', first?.id ?? ''),
      last: () => arrive(world, 'invoice.paid', last?.id ?? ''),
      deleted: () => arrive(world, 'customer.subscription.deleted', subscription),
    }

    for (const name of order) expect(await events[name]?.()).toBe('done')

    expect((await dealsNow()).map(([status]) => status)).toEqual(['ended'])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 20_000 })
  })

  it('goes on until the end of the period that was paid', async () => {
    const { subscription, invoice } = await haveSubscription()
    await arrive(world, 'invoice.paid', invoice)
    await callStripe(world, `/v1/subscriptions/${subscription}`, { cancel_at_period_end: 'true' })
    await arrive(world, 'customer.subscription.updated', subscription)
    expect(await dealsNow()).toEqual([['won', null]])

    await world.travel({ days: 31 })
    await arrive(world, 'customer.subscription.deleted', subscription)

    expect((await dealsNow()).map(([status]) => status)).toEqual(['ended'])
    expect(await world.deps.db.select().from(payments)).toHaveLength(1)
  })

  it('in its trial never was a deal', async () => {
    const { session, subscription, invoice, end } = await haveSubscription({ trial_days: 14 })
    await end()

    for (const [type, object] of [
      ['checkout.session.completed', session.id],
      ['invoice.paid', invoice],
      ['customer.subscription.deleted', subscription],
    ] as const)
      expect(await arrive(world, type, object)).toBe('done')

    expect(await dealsNow()).toEqual([])
  })

  it('leaves a deal to sales that was opened for it and never paid', async () => {
    const { partner, subscription, end } = await haveSubscription({ trial_days: 14 })
    const prospect = await haveProspect(world, partner.id)
    const sales = await haveStaff(world, 'sales')
    const wanted = { prospectId: prospect.id, name: 'Plan', kind: 'retainer' as const, currency: 'eur' as const, amountMinor: 1 }
    await openDeal(world.deps, { ...wanted, source: subscription }, 'act_1', sales.id)
    await end()

    await arrive(world, 'customer.subscription.deleted', subscription)

    expect(await dealsNow()).toEqual([['open', null]])
  })
})

describe('a Checkout that came to nothing', () => {
  it('is done with when it expires', async () => {
    const { checkOut } = await haveReferral(world)
    const session = await checkOut()
    Object.assign(world.standIn.state.tables.checkoutSessions[session.id]?.object ?? {}, { status: 'expired', payment_status: 'unpaid' })

    expect(await arrive(world, 'checkout.session.expired', session.id)).toBe('done')
    expect(await dealsNow()).toEqual([])
  })

  it('is done with when the bank says no, also for the event that waited for its answer', async () => {
    const { checkOut } = await haveReferral(world)
    const session = await checkOut({ delayed: true })
    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('waiting')
    await atStripe(world, 'late-answer', { session: session.id, succeeded: false })

    expect(await arrive(world, 'checkout.session.async_payment_failed', session.id)).toBe('done')
    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('done')

    expect(await dealsNow()).toEqual([])
  })
})
