import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
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

describe('recordReturn', () => {
  it('takes three thirds that do not divide back to exactly zero, and voids the family', async () => {
    const { partner, pay, sales } = await haveWonDeal(world, { currency: 'usd' })
    const paymentId = await pay(123_457)

    for (const amountMinor of [41_152, 41_152, 41_153]) {
      await recordReturn(
        world.deps,
        paymentId,
        { amountMinor, currency: 'usd', returnedAt: world.now(), act: world.deps.newId('act') },
        sales.id,
      )
    }

    const rows = await commissionsOf(partner.id)
    expect(rows.map(({ amountMinor, status }) => [amountMinor, status])).toEqual([
      [12_345, 'voided'],
      [-4115, 'voided'],
      [-4115, 'voided'],
      [-4115, 'voided'],
    ])
    expect(await accountsOf(world, partner.id, 'usd')).toEqual({ pending: 0, held: 0, avail: 0, inflight: 0, expense: 0 })
  })

  it('counts a repeated act and a double click once', async () => {
    const { partner, pay, sales } = await haveWonDeal(world)
    const paymentId = await pay(100_000)
    const takeBack = () =>
      recordReturn(world.deps, paymentId, { amountMinor: 60_000, currency: 'eur', returnedAt: world.now(), act: 'act_back' }, sales.id)

    await Promise.all([takeBack(), takeBack()])
    await takeBack()

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 4000 })
  })

  it('never takes back more than was paid, two at once included', async () => {
    const { partner, pay, sales } = await haveWonDeal(world)
    const paymentId = await pay(100_000)
    const takeBack = (act: string) =>
      recordReturn(world.deps, paymentId, { amountMinor: 60_000, currency: 'eur', returnedAt: world.now(), act }, sales.id)

    const outcomes = await Promise.allSettled([takeBack('act_1'), takeBack('act_2')])

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 4000 })
  })

  it('leaves a debt when the commission was ready and the partner had been paid everything else', async () => {
    const { partner, pay, sales } = await haveWonDeal(world, { holdDays: 0 })
    const paymentId = await pay(100_000)
    await matureCommissions(world.deps)
    expect(await accountsOf(world, partner.id)).toMatchObject({ avail: 10_000 })

    await recordReturn(world.deps, paymentId, { amountMinor: 25_000, currency: 'eur', returnedAt: world.now(), act: 'act_back' }, sales.id)

    expect(await accountsOf(world, partner.id)).toMatchObject({ avail: 7500, pending: 0 })
    expect((await commissionsOf(partner.id)).map(({ status }) => status)).toEqual(['approved', 'approved'])
  })
})
