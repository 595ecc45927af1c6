import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { holdCommission } from '../../../worker/commissions/hold.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
import { sweepPayouts } from '../../../worker/payouts/sweep.ts'
import { haveDestination } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from '../deals/fixtures.ts'
import { fund, havePeople, haveSendingRun } from '../payouts/support.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
  await fund(world, 100_000_000, 'eur')
})
afterEach(() => checkInvariants(world))

/** A commission of 100.00 EUR on its way to the partner: reserved, and not sent yet. */
async function haveReserved() {
  const made = await haveWonDeal(world, { holdDays: 0 })
  await haveDestination(world, made.partner.id)
  const paymentId = await made.pay(100_000)
  await matureCommissions(world.deps)
  await haveSendingRun(world, await havePeople(world))
  const takeBack = (amountMinor: number) =>
    recordReturn(
      world.deps,
      paymentId,
      { amountMinor, currency: 'eur', returnedAt: world.now(), act: world.deps.newId('act') },
      made.sales.id,
    )
  const rows = async () =>
    (await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, made.partner.id)).orderBy(commissions.id)).map(
      ({ amountMinor, status }) => [amountMinor, status],
    )
  const send = async () => {
    await sweepPayouts(world.deps)
    await world.settle()
  }
  return { ...made, takeBack, rows, send }
}

describe('money that comes back', () => {
  it('while it is being paid cancels nothing, and leaves a debt for the next run', async () => {
    const { partner, takeBack, rows, send } = await haveReserved()

    await takeBack(25_000)
    expect(await accountsOf(world, partner.id)).toMatchObject({ inflight: 10_000, avail: -2500 })
    await send()

    expect(await rows()).toEqual([
      [10_000, 'paid'],
      [-2500, 'approved'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ inflight: 0, avail: -2500 })
  })

  it('after it was paid leaves the paid row as it is, and nets to exactly zero with new earnings', async () => {
    const { partner, pay, takeBack, rows, send } = await haveReserved()
    await send()

    await takeBack(60_000)
    await takeBack(40_000)
    await pay(100_000)
    await matureCommissions(world.deps)

    expect(await rows()).toEqual([
      [10_000, 'paid'],
      [-6000, 'approved'],
      [-4000, 'approved'],
      [10_000, 'approved'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ avail: 0 })
  })

  it('at the moment of reserving ends right whichever is first', async () => {
    const made = await haveWonDeal(world, { holdDays: 0 })
    await haveDestination(world, made.partner.id)
    const paymentId = await made.pay(100_000)
    await matureCommissions(world.deps)
    const people = await havePeople(world)
    const back = { amountMinor: 25_000, currency: 'eur' as const, returnedAt: world.now(), act: 'act_back' }

    await Promise.all([haveSendingRun(world, people), recordReturn(world.deps, paymentId, back, made.sales.id)])

    const { avail, inflight } = await accountsOf(world, made.partner.id)
    expect(avail + inflight).toBe(7500)
  })

  it('leaves a hold on what is being paid where it is', async () => {
    const { partner, rows } = await haveReserved()
    const [row] = await world.deps.db.select().from(commissions).where(eq(commissions.partnerId, partner.id))

    await holdCommission(world.deps, row?.id ?? '', { reason: 'Disputed', owner: 'finance' }, 'stf_priya')

    expect(await rows()).toEqual([[10_000, 'in_payout']])
    expect(await accountsOf(world, partner.id)).toMatchObject({ inflight: 10_000, held: 0 })
  })
})
