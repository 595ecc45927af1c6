import { asc } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { ledgerTransactions } from '../../../schema/ledger.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from '../deals/fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const statuses = async () =>
  (await world.deps.db.select().from(commissions).orderBy(asc(commissions.id))).map(({ amountMinor, status }) => [amountMinor, status])

describe('matureCommissions', () => {
  it('makes what waited payable when its hold ends, to the second', async () => {
    const { partner, pay } = await haveWonDeal(world)
    await pay(100_000)

    await world.travel({ days: 29, hours: 23, minutes: 59, seconds: 59 })
    await matureCommissions(world.deps)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000, avail: 0 })
    await world.travel({ seconds: 1 })
    await matureCommissions(world.deps)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 10_000 })
  })

  it('does it once, repeated and twice at once', async () => {
    const { partner, pay } = await haveWonDeal(world, { holdDays: 0 })
    for (let n = 0; n < 5; n += 1) await pay(10_000)

    await Promise.all([matureCommissions(world.deps), matureCommissions(world.deps), matureCommissions(world.deps)])
    await matureCommissions(world.deps)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 5000 })
    const matured = (await world.deps.db.select().from(ledgerTransactions)).filter(({ template }) => template === 'mature')
    expect(matured).toHaveLength(5)
  })

  it('moves a commission and its corrections together', async () => {
    const { partner, pay, sales } = await haveWonDeal(world)
    const paymentId = await pay(100_000)
    const back = { amountMinor: 30_000, currency: 'eur' as const, returnedAt: world.now(), act: 'act_back' }
    await recordReturn(world.deps, paymentId, back, sales.id)
    await world.travel({ days: 30 })

    await matureCommissions(world.deps)

    expect(await statuses()).toEqual([
      [10_000, 'approved'],
      [-3000, 'approved'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 7000 })
  })

  it('loses nothing when a return arrives at the same moment', async () => {
    const { partner, pay, sales } = await haveWonDeal(world)
    const paymentId = await pay(100_000)
    await world.travel({ days: 30 })
    const back = { amountMinor: 30_000, currency: 'eur' as const, returnedAt: world.now(), act: 'act_back' }

    await Promise.all([matureCommissions(world.deps), recordReturn(world.deps, paymentId, back, sales.id), matureCommissions(world.deps)])
    await matureCommissions(world.deps)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 7000 })
  })

  it('takes more than one chunk when there is more than a chunk', { timeout: 30_000 }, async () => {
    const { partner, pay } = await haveWonDeal(world, { holdDays: 0 })
    for (let n = 0; n < 105; n += 1) await pay(1000)

    await matureCommissions(world.deps)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 10_500 })
  })
})
