import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { deals } from '../../../schema/deals.ts'
import { attributions, prospects } from '../../../schema/prospects.ts'
import { closeDeal } from '../../../worker/deals/close.ts'
import { type NewDeal, openDeal } from '../../../worker/deals/open.ts'
import { insertVersion } from '../../../worker/terms/store.ts'
import { haveGroup, havePartner, haveProspect } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const wanted = (prospectId: string, change: Partial<NewDeal> = {}): NewDeal => ({
  prospectId,
  name: 'Pilot',
  kind: 'one_off',
  currency: 'eur',
  amountMinor: 90_000,
  source: null,
  ...change,
})
const dealOf = async (id: string) => (await world.deps.db.select().from(deals).where(eq(deals.id, id)))[0]

describe('openDeal', () => {
  it('DEA2 freezes kind, credit and the version in force, in SQL, too; a later version changes nothing', async () => {
    const group = await haveGroup(world)
    const partner = await havePartner(world, { groupId: group.id })
    const prospect = await haveProspect(world, partner.id)
    const id = await openDeal(world.deps, wanted(prospect.id), 'act_1', 'stf_1')
    await world.travel({ days: 1 })
    const next = { id: 'trm_2', groupId: group.id, version: 2, holdDays: 1, rates: {}, effectiveAt: world.now(), createdBy: 'stf_1' }
    await insertVersion(world.deps.db, next, world.now())

    const second = await openDeal(world.deps, wanted(prospect.id), 'act_2', 'stf_1')

    expect(await dealOf(id)).toMatchObject({
      partnerId: partner.id,
      attributionId: prospect.attributionId,
      termsVersionId: group.termsVersionId,
    })
    expect(await dealOf(second)).toMatchObject({ termsVersionId: 'trm_2' })
    for (const change of [{ kind: 'warranty' }, { termsVersionId: 'trm_2' }, { partnerId: null }] as const) {
      await expect(world.deps.db.update(deals).set(change).where(eq(deals.id, id))).rejects.toThrow()
    }
    expect(await dealOf(id)).toMatchObject({ kind: 'one_off', partnerId: partner.id, termsVersionId: group.termsVersionId })
  })

  it('opens one deal for a double click, and one for an id at Stripe', async () => {
    const prospect = await haveProspect(world)

    const [one, two] = await Promise.all([1, 2].map(() => openDeal(world.deps, wanted(prospect.id, { source: 'sub_1' }), 'act_1', 'stf_1')))

    expect(two).toBe(one)
    await expect(openDeal(world.deps, wanted(prospect.id, { source: 'sub_1' }), 'act_2', 'stf_1')).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(openDeal(world.deps, wanted('pro_none'), 'act_3', 'stf_1')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('freezes the credit that is in force in its batch, not one that a person has just moved', async () => {
    const [before, after] = [await havePartner(world), await havePartner(world)]
    const prospect = await haveProspect(world, before.id)
    const { db, now } = world.deps
    const moved = { id: 'att_2', prospectId: prospect.id, n: 2, partnerId: after.id, decidedBy: 'stf_1', reason: 'Moved.', explanation: [] }
    const batch = db.batch.bind(db)
    let isFirst = true
    const overtaken: typeof db.batch = async (statements) => {
      if (isFirst) await db.insert(attributions).values({ ...moved, decidedAt: now() })
      isFirst = false
      return batch(statements)
    }
    const slow = Object.assign(Object.create(db), { batch: overtaken }) as typeof db // the same database, overtaken once

    const id = await openDeal({ ...world.deps, db: slow }, wanted(prospect.id), 'act_1', 'stf_1')

    expect(await dealOf(id)).toMatchObject({ partnerId: after.id, attributionId: 'att_2' })
  })
})

describe('closeDeal', () => {
  const haveOpen = async () => {
    const prospect = await haveProspect(world)
    return { prospect, id: await openDeal(world.deps, wanted(prospect.id), 'act_1', 'stf_1') }
  }

  it('wins a deal and makes a customer, once', async () => {
    const { id, prospect } = await haveOpen()

    await Promise.all([1, 2].map(() => closeDeal(world.deps, id, 'won', null, 'stf_1')))
    await world.travel({ days: 1 })
    await closeDeal(world.deps, id, 'won', null, 'stf_1')

    const wonAt = new Date(world.now().getTime() - 86_400_000)
    expect(await dealOf(id)).toMatchObject({ status: 'won', wonAt })
    expect(await world.deps.db.select().from(prospects).where(eq(prospects.id, prospect.id))).toMatchObject([
      { stage: 'customer', customerSince: wonAt },
    ])
  })

  it('loses it with a reason only, and opens it again', async () => {
    const { id } = await haveOpen()

    await expect(closeDeal(world.deps, id, 'lost', null, 'stf_1')).rejects.toMatchObject({ code: 'invalid' })
    await closeDeal(world.deps, id, 'lost', 'Too dear.', 'stf_1')
    expect(await dealOf(id)).toMatchObject({ status: 'lost', statusReason: 'Too dear.' })
    await expect(closeDeal(world.deps, id, 'won', null, 'stf_1')).rejects.toMatchObject({ code: 'wrong_state' })
    await closeDeal(world.deps, id, 'open', null, 'stf_1')

    expect(await dealOf(id)).toMatchObject({ status: 'open', statusReason: null, closedAt: null })
  })

  it('lets one of two opposite decisions stand', async () => {
    const { id } = await haveOpen()

    const outcomes = await Promise.allSettled([
      closeDeal(world.deps, id, 'won', null, 'stf_1'),
      closeDeal(world.deps, id, 'lost', 'No.', 'stf_2'),
    ])

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})
