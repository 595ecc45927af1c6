import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { confirmClose } from '../../../worker/ledger/close.ts'
import { accrue, mature } from '../../../worker/ledger/rules.ts'
import { post, postAll } from '../../../worker/ledger/store.ts'
import { passed } from '../../migrations/illegal.ts'
import { haveCommission, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { checkMoney, signedIn } from '../payouts/support.ts'
import { checkStatements, haveNovember, issue, statementsOf, travelTo } from '../statements/support.ts'

let world: World
let story: Awaited<ReturnType<typeof haveNovember>>

beforeEach(async () => {
  world = await createWorld()
  story = await haveNovember(world)
})

type Person = { kind: 'staff'; id: string }
const send = async (path: string, as: Person) => (await answerTo(path, as, 'now')).status
const answerTo = (path: string, as: Person, secondFactor: 'now' | Date) =>
  world.ask(`/ledger/months/${path}`, { as, method: 'POST', form: {}, secondFactor })
const page = async (path: string, as: Person = story.people.finance) => (await world.ask(`/ledger${path}`, { as })).text()

/** The third of December: November's statements are out. */
async function haveIssued() {
  await travelTo(world, '2026-12-03T08:00:00Z')
  await issue(world)
}

async function haveClosed() {
  await haveIssued()
  expect(await send('2026-11/preparation', story.people.finance)).toBe(303)
  expect(await send('2026-11/confirmation', story.people.approver)).toBe(303)
}

const effectOf = async (id: string) => {
  const [row] = await world.deps.db.all<{ at: number }>(sql`select effective_at "at" from ledger_transactions where id = ${id}`)
  return row && new Date(row.at).toISOString()
}

describe('closing a month', () => {
  it('takes a passkey of the last ten minutes', async () => {
    await haveIssued()
    await send('2026-11/preparation', story.people.finance)
    expect(await page('/months/2026-11', story.people.approver)).toContain('Use your passkey to close it')

    const old = new Date(world.deps.now().getTime() - 11 * 60_000)
    const answer = await answerTo('2026-11/confirmation', story.people.approver, old)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/second-factor?next=/ledger/months/2026-11'])
    const stale = { ...signedIn(world, story.people.approver), secondFactorAt: old }
    await expect(confirmClose(world.deps, '2026-11', stale)).rejects.toMatchObject({ code: 'second_factor_required' })
    expect(await page('/months/2026-11')).not.toContain('>Closed<')
  })

  it('takes two people, and the month to be over with its statements issued', async () => {
    expect(await send('2026-11/preparation', story.people.finance)).toBe(409)
    await travelTo(world, '2026-12-02T08:00:00Z')
    expect(await page('/months/2026-11')).toContain('Its statements are not issued yet')
    expect(await send('2026-11/preparation', story.people.finance)).toBe(409)
    await haveIssued()
    expect(await send('2026-12/preparation', story.people.finance)).toBe(409)
    expect(await send('2026-11/confirmation', story.people.approver)).toBe(409)

    const both = await haveStaff(world, 'finance', 'approver')
    expect(await send('2026-11/preparation', both)).toBe(303)
    expect(await send('2026-11/confirmation', both)).toBe(409)
    expect(await send('2026-11/confirmation', story.people.finance)).toBe(404)
    expect(await send('2026-11/confirmation', story.people.approver)).toBe(303)

    const text = await page('/months/2026-11')
    expect([text.includes('>Closed<'), text.includes('Prepare the close')]).toEqual([true, false])
    expect(await page('/months')).toContain('/ledger/months/2026-12')
  })

  it('is refused when something was posted into the month since it was prepared, until it is taken back', async () => {
    await haveIssued()
    await send('2026-11/preparation', story.people.finance)
    const late = { id: 'com_late', partnerId: story.other.id, currency: 'usd' as const, amountMinor: 50 }
    await post(world.deps.db, accrue(late, new Date('2026-11-20T00:00:00Z')), world.now())
    expect(await send('2026-11/confirmation', story.people.approver)).toBe(409)

    expect(await send('2026-11/withdrawal', story.people.finance)).toBe(303)
    expect(await send('2026-11/preparation', story.people.otherFinance)).toBe(303)
    expect(await send('2026-11/confirmation', story.people.approver)).toBe(303)
  })

  it('locks it: a late fact takes effect in the first open month, however it is posted', async () => {
    await haveClosed()
    const before = new Date('2026-11-20T00:00:00Z')
    const late = { id: 'com_late', partnerId: story.other.id, currency: 'usd' as const, amountMinor: 50 }
    await post(world.deps.db, accrue(late, before), world.now())
    await postAll(world.deps.db, [mature(late, before)], world.now())
    expect([await effectOf('accrue:com_late'), await effectOf('mature:com_late')]).toEqual(Array(2).fill('2026-12-01T00:00:00.000Z'))

    expect(
      await passed([
        [
          `insert into ledger_transactions (id, template, ref, debit, credit, amount_minor, currency, effective_at, recorded_at)
            values ('x', 'accrue', 'x', 'expense:usd', 'pending:${story.other.id}:usd', 5, 'usd', ${before.getTime()}, ${world.now().getTime()})`,
          'the month is closed',
        ],
        ["update closed_months set confirmed_by = 'stf_x'", 'only confirmed, once'],
        ["delete from closed_months where month = '2026-11'", 'stays closed'],
        [
          "insert into closed_months (month, ends_at, prepared_by, prepared_at, postings, totals) values ('2026-12', 5, 'a', 1800000000000, 0, '[]')",
          'begins prepared',
        ],
      ]),
    ).toEqual([])
    await travelTo(world, '2027-01-03T08:00:00Z')
    await issue(world)
    expect((await statementsOf(world, story.other.id)).map(({ month, n }) => [month, n])).toEqual([
      ['2026-11', 0],
      ['2026-11', 0],
      ['2026-12', 0],
    ])
    await checkStatements(world)
  })

  it('leaves everything else as it was: money goes on in the next month', async () => {
    await haveClosed()
    await haveCommission(world, story.other, 800, 'usd')
    await checkMoney(world)
    const [open, closed] = await Promise.all([page('/months/2026-12'), page('/months/2026-11')])
    expect(open).toContain('$8.00')
    expect(closed).not.toContain('$8.00')
  })
})

it('the journal has every posting of its month as debit and credit', async () => {
  await travelTo(world, '2026-12-01T00:00:00Z')
  await haveCommission(world, story.other, 800, 'usd')
  const answer = await world.ask('/ledger/months/2026-11/journal.csv', { as: story.people.auditor })
  const lines = (await answer.text()).trim().split('\r\n')

  expect(lines[0]).toBe('posted_on,recorded_at,transaction,template,account,partner,debit_minor,credit_minor,currency,reference')
  const [count] = await world.deps.db.all<{ n: number }>(
    sql`select count(*) "n" from ledger_transactions where strftime('%Y-%m', effective_at / 1000, 'unixepoch') = '2026-11'`,
  )
  expect(lines.length).toBe(1 + 2 * (count?.n ?? 0))
  const sums = { debit: 0, credit: 0 }
  for (const line of lines.slice(1)) {
    const cells = line.split(',')
    sums.debit += Number(cells[6])
    sums.credit += Number(cells[7])
  }
  expect(sums.debit).toBe(sums.credit)
  expect(lines.some((line) => line.includes(`,accrue,expense:usd,,10000,,usd,${story.partner.commissions[0]?.id}`))).toBe(true)
})

it('months that are none, or lie outside the books, are not found', async () => {
  for (const month of ['2026-10', '2026-13', '2027-01', 'x', '2026-1']) {
    expect((await world.ask(`/ledger/months/${month}`, { as: story.people.finance })).status).toBe(404)
    expect((await world.ask(`/ledger/months/${month}/journal.csv`, { as: story.people.finance })).status).toBe(404)
  }
})
