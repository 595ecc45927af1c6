import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paymentRefusals } from '../../../schema/deals.ts'
import type { InboxEvent } from '../../../schema/records.ts'
import { appliers } from '../../../worker/appliers.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import type { CheckoutAnswer, InvoiceAnswer, RefundAnswer, RevenueSource } from '../../../worker/stripe/port.ts'
import { haveGroup, havePartner } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveClickId, haveLink } from '../tracking/fixtures.ts'
import { accountsOf } from './fixtures.ts'

type Told = { checkouts: CheckoutAnswer[]; invoices: InvoiceAnswer[]; refunds: RefundAnswer[] }

/** Answers from plain lists: an order of a hundred stories in seconds. The stand-in proves the answers themselves. */
function revenueOf(told: Told): RevenueSource {
  const one = <Row extends { id: string }>(rows: Row[], id: string): Row => {
    const row = rows.find((each) => each.id === id)
    if (!row) throw new Error(`Stripe knows no ${id}`)
    return row
  }
  return {
    checkout: async (id) => one(told.checkouts, id),
    invoice: async (id) => one(told.invoices, id),
    refund: async (id) => one(told.refunds, id),
    refundsOfCharge: async (charge) => told.refunds.filter((each) => each.charge === charge),
    dispute: async (id) => one([], id),
    creditNote: async (id) => one([], id),
    subscription: async (id) => ({ id, ended: null }),
    invoicesOfPaymentIntent: async (intent) =>
      told.invoices.filter(({ paymentIntents }) => paymentIntents.includes(intent)).map(({ id }) => id),
    invoiceOfInvoicePayment: async (id) => id,
    checkoutOfSubscription: async (subscription) => told.checkouts.find((each) => each.subscription === subscription),
    checkoutOfPaymentIntent: async (intent) => told.checkouts.find((each) => each.paymentIntent === intent),
  }
}

/** Straight to the act that follows the event; the inbox has its own tests. */
async function arrive(world: World, [type, object]: readonly [string, string]) {
  const event = { id: `evt_${object}`, type, object } as InboxEvent // an applier reads nothing else
  return appliers[type]?.(world.deps, event)
}

const day = 86_400_000

/** A subscription under first payment only with a renewal and a part of its first payment returned; a one-off whose refund failed. */
async function tell(world: World, told: Told, groupId: string, n: number) {
  const partner = await havePartner(world, { groupId })
  const referral = await haveClickId(world, await haveLink(world, partner.id))
  const now = world.now()
  const payer = { stripeCustomer: `cus_${n}`, email: `ann@oak${n}.example`, name: 'Ann', referral }
  const session = {
    ...payer,
    company: null,
    status: 'complete' as const,
    paymentStatus: 'paid' as const,
    currency: 'eur',
    charges: [],
    paymentIntent: null,
    invoice: null,
    subscription: null,
    paidAt: now,
  }
  told.checkouts.push(
    { ...session, id: `cs_sub${n}`, totalMinor: 100_000, baseMinor: 100_000, invoice: `in_a${n}`, subscription: `sub_${n}` },
    { ...session, id: `cs_once${n}`, totalMinor: 50_000, baseMinor: 50_000, paymentIntent: `pi_once${n}`, charges: [`ch_once${n}`] },
  )
  const paid = { status: 'paid' as const, billingReason: null, currency: 'eur', subscription: `sub_${n}`, description: 'Licence' }
  const amounts = { paidMinor: 100_000, totalMinor: 100_000, baseMinor: 100_000 }
  const invoice = { ...payer, referral: null, subscriptionEnded: null, ...paid, ...amounts }
  told.invoices.push(
    { ...invoice, id: `in_a${n}`, paymentIntents: [`pi_a${n}`], charges: [`ch_a${n}`], paidAt: new Date(now.getTime() - day) },
    { ...invoice, id: `in_b${n}`, paymentIntents: [`pi_b${n}`], charges: [`ch_b${n}`], paidAt: now },
  )
  const refund = { currency: 'eur', invoice: null, createdAt: now }
  told.refunds.push(
    { ...refund, id: `re_part${n}`, status: 'succeeded', amountMinor: 25_000, paymentIntent: `pi_a${n}`, charge: `ch_a${n}` },
    { ...refund, id: `re_fail${n}`, status: 'failed', amountMinor: 50_000, paymentIntent: `pi_once${n}`, charge: `ch_once${n}` },
  )
  const events = [
    ['checkout.session.completed', `cs_sub${n}`],
    ['checkout.session.completed', `cs_once${n}`],
    ['invoice.paid', `in_a${n}`],
    ['invoice.paid', `in_b${n}`],
    ['refund.created', `re_part${n}`],
    ['charge.refunded', `ch_a${n}`],
    ['refund.created', `re_fail${n}`],
    ['refund.failed', `re_fail${n}`],
  ] as const
  return { partner, events }
}

const orders = fc.record({
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
  repeated: fc.array(fc.nat({ max: 7 }), { maxLength: 4 }),
  areTogether: fc.boolean(),
  holdDays: fc.constantFrom(0, 30),
})

it('I23 ends at the same balances in any order, with any repetition, one by one and at once', { timeout: 240_000 }, async () => {
  const told: Told = { checkouts: [], invoices: [], refunds: [] }
  const world = await createWorld({ revenue: revenueOf(told) })
  const rates = { retainer: { rateBps: 1000, duration: 'first_payment' as const }, one_off: { rateBps: 1000, duration: 'life' as const } }
  const groups = new Map([
    [0, await haveGroup(world, { rates, holdDays: 0 })],
    [30, await haveGroup(world, { rates, holdDays: 30 })],
  ])
  let runs = 0

  await fc.assert(
    fc.asyncProperty(orders, async ({ order, repeated, areTogether, holdDays }) => {
      const { partner, events } = await tell(world, told, groups.get(holdDays)?.id ?? '', ++runs)
      const queue = [...order, ...repeated].flatMap((index) => events.slice(index, index + 1))

      const half = queue.length / 2
      const firstHalf = queue.slice(0, half)
      if (areTogether) await Promise.all(firstHalf.map((event) => arrive(world, event)))
      else for (const event of firstHalf) await arrive(world, event)
      await matureCommissions(world.deps)
      for (const event of queue.slice(half)) await arrive(world, event)
      // What waited for its payment comes again, as the sweep would bring it.
      for (const event of events.slice(4)) expect(await arrive(world, event)).toBe('done')
      await matureCommissions(world.deps)

      const owed = holdDays === 0 ? { pending: 0, avail: 12_500 } : { pending: 12_500, avail: 0 }
      expect(await accountsOf(world, partner.id)).toMatchObject({ ...owed, held: 0, inflight: 0 })
    }),
    { numRuns: 100 },
  )
  expect(await world.deps.db.select().from(paymentRefusals)).not.toEqual([])
  await checkInvariants(world)
})
