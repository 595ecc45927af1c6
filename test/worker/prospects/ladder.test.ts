import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { commissions } from '../../../schema/commissions.ts'
import { customers } from '../../../schema/customers.ts'
import { evidence, funnel, funnelTotals, type LadderLevel, ladderMoves, levelRewards } from '../../../schema/ladder.ts'
import { partners } from '../../../schema/people.ts'
import { attributions, prospects } from '../../../schema/prospects.ts'
import { accrueRewards } from '../../../worker/commissions/reward.ts'
import { balanceOf } from '../../../worker/ledger/store.ts'
import { recordEvidence, takeBack } from '../../../worker/prospects/record-evidence.ts'
import { haveGroup, havePartner, haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveCustomer, haveWonDealOf } from './customer-fixtures.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
})

const step = (level: LadderLevel) => ({
  act: world.deps.newId('act'),
  level,
  detail: 'Somebody said so.',
  happened_on: '2026-11-02',
  file: '',
  who_else: 'Nobody',
})
const climb = (prospectId: string, level: LadderLevel) => recordEvidence(world.deps, sales.id, prospectId, step(level))
const fall = (prospectId: string, level: LadderLevel) =>
  takeBack(world.deps, sales.id, prospectId, {
    act: world.deps.newId('act'),
    taken_back: level,
    setback_reason: 'It no longer holds.',
    fell_on: '2026-11-02',
  })
const standing = async (id: string) => {
  const [row] = await world.deps.db.select().from(prospects).where(eq(prospects.id, id))
  return [row?.level, row?.stage]
}

describe('the ladder', () => {
  it('LAD1 stands at the highest level proven; levels may be skipped, and a lower one proven later moves nothing', async () => {
    const { id } = await haveProspect(world)
    await climb(id, 'evaluating')
    expect(await standing(id)).toEqual([4, 'evaluating'])
    await climb(id, 'need_shared')
    expect(await standing(id)).toEqual([4, 'evaluating'])
  })

  it('LAD2 goes down by a step with a reason, to the highest level that still stands', async () => {
    const { id } = await haveProspect(world)
    for (const level of ['attention', 'need_shared', 'evaluating'] as const) await climb(id, level)
    await fall(id, 'evaluating')
    expect(await standing(id)).toEqual([2, 'in_contact'])
    await expect(fall(id, 'evaluating')).rejects.toThrow(/not proven now/)
    expect(await world.deps.db.select().from(evidence)).toHaveLength(4)
  })

  it('crosses the line with the won deal, in its batch, and not by a pilot', async () => {
    const { id } = await haveProspect(world)
    await haveWonDealOf(world, id, { pilot: true, seats: 5, months: 3 })
    expect([await standing(id), await world.deps.db.select().from(customers)]).toEqual([[5, 'evaluating'], []])
    await expect(climb(id, 'annual_licence')).rejects.toMatchObject({ code: 'no_deal', status: 409 })

    await haveWonDealOf(world, id)
    expect(await standing(id)).toEqual([7, 'customer'])
    expect(await world.deps.db.select().from(customers)).toMatchObject([{ prospectId: id, standing: 'active', customerSince: world.now() }])
  })

  it('lets only a customer stand above the line', async () => {
    const { id } = await haveProspect(world)
    await expect(climb(id, 'testimonial')).rejects.toMatchObject({ code: 'no_customer', status: 409 })
    await haveCustomer(world, { prospectId: id })
    await climb(id, 'testimonial')
    expect(await standing(id)).toEqual([9, 'customer'])
  })

  it('is written by evidence alone, whatever SQL says', async () => {
    const { id } = await haveProspect(world)
    await climb(id, 'attention')
    for (const sql of [
      `update prospects set level = 9`,
      `update prospects set stage = 'evaluating'`,
      `update prospects set stage = 'customer'`,
      `update evidence set level = 9`,
      `delete from evidence`,
      `insert into evidence select 'evd_x', prospect_id, 7, 'up', 'x', null, happened_on, null, null, null, null, 'x', 1 from evidence`,
      `insert into evidence select 'evd_x', prospect_id, 3, 'down', 'x', null, happened_on, null, null, 'y', null, 'x', 1 from evidence`,
    ])
      await expect(world.deps.db.run(sql), sql).rejects.toThrow()
    expect(await standing(id)).toEqual([1, 'in_contact'])
  })

  it('counts who stands where, by the partner with the credit, and what moved each quarter', async () => {
    const partner = await havePartner(world)
    const [one, other] = [await haveProspect(world, partner.id), await haveProspect(world)]
    await climb(one.id, 'attention')
    await climb(other.id, 'need_shared')
    await fall(other.id, 'need_shared')
    await world.deps.db.update(prospects).set({ stage: 'lost' }).where(eq(prospects.id, other.id))

    const counted = await world.deps.db.select().from(funnel)
    expect(counted.filter(({ n }) => n !== 0)).toEqual([{ partnerId: partner.id, level: 1, n: 1 }])
    expect((await world.deps.db.select().from(funnelTotals)).filter(({ n }) => n !== 0)).toEqual([{ level: 1, n: 1 }])
    expect(await world.deps.db.select().from(ladderMoves)).toEqual([
      { quarter: '2026-Q4', fromLevel: 0, toLevel: 1, n: 1 },
      { quarter: '2026-Q4', fromLevel: 0, toLevel: 2, n: 1 },
      { quarter: '2026-Q4', fromLevel: 2, toLevel: 0, n: 1 },
    ])
  })
})

describe('a reward at a level', () => {
  const haveRewarded = async (levels: object = { pilot: { eur: 5_000 } }) => {
    const group = await haveGroup(world, { rates: { levels } as never }) // terms as a form would make them
    return havePartner(world, { groupId: group.id })
  }
  const pilot = { pilot: true, seats: 5, months: 3 }

  it('LAD3 accrues once per prospect and level, however often it moves', async () => {
    const partner = await haveRewarded()
    const { id } = await haveProspect(world, partner.id)
    const dealId = await haveWonDealOf(world, id, pilot)
    await fall(id, 'pilot')
    await climb(id, 'pilot')
    await Promise.all([accrueRewards(world.deps), accrueRewards(world.deps)])

    expect(dealId).toMatch(/^deal_/)
    expect(await world.deps.db.select().from(commissions)).toMatchObject([
      {
        kind: 'earned',
        source: `level/${id}/5`,
        amountMinor: 5_000,
        currency: 'eur',
        status: 'pending',
        partnerId: partner.id,
        paymentId: null,
      },
    ])
    expect(await balanceOf(world.deps.db, `pending:${partner.id}:eur`)).toBe(5_000)
    const page = await (await world.ask('/earnings', { as: partner.owner })).text()
    expect(page).toContain('Prospect')
    expect(await (await world.ask('/', { as: partner.owner })).text()).toMatch(/Latest earnings[\s\S]*Prospect pro_[\s\S]*Latest prospects/)
  })

  it('begins on hold where a person must look at the credit', async () => {
    const partner = await haveRewarded({ attention: { eur: 1_000 } })
    const { id } = await haveProspect(world)
    await world.deps.db.insert(attributions).values({
      id: 'att_odd',
      prospectId: id,
      n: 1,
      partnerId: partner.id,
      decidedBy: 'rule',
      reason: 'click',
      explanation: [],
      heldReason: 'May be the same company.',
      decidedAt: world.now(),
    })
    await climb(id, 'attention')
    expect(await world.deps.db.select().from(commissions)).toMatchObject([{ status: 'on_hold', heldFrom: 'pending' }])
  })

  it.each([
    [null, { pilot: { eur: 5_000 } }, /Nobody had the credit/],
    ['partner', {}, /pay nothing for this level/],
    ['partner', { pilot: { usd: 5_000 } }, /no amount in EUR/],
  ])('earns nothing, and says why, for %s under %j', async (who, levels, reason) => {
    const partner = await haveRewarded(levels)
    const { id } = await haveProspect(world, who && partner.id)
    await haveWonDealOf(world, id, pilot)
    expect(await world.deps.db.select().from(levelRewards)).toMatchObject([
      { level: 5, status: 'nothing', reason: expect.stringMatching(reason) },
    ])
  })

  it('CAT4 earns nothing for a level that the partner’s own company reached', async () => {
    const partner = await haveRewarded({ attention: { eur: 1_000 } })
    const { id } = await haveProspect(world, partner.id)
    await world.deps.db.update(partners).set({ prospectId: id }).where(eq(partners.id, partner.id))
    await climb(id, 'attention')
    expect(await world.deps.db.select().from(levelRewards)).toMatchObject([
      { level: 1, status: 'nothing', reason: 'Nobody earns a share of its own purchase.' },
    ])
  })

  it('LAD4 is named for none of the levels above the line: neither by a form nor by SQL', async () => {
    const group = await haveGroup(world)
    const insert =
      world.deps.db.run(`insert into terms_versions (id, group_id, version, hold_days, rates, effective_at, created_by, created_at)
      values ('trm_x', '${group.id}', 2, 0, '{"levels":{"testimonial":{"eur":100}}}', 0, 'x', 0)`)
    await expect(insert).rejects.toThrow()
    const admin = await haveStaff(world, 'admin')
    const form = { version: '2', intent: 'publish', hold_days: '30', level_testimonial: '5.00 EUR' }
    const kinds = ['one_off', 'hour_pool', 'retainer', 'flat_fee', 'performance', 'warranty']
    const nothing = Object.fromEntries(kinds.map((kind) => [`${kind}_earns`, 'nothing']))
    const answer = await world.ask(`/terms/${group.id}/versions`, { as: admin, form: { ...form, ...nothing } })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('level_not_payable')])
  })

  it('prints its receipt for the partner', async () => {
    const partner = await haveRewarded()
    const { id } = await haveProspect(world, partner.id, { company: 'Norrhamn Brewery' })
    await haveWonDealOf(world, id, pilot)
    const [commission] = await world.deps.db.select().from(commissions)
    const page = await (await world.ask(`/earnings/${commission?.id}`, { as: partner.owner })).text()
    expect(page).toMatch(/Norrhamn Brewery.*once for each prospect that reaches “Paid pilot”.*Reached on/s)
  })
})
