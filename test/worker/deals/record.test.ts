import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { deals, paymentRefusals, payments } from '../../../schema/deals.ts'
import { prospects } from '../../../schema/prospects.ts'
import { audit, outbox } from '../../../schema/records.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { recordPayment } from '../../../worker/deals/record.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from './fixtures.ts'

let world: World

beforeEach(async () => {
  world = await createWorld()
})

afterEach(() => checkInvariants(world))

const commissionsOf = (partnerId: string) =>
  world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partnerId)).orderBy(commissions.accruedAt, commissions.id)

const day = (text: string) => new Date(`${text}T00:00:00Z`)

describe('recordPayment', () => {
  it('makes the payment, its commission, the postings, the trail and the mail in one go', async () => {
    const { partner, pay } = await haveWonDeal(world)

    const paymentId = await pay(121_000, { taxMinor: 21_000 })

    const [commission] = await commissionsOf(partner.id)
    expect(commission).toMatchObject({
      amountMinor: 10_000,
      baseMinor: 100_000,
      rateBps: 1000,
      status: 'pending',
      paymentId,
      maturesAt: new Date(world.now().getTime() + 30 * 86_400_000),
    })
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000, avail: 0, expense: -10_000 })
    const [mail] = await world.deps.db.select().from(outbox)
    expect(mail).toMatchObject({ template: 'commission_accrued', recipient: partner.owner.email })
    const acts = (await world.deps.db.select({ act: audit.act }).from(audit)).map(({ act }) => act)
    expect(acts).toEqual(['deal.opened', 'deal.won', 'payment.recorded', 'commission.accrued'])
  })

  it('counts a repeated act once', async () => {
    const { partner, pay } = await haveWonDeal(world)

    const first = await pay(100_000, { act: 'act_same' })
    const second = await pay(100_000, { act: 'act_same' })

    expect(second).toBe(first)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000 })
  })

  it('counts a double click once, and two payments at once both', async () => {
    const { partner, pay, dealId } = await haveWonDeal(world)

    await Promise.all([
      pay(100_000, { act: 'act_a' }),
      pay(100_000, { act: 'act_a' }),
      pay(50_000, { act: 'act_b' }),
      pay(70_000, { act: 'act_c' }),
    ])

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 22_000 })
    expect(await world.deps.db.select().from(payments).where(eq(payments.dealId, dealId))).toHaveLength(3)
  })

  it('keeps the reason when a payment earns nothing', async () => {
    const { partner, pay } = await haveWonDeal(world, { rates: { retainer: { rateBps: 1000, duration: 'life' } } })

    const paymentId = await pay(100_000)

    expect(await commissionsOf(partner.id)).toEqual([])
    expect(await world.deps.db.select().from(paymentRefusals)).toMatchObject([
      { paymentId, partnerId: partner.id, reason: 'These terms pay nothing for one-off deals.' },
    ])
  })

  it('earns the smallest amount and no less', async () => {
    const { partner, pay } = await haveWonDeal(world)

    await pay(10)
    await pay(9)

    expect((await commissionsOf(partner.id)).map(({ amountMinor }) => amountMinor)).toEqual([1])
    expect((await world.deps.db.select().from(paymentRefusals)).map(({ reason }) => reason)).toEqual([
      'The share is less than the smallest amount that EUR can be paid in.',
    ])
  })

  it.each([
    ['jpy', 480_009, 48_000],
    ['isk', 123_400, 12_300],
    ['bhd', 12_345, 1230],
  ] as const)('floors %s to what it can be paid in', async (currency, paidMinor, expected) => {
    const { partner, pay } = await haveWonDeal(world, { currency })

    await pay(paidMinor)

    expect(await accountsOf(world, partner.id, currency)).toMatchObject({ pending: expected })
  })

  it('keeps two currencies of one partner apart', async () => {
    const euros = await haveWonDeal(world)
    const yen = await haveWonDeal(world, { currency: 'jpy' })
    await euros.pay(100_000)
    await yen.pay(480_000)

    expect(await accountsOf(world, euros.partner.id)).toMatchObject({ pending: 10_000, expense: -10_000 })
    expect(await accountsOf(world, yen.partner.id, 'jpy')).toMatchObject({ pending: 48_000, expense: -48_000 })
  })

  it('refuses another currency, a lost deal, the future and more tax than was paid', async () => {
    const { dealId, sales } = await haveWonDeal(world)
    const paid = { paidMinor: 100, taxMinor: 0, currency: 'eur' as const, paidAt: world.now(), act: 'act_x' }
    const record = (change: Partial<typeof paid> | { currency: 'usd' }) =>
      recordPayment(world.deps, dealId, { ...paid, ...change }, sales.id)

    await expect(record({ currency: 'usd' })).rejects.toMatchObject({ code: 'currency_mismatch', status: 409 })
    await expect(record({ taxMinor: 101 })).rejects.toMatchObject({ code: 'invalid' })
    await expect(record({ paidAt: day('2027-01-01') })).rejects.toMatchObject({ code: 'invalid' })
    await expect(recordPayment(world.deps, 'deal_none', paid, sales.id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await world.deps.db.select().from(payments)).toEqual([])
  })

  it('gives no credit, and says nothing, where nobody has any', async () => {
    const { pay, dealId } = await haveWonDeal(world, { credited: false })

    await pay(100_000)

    expect(await world.deps.db.select().from(commissions)).toEqual([])
    expect(await world.deps.db.select().from(paymentRefusals)).toEqual([])
    expect(await world.deps.db.select().from(deals).where(eq(deals.id, dealId))).toMatchObject([{ partnerId: null, termsVersionId: null }])
  })

  it('wins an open deal with its first payment, and makes a customer', async () => {
    const { openDeal } = await import('../../../worker/deals/open.ts')
    const sales = await haveStaff(world, 'sales')
    const prospect = await haveProspect(world)
    const wanted = {
      prospectId: prospect.id,
      name: 'Pilot',
      kind: 'one_off' as const,
      currency: 'eur' as const,
      amountMinor: 900,
      source: null,
    }
    const dealId = await openDeal(world.deps, wanted, 'act_open', sales.id)

    await recordPayment(world.deps, dealId, { paidMinor: 900, taxMinor: 0, currency: 'eur', paidAt: world.now(), act: 'act_pay' }, sales.id)

    expect(await world.deps.db.select().from(deals)).toMatchObject([{ status: 'won', version: 2 }])
    expect(await world.deps.db.select().from(prospects)).toMatchObject([{ stage: 'customer', customerSince: world.now() }])
  })
})

describe('rank', () => {
  const firstOnly = { one_off: { rateBps: 800, duration: 'first_payment' as const } }

  it('takes the credit of a later payment back when an earlier one is recorded late', async () => {
    const { partner, pay } = await haveWonDeal(world, { rates: firstOnly })
    await pay(100_000, { paidAt: day('2026-10-20') })

    await pay(50_000, { paidAt: day('2026-10-10') })

    const rows = await commissionsOf(partner.id)
    expect(rows.map(({ kind, amountMinor, status }) => [kind, amountMinor, status])).toEqual([
      ['earned', 8000, 'voided'],
      ['earned', 4000, 'pending'],
      ['correction', -8000, 'voided'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 4000 })
  })

  it('ends the same whichever of the two is recorded first', async () => {
    const one = await haveWonDeal(world, { rates: firstOnly })
    await one.pay(50_000, { paidAt: day('2026-10-10') })
    await one.pay(100_000, { paidAt: day('2026-10-20') })

    expect(await accountsOf(world, one.partner.id)).toMatchObject({ pending: 4000 })
  })

  it('M31 ends the same when both are recorded at the same moment', async () => {
    const { partner, pay } = await haveWonDeal(world, { rates: firstOnly })

    await Promise.all([pay(100_000, { paidAt: day('2026-10-20') }), pay(50_000, { paidAt: day('2026-10-10') })])

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 4000 })
  })

  it('nets the correction of a paid-out rank against what is ready', async () => {
    const { partner, pay } = await haveWonDeal(world, { rates: firstOnly, holdDays: 0 })
    await pay(100_000, { paidAt: day('2026-10-20') })
    await matureCommissions(world.deps)

    await pay(50_000, { paidAt: day('2026-10-10') })

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 4000, avail: 0 })
  })

  it('shifts the months of a retainer when its first payment turns out to be earlier, in as many batches as it takes', async () => {
    const { partner, pay } = await haveWonDeal(world, {
      kind: 'retainer',
      rates: { retainer: { rateBps: 1000, duration: 'months', months: 12 } },
    })
    for (let month = 1; month <= 12; month += 1) {
      await pay(100_000, { paidAt: new Date(Date.UTC(2024, month, 15)) })
    }
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 120_000 })

    await pay(100_000, { paidAt: day('2024-01-10') })

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 120_000 })
    await pay(100_000, { paidAt: day('2023-03-01') })
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 30_000 })
  })
})
