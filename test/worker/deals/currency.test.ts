import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Currency } from '../../../schema/currency.ts'
import { deals } from '../../../schema/deals.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { sweepPayouts } from '../../../worker/payouts/sweep.ts'
import { haveDestination } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { checkMoney, fund, havePeople, haveSendingRun, transfersAtStripe } from '../payouts/support.ts'
import { accountsOf } from './fixtures.ts'
import { arrive, atStripe, haveReferral } from './stripe-story.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const rates = { one_off: { rateBps: 1000, duration: 'life' as const }, retainer: { rateBps: 1000, duration: 'life' as const } }

it.each<[string, Currency, number, number, number, number]>([
  // what, currency, paid, returned, commission, and what is left of it
  ['two decimals', 'usd', 123_456, 41_152, 12_345, 8230],
  ['no decimals', 'jpy', 4999, 1000, 499, 399],
  ['no decimals', 'krw', 1_234_567, 234_567, 123_456, 99_999],
  ['hundredths of which only whole ones exist', 'isk', 199_900, 50_000, 19_900, 14_900],
  ['hundredths of which only whole ones exist', 'ugx', 1_000_000, 300_000, 100_000, 70_000],
  ['hundredths that banks take whole', 'huf', 123_400, 23_400, 12_300, 9900],
  ['hundredths that banks take whole', 'twd', 123_400, 1, 12_300, 12_200],
  ['three decimals, the last always zero', 'kwd', 12_340, 2340, 1230, 990],
  ['three decimals, the last always zero', 'bhd', 99_990, 0, 9990, 9990],
])('%s: %s from the invoice to the commission and back', async (_, currency, paid, returned, earned, left) => {
  const { partner, subscribe } = await haveReferral(world, { rates })
  const session = await subscribe({ amount: paid, currency })

  expect(await arrive(world, 'invoice.paid', session.invoice ?? '')).toBe('done')
  expect(await accountsOf(world, partner.id, currency)).toMatchObject({ pending: earned, expense: -earned })
  if (returned === 0) return
  const refund = await atStripe(world, 'refund', { invoice: session.invoice, amount: returned })
  await arrive(world, 'refund.created', refund.id)
  expect(await accountsOf(world, partner.id, currency)).toMatchObject({ pending: left })
  const rest = await atStripe(world, 'refund', { invoice: session.invoice })
  await arrive(world, 'refund.created', rest.id)

  expect(await accountsOf(world, partner.id, currency)).toMatchObject({ pending: 0, expense: 0 })
})

it('never adds two currencies, from the invoices to the transfers', async () => {
  for (const currency of ['eur', 'jpy', 'isk', 'kwd']) await fund(world, 100_000_000, currency)
  const { partner, checkOut } = await haveReferral(world, { rates, holdDays: 0 })
  await haveDestination(world, partner.id)
  const sales = [
    ['eur', 500_000],
    ['jpy', 48_000],
    ['isk', 1_000_000],
    ['kwd', 123_400],
    ['eur', 100_000],
  ] as const
  for (const [currency, amount] of sales) {
    const session = await checkOut({ amount, currency, email: `${currency}${amount}@oak.example` })
    expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('done')
  }
  await matureCommissions(world.deps)
  await haveSendingRun(world, await havePeople(world))
  await sweepPayouts(world.deps)
  await world.settle()

  const sent = transfersAtStripe(world).map(({ amount, currency }) => [currency, amount])
  expect(sent.sort()).toEqual([
    ['eur', 60_000],
    ['isk', 100_000],
    ['jpy', 4800],
  ])
  // Three decimals accrue and are shown; they are not verified for transfers.
  expect(await accountsOf(world, partner.id, 'kwd')).toMatchObject({ avail: 12_340 })
  await checkMoney(world)
})

it('makes nothing of a currency that we have no table row for', async () => {
  const { checkOut } = await haveReferral(world)
  const session = await checkOut({ currency: 'afn' })

  expect(await arrive(world, 'checkout.session.completed', session.id)).toBe('ignored')
  expect(await world.deps.db.select().from(deals)).toEqual([])
})

it('refuses a return in another currency than its payment, and keeps it for a person', async () => {
  const { checkOut } = await haveReferral(world)
  const session = await checkOut()
  await arrive(world, 'checkout.session.completed', session.id)
  const refund = await atStripe(world, 'refund', { payment_intent: session.paymentIntent, amount: 100 })
  Object.assign(world.standIn.state.tables.refunds[refund.id]?.object ?? {}, { currency: 'usd' })

  await expect(arrive(world, 'refund.created', refund.id)).rejects.toThrow(/is in usd, its payment in eur/)
})
