import { asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dealDetails, hourDraws } from '../../../schema/deal-kinds.ts'
import { outbox } from '../../../schema/records.ts'
import { drawHours, topUp } from '../../../worker/deals/hours.ts'
import { lookAfterHours } from '../../../worker/deals/hours-nightly.ts'
import type { Details } from '../../../worker/deals/read-details.ts'
import { checkInvariants } from '../../support/invariants.ts'
import { createWorld, type World } from '../../support/world.ts'
import { accountsOf, haveWonDeal } from './fixtures.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => checkInvariants(world))

const rates = { hour_pool: { rateBps: 1_000, duration: 'life' as const }, retainer: { rateBps: 1_000, duration: 'life' as const } }
const havePool = (details: Details = {}) => haveWonDeal(world, { kind: 'hour_pool', rates, details: { boughtMinutes: 600, ...details } })
type Won = Awaited<ReturnType<typeof havePool>>

const draw = ({ dealId, sales }: Won, minutes: number, act = world.deps.newId('act')) =>
  drawHours(world.deps, dealId, { minutes, happenedOn: today(), note: 'Oven 3' }, act, sales.id)
const buy = ({ dealId, sales }: Won, minutes: number, paymentId: string, expiresOn: string | null = null) =>
  topUp(world.deps, dealId, { minutes, paymentId, note: '', expiresOn }, world.deps.newId('act'), sales.id)
const today = () => world.now().toISOString().slice(0, 10)
const dayIn = (days: number) => new Date(world.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
const detailsOf = async ({ dealId }: Won) => (await world.deps.db.select().from(dealDetails).where(eq(dealDetails.dealId, dealId)))[0]
const left = async (won: Won) => (await detailsOf(won))?.leftMinutes
const kinds = async () =>
  (await world.deps.db.select().from(hourDraws).orderBy(asc(hourDraws.recordedAt), asc(hourDraws.kind))).map(({ kind, minutes }) => [
    kind,
    minutes,
  ])
const warnings = async () =>
  (await world.deps.db.select().from(outbox).where(eq(outbox.template, 'desk_news'))).map(({ data }) => (data as { what: string }).what)
const night = async (days = 0) => {
  await world.travel({ days })
  await lookAfterHours(world.deps)
  await lookAfterHours(world.deps)
}

describe('an hour pool', () => {
  it('DEA5 moves no money with a draw, and earns when it is bought and topped up', async () => {
    const won = await havePool()
    await won.pay(100_000)
    await draw(won, 300)
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 10_000 })
    expect(await left(won)).toBe(300)

    await buy(won, 120, await won.pay(20_000))

    expect(await left(won)).toBe(420)
    expect(await accountsOf(world, won.partner.id)).toMatchObject({ pending: 12_000 })
  })

  it('is never drawn below nothing, by two at once either, and a form sent twice draws once', async () => {
    const won = await havePool()
    const drawn = await Promise.allSettled([draw(won, 400), draw(won, 400)])
    expect(drawn.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(draw(won, 400)).rejects.toMatchObject({ code: 'pool_empty', status: 409, message: expect.stringContaining('3.3') })

    await Promise.all([draw(won, 60, 'act_once'), draw(won, 60, 'act_once')])

    expect(await left(won)).toBe(140)
  })

  it('is topped up by a payment of its own, which buys hours once; the first one bought the pool', async () => {
    const won = await havePool()
    const other = await havePool()
    const first = await won.pay(100_000)
    const second = await won.pay(20_000)
    await buy(won, 120, second)

    await expect(buy(won, 60, first)).rejects.toMatchObject({ code: 'wrong_state' })
    await expect(buy(won, 60, second)).rejects.toMatchObject({ code: 'wrong_state' })
    await expect(buy(won, 60, await other.pay(1_000))).rejects.toMatchObject({ code: 'invalid', status: 422 })
    expect(await left(won)).toBe(720)
  })

  it('DEA5 warns staff once, 14 days before its end, and lapses behind it', async () => {
    const won = await havePool({ expiresOn: dayIn(30) })
    await night(15)
    expect(await warnings()).toEqual([])
    await night(1)
    expect(await warnings()).toEqual([expect.stringContaining('10 hours of')])

    await night(14)
    expect(await left(won)).toBe(600)
    await night(1)

    expect(await left(won)).toBe(0)
    expect(await kinds()).toEqual([['lapse', 600]])
    expect(await warnings()).toHaveLength(1)
  })

  it('DEA5 lapses 14 days after a warning that came late, not before', async () => {
    const won = await havePool({ expiresOn: dayIn(2) })
    await night(5)
    expect([await left(won), (await warnings()).length]).toEqual([600, 1])
    await night(13)
    expect(await left(won)).toBe(600)
    await night(1)
    expect(await left(won)).toBe(0)
  })

  it('DEA5 never lapses where hours roll over', async () => {
    const won = await havePool({ expiresOn: dayIn(10), rollover: true })
    await night(5)
    await night(40)
    expect([await left(won), await warnings()]).toEqual([600, []])
  })

  it('asks how long new hours last once its time is over', async () => {
    const won = await havePool({ expiresOn: dayIn(1) })
    await won.pay(100_000)
    const second = await won.pay(20_000)
    await world.travel({ days: 3 })
    await expect(buy(won, 60, second)).rejects.toMatchObject({ code: 'invalid' })
    await buy(won, 60, second, dayIn(90))
    expect(await detailsOf(won)).toMatchObject({ expiresOn: dayIn(90), leftMinutes: 660 })
  })

  it('DEA5 is guarded by the database: no lapse without a warning', async () => {
    const won = await havePool({ expiresOn: dayIn(1) })
    await world.travel({ days: 3 })
    const row = {
      id: 'drw_forged',
      dealId: won.dealId,
      minutes: 60,
      happenedOn: today(),
      note: '',
      recordedBy: 'x',
      recordedAt: world.now(),
    }
    await expect(world.deps.db.insert(hourDraws).values({ ...row, kind: 'lapse' })).rejects.toThrow()
    await expect(world.deps.db.insert(hourDraws).values({ ...row, kind: 'top_up' })).rejects.toThrow()
    expect(await left(won)).toBe(600)
  })
})

describe('a retainer with hours', () => {
  const haveRetainer = (details: Details = {}) =>
    haveWonDeal(world, { kind: 'retainer', rates, details: { boughtMinutes: 600, period: 'month', ...details } })

  it('DEA5 begins its first period when it is won, and is used or lost period by period', async () => {
    const won = await haveRetainer()
    await won.pay(50_000)
    await night()
    expect(await detailsOf(won)).toMatchObject({ expiresOn: '2026-12-01' })
    await draw(won, 240)
    await night(16)
    await night(14)
    // The next period's invoice is paid before the night looks.
    await buy(won, 600, await won.pay(50_000))
    await night()

    expect(await detailsOf(won)).toMatchObject({ leftMinutes: 600, expiresOn: '2027-01-01' })
    expect(await kinds()).toEqual([
      ['draw', 240],
      ['lapse', 360],
      ['top_up', 600],
    ])
  })

  it('keeps what is left where it rolls over, while its period goes on', async () => {
    const won = await haveRetainer({ rollover: true })
    await night()
    await night(35)
    expect(await detailsOf(won)).toMatchObject({ leftMinutes: 600, expiresOn: '2027-01-01' })
    expect(await kinds()).toEqual([])
  })
})
