import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commissionHolds, commissions } from '../../../schema/commissions.ts'
import { attributions } from '../../../schema/prospects.ts'
import { holdCommission, releaseCommission } from '../../../worker/commissions/hold.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import { rejectCommission } from '../../../worker/commissions/reject.ts'
import { openDeal } from '../../../worker/deals/open.ts'
import { recordPayment, recordReturn } from '../../../worker/deals/record.ts'
import { havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from '../deals/fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

async function haveEarned(paidMinor = 100_000) {
  const made = await haveWonDeal(world)
  const paymentId = await made.pay(paidMinor)
  const [commission] = await world.deps.db.select().from(commissions).where(eq(commissions.paymentId, paymentId))
  if (!commission) throw new Error('nothing was earned')
  const takeBack = (amountMinor: number) =>
    recordReturn(
      world.deps,
      paymentId,
      { amountMinor, currency: 'eur', returnedAt: world.now(), act: world.deps.newId('act') },
      made.sales.id,
    )
  return { ...made, paymentId, id: commission.id, takeBack }
}

const rows = () => world.deps.db.select().from(commissions).orderBy(commissions.id)
const statuses = async () => (await rows()).map(({ amountMinor, status }) => [amountMinor, status])
const doubt = { reason: 'Is this the same company?', owner: 'stf_priya' }

describe('holdCommission', () => {
  it('freezes what waits, and gives it back where it was', async () => {
    const { id, partner } = await haveEarned()

    await holdCommission(world.deps, id, doubt, 'stf_priya')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 10_000 })
    await releaseCommission(world.deps, id, 1, 'It is another one.', 'stf_priya')

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 10_000, held: 0 })
    expect(await statuses()).toEqual([[10_000, 'pending']])
  })

  it('freezes what is ready, and gives it back ready', async () => {
    const { id, partner } = await haveEarned()
    await world.travel({ days: 31 })
    await matureCommissions(world.deps)

    await holdCommission(world.deps, id, doubt, 'stf_priya')
    expect(await accountsOf(world, partner.id)).toMatchObject({ avail: 0, held: 10_000 })
    await releaseCommission(world.deps, id, 1, 'It is another one.', 'stf_priya')

    expect(await accountsOf(world, partner.id)).toMatchObject({ avail: 10_000, held: 0 })
  })

  it('is one hold when it is asked for twice, also at once', async () => {
    const { id, partner } = await haveEarned()

    await Promise.all([holdCommission(world.deps, id, doubt, 'stf_priya'), holdCommission(world.deps, id, doubt, 'stf_priya')])

    expect(await world.deps.db.select().from(commissionHolds)).toHaveLength(1)
    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 10_000 })
  })

  it('M32 ends only when the last of its holds does', async () => {
    const { id, partner } = await haveEarned()
    await holdCommission(world.deps, id, doubt, 'stf_priya')
    await holdCommission(world.deps, id, { reason: 'Disputed', owner: 'stf_colm' }, 'stf_colm')

    await releaseCommission(world.deps, id, 1, 'Fine.', 'stf_priya')
    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 10_000 })
    await releaseCommission(world.deps, id, 2, 'Won.', 'stf_colm')

    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 0, pending: 10_000 })
    await expect(releaseCommission(world.deps, id, 2, 'Again.', 'stf_colm')).rejects.toMatchObject({ code: 'wrong_state' })
  })

  it('can be held a second time later', async () => {
    const { id, partner } = await haveEarned()
    await holdCommission(world.deps, id, doubt, 'stf_priya')
    await releaseCommission(world.deps, id, 1, 'Fine.', 'stf_priya')

    await holdCommission(world.deps, id, doubt, 'stf_priya')
    await releaseCommission(world.deps, id, 2, 'Fine again.', 'stf_priya')

    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 0, pending: 10_000 })
  })

  it('does not mature while it is held, and does afterwards', async () => {
    const { id, partner } = await haveEarned()
    await holdCommission(world.deps, id, doubt, 'stf_priya')
    await world.travel({ days: 40 })

    await matureCommissions(world.deps)
    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 10_000, avail: 0 })
    await releaseCommission(world.deps, id, 1, 'Fine.', 'stf_priya')
    await matureCommissions(world.deps)

    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 0, avail: 10_000 })
  })

  it('holds a correction with its family, for the same reason and since the same time', async () => {
    const { id, partner, takeBack } = await haveEarned()
    await holdCommission(world.deps, id, doubt, 'stf_priya')
    await world.travel({ days: 1 })

    await takeBack(40_000)

    expect(await statuses()).toEqual([
      [10_000, 'on_hold'],
      [-4000, 'on_hold'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 6000 })
    await releaseCommission(world.deps, id, 1, 'Fine.', 'stf_priya')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 6000, held: 0 })
  })

  it('voids a held family that is taken back in full, and closes its holds', async () => {
    const { id, partner, takeBack } = await haveEarned()
    await holdCommission(world.deps, id, doubt, 'stf_priya')

    await takeBack(40_000)
    await takeBack(60_000)

    expect(await statuses()).toEqual([
      [10_000, 'voided'],
      [-4000, 'voided'],
      [-6000, 'voided'],
    ])
    expect((await world.deps.db.select().from(commissionHolds)).every(({ closedAt }) => closedAt !== null)).toBe(true)
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 0, expense: 0 })
    await expect(holdCommission(world.deps, id, doubt, 'stf_priya')).rejects.toMatchObject({ code: 'wrong_state' })
  })

  it('holds the credit of a self-referral from its first moment, for a person to decide', async () => {
    const partner = await havePartner(world)
    const sales = await haveStaff(world, 'sales')
    const prospect = await haveProspect(world)
    const { db, now } = world.deps
    const attribution = { prospectId: prospect.id, n: 1, partnerId: partner.id, decidedBy: 'rule', reason: 'First click.', explanation: [] }
    await db.insert(attributions).values({ ...attribution, id: 'att_self', decidedAt: now(), heldReason: 'The partner is this company.' })
    const deal = {
      prospectId: prospect.id,
      name: 'Pilot',
      kind: 'one_off' as const,
      currency: 'eur' as const,
      amountMinor: 1,
      source: null,
    }
    const dealId = await openDeal(world.deps, deal, 'act_deal', sales.id)

    await recordPayment(world.deps, dealId, { paidMinor: 100_000, taxMinor: 0, currency: 'eur', paidAt: now(), act: 'act_pay' }, sales.id)

    expect(await statuses()).toEqual([[10_000, 'on_hold']])
    expect(await world.deps.db.select().from(commissionHolds)).toMatchObject([
      { n: 1, owner: 'finance', reason: 'The partner is this company.' },
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, held: 10_000 })
  })
})

describe('rejectCommission', () => {
  it('takes back what stands of a waiting commission and keeps the reason', async () => {
    const { id, partner, takeBack } = await haveEarned()
    await takeBack(40_000)

    await rejectCommission(world.deps, id, 'This customer was ours already.', 'stf_priya')

    expect(await statuses()).toEqual([
      [10_000, 'rejected'],
      [-4000, 'rejected'],
      [-6000, 'rejected'],
    ])
    expect((await rows())[0]?.statusReason).toBe('This customer was ours already.')
    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, expense: 0 })
  })

  it('takes back a held one from where it is held, and closes its holds', async () => {
    const { id, partner } = await haveEarned()
    await world.travel({ days: 31 })
    await matureCommissions(world.deps)
    await holdCommission(world.deps, id, doubt, 'stf_priya')

    await rejectCommission(world.deps, id, 'It is the same company.', 'stf_priya')

    expect(await statuses()).toEqual([
      [10_000, 'rejected'],
      [-10_000, 'rejected'],
    ])
    expect(await accountsOf(world, partner.id)).toMatchObject({ held: 0, avail: 0, expense: 0 })
  })

  it('happens once, twice at once and against a return included', async () => {
    const { id, partner, takeBack } = await haveEarned()

    await Promise.all([
      rejectCommission(world.deps, id, 'No.', 'stf_priya'),
      rejectCommission(world.deps, id, 'No.', 'stf_priya'),
      takeBack(30_000),
    ])
    await takeBack(70_000)

    expect(await accountsOf(world, partner.id)).toMatchObject({ pending: 0, avail: 0, expense: 0 })
    expect((await statuses()).every(([, status]) => status === 'rejected')).toBe(true)
  })

  it('asks for a hold first once the commission is ready', async () => {
    const { id } = await haveEarned()
    await world.travel({ days: 31 })
    await matureCommissions(world.deps)

    await expect(rejectCommission(world.deps, id, 'No.', 'stf_priya')).rejects.toMatchObject({ code: 'wrong_state', status: 409 })
  })
})
