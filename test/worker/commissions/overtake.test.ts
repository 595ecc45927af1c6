import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { holdCommission, releaseCommission } from '../../../worker/commissions/hold.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { rejectCommission } from '../../../worker/commissions/reject.ts'
import { recordReturn } from '../../../worker/deals/record.ts'
import type { Deps } from '../../../worker/deps.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from '../deals/fixtures.ts'
import { overtaken } from './overtake.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

/** 100.00 EUR that waited long enough and have not matured yet, and what may happen to them, each with dependencies of its own. */
async function haveDue() {
  const { partner, pay, sales } = await haveWonDeal(world)
  const paymentId = await pay(100_000)
  const [row] = await world.deps.db.select().from(commissions).where(eq(commissions.paymentId, paymentId))
  const id = row?.id ?? ''
  await world.travel({ days: 30 })
  const back = { amountMinor: 30_000, currency: 'eur' as const, returnedAt: world.now(), act: 'act_back' }
  return {
    partner,
    id,
    mature: (deps: Deps = world.deps) => matureCommissions(deps),
    hold: (deps: Deps = world.deps) => holdCommission(deps, id, { reason: 'Doubt', owner: 'finance' }, 'stf_1'),
    release: (deps: Deps = world.deps) => releaseCommission(deps, id, 1, 'No doubt.', 'stf_1'),
    takeBack: (deps: Deps = world.deps) => recordReturn(deps, paymentId, back, sales.id),
    reject: (deps: Deps = world.deps) => rejectCommission(deps, id, 'No.', 'stf_1'),
  }
}

describe('what is decided from a state that has moved is decided again (money.md 12, row 9)', () => {
  it('maturing, overtaken by a hold, matures nothing', async () => {
    const { partner, mature, hold } = await haveDue()

    await mature(overtaken(world, 1, () => hold()))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 10_000, avail: 0 })
  })

  it('maturing, overtaken by a return, takes the correction along', async () => {
    const { partner, mature, takeBack } = await haveDue()

    await mature(overtaken(world, 1, () => takeBack()))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 7000 })
  })

  it('a return, overtaken by maturing, corrects what is ready', async () => {
    const { partner, mature, takeBack } = await haveDue()

    await takeBack(overtaken(world, 2, () => mature()))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 7000 })
    expect((await world.deps.db.select().from(commissions)).map(({ status }) => status)).toEqual(['approved', 'approved'])
  })

  it('a return, overtaken by a hold, is held as well', async () => {
    const { partner, hold, takeBack } = await haveDue()

    await takeBack(overtaken(world, 2, () => hold()))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 7000 })
  })

  it('a return, overtaken by a refusal, finds nothing left to take', async () => {
    const { partner, reject, takeBack } = await haveDue()

    await takeBack(overtaken(world, 2, () => reject()))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, expense: 0 })
    expect(await world.deps.db.select().from(commissions)).toHaveLength(2)
  })

  it('a hold, overtaken by maturing, holds what is ready', async () => {
    const { partner, mature, hold, release } = await haveDue()

    await hold(overtaken(world, 2, () => mature()))
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 10_000, avail: 0 })
    await release()

    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 0, avail: 10_000 })
  })

  it('a refusal, overtaken by a return, takes back only what stands', async () => {
    const { partner, reject, takeBack } = await haveDue()

    await reject(overtaken(world, 2, () => takeBack()))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, expense: 0 })
    expect((await world.deps.db.select().from(commissions)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  })

  it('a release, overtaken by a second hold, frees nothing', async () => {
    const { partner, id, hold, release } = await haveDue()
    await hold()

    await release(overtaken(world, 2, () => holdCommission(world.deps, id, { reason: 'Disputed', owner: 'stf_2' }, 'stf_2')))

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 10_000 })
  })
})
