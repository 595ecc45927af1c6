import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { outbox } from '../../../schema/records.ts'
import { runCron } from '../../../worker/cron.ts'
import { accrue } from '../../../worker/ledger/rules.ts'
import { post } from '../../../worker/ledger/store.ts'
import { passed } from '../../migrations/illegal.ts'
import { haveCommission } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { checkMoney } from '../payouts/support.ts'
import { checkStatements, haveNovember, issue, linesOf, statementsOf, travelTo } from './support.ts'

let world: World
let story: Awaited<ReturnType<typeof haveNovember>>

beforeEach(async () => {
  world = await createWorld()
  story = await haveNovember(world)
})

const told = async () => (await world.deps.db.select().from(outbox)).filter(({ template }) => template === 'statement_issued')
const short = async (partnerId: string) =>
  (await statementsOf(world, partnerId)).map(({ currency, month, n, openingMinor, closingMinor }) => [
    currency,
    month,
    n,
    openingMinor,
    closingMinor,
  ])

describe('statements of a month', { timeout: 30_000 }, () => {
  it('are issued on the third, of everybody with movement, and add up to the books', async () => {
    await travelTo(world, '2026-12-02T23:30:00Z')
    await runCron(world.deps, '7 * * * *')
    expect(await statementsOf(world)).toEqual([])

    await travelTo(world, '2026-12-03T00:07:00Z')
    await runCron(world.deps, '7 * * * *')

    // 100.00 earned and paid, 25.00 earned, 40.00 came back, 100.00 taken back.
    expect(await short(story.partner.id)).toEqual([['usd', '2026-11', 0, 0, -3_500]])
    expect(await short(story.other.id)).toEqual([
      ['eur', '2026-11', 0, 0, 7_700],
      ['usd', '2026-11', 0, 0, 1_000],
    ])
    const [first] = await statementsOf(world, story.partner.id)
    expect((await linesOf(world, first?.id ?? '')).map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['commission', 10_000],
      ['payout', -10_000],
      ['commission', 2_500],
      ['reversal', 4_000],
      ['correction', -10_000],
    ])
    await checkStatements(world)
    expect((await told()).map(({ recipient }) => recipient)).toEqual([
      story.partner.owner.email,
      story.other.owner.email,
      story.other.owner.email,
    ])
    await checkMoney(world)
  })

  it('are issued once, however often and at once the clock asks', async () => {
    await travelTo(world, '2026-12-03T08:00:00Z')
    await Promise.all([issue(world), issue(world), issue(world)])
    await issue(world)

    expect((await statementsOf(world)).length).toBe(3)
    await checkStatements(world)
  })

  it('go on where the month before closed, and pass over months without movement', async () => {
    await travelTo(world, '2026-12-03T08:00:00Z')
    await issue(world)
    await travelTo(world, '2027-02-10T08:00:00Z')
    await haveCommission(world, story.other, 300, 'usd')
    await travelTo(world, '2027-03-05T08:00:00Z')
    await issue(world)

    expect(await short(story.other.id)).toEqual([
      ['eur', '2026-11', 0, 0, 7_700],
      ['usd', '2026-11', 0, 0, 1_000],
      ['usd', '2027-02', 0, 1_000, 1_300],
    ])
    await checkStatements(world)
  })

  it('once issued, take what comes late on a further one with its own number', async () => {
    await travelTo(world, '2026-12-03T08:00:00Z')
    await issue(world)
    const late = { id: 'com_late', partnerId: story.other.id, currency: 'usd' as const, amountMinor: 50 }
    await post(world.deps.db, accrue(late, new Date('2026-11-20T00:00:00Z')), world.now())
    await haveCommission(world, story.other, 200, 'usd')
    await travelTo(world, '2027-01-03T08:00:00Z')
    await issue(world)

    expect((await short(story.other.id)).slice(2)).toEqual([
      ['usd', '2026-11', 1, 1_000, 1_050],
      ['usd', '2026-12', 0, 1_050, 1_250],
    ])
    await checkStatements(world)
    // Only the month that is due is told.
    expect((await told()).length).toBe(4)
  })

  it('never change, whoever writes', async () => {
    await travelTo(world, '2026-12-03T08:00:00Z')
    await issue(world)
    await haveCommission(world, story.other, 200, 'usd')
    const [entry] = await world.deps.db.all<{ seq: number; at: number }>(
      sql`select seq, effective_at "at" from ledger_transactions where template = 'accrue' order by seq desc limit 1`,
    )
    const [first] = await statementsOf(world)
    const line = (statement: string, amount: number) =>
      `insert into statement_lines values ('${statement}', ${entry?.seq}, 'commission', 'x', ${amount}, ${entry?.at})`
    const statement = (number: number, opening: number, closing: number) =>
      `insert into statements values ('stm_x', ${number}, '${story.other.id}', 'usd', '2026-12', 0, ${opening}, ${closing}, 0, null, null, null)`

    expect(
      await passed([
        [`update statements set closing_minor = 1 where id = '${first?.id}'`, 'never changes'],
        [`delete from statements where id = '${first?.id}'`, 'never deleted'],
        [`update statement_lines set amount_minor = 1 where statement_id = '${first?.id}'`, 'never changes'],
        [`delete from statement_lines where statement_id = '${first?.id}'`, 'never deleted'],
        [line(first?.id ?? '', 200), 'is issued'],
        [line('stm_x', 199), 'not what the ledger says'],
        [statement(4, 999, 999), 'not the closing balance'],
        [statement(4, 1_000, 1_000), 'not the closing balance'],
        ['update counters set n = n - 1', 'only goes up'],
        ['delete from counters', 'never deleted'],
      ]),
    ).toEqual([])

    await world.deps.db.run(sql.raw(line('stm_x', 200)))
    expect(
      await passed([
        [statement(5, 1_000, 1_200), 'no gap'],
        [statement(4, 1_000, 1_100), 'not the closing balance'],
      ]),
    ).toEqual([])
  })
})
