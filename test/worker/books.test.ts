import { env } from 'cloudflare:workers'
import { and, eq, isNull } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reconBreaks, reconRuns } from '../../schema/reconciliation.ts'
import { bookChecks, checkBooks } from '../../worker/books.ts'
import { runCron } from '../../worker/cron.ts'
import { haveStaff } from '../support/fixtures.ts'
import { createWorld, type World } from '../support/world.ts'
import { havePayable } from './payouts/support.ts'

const nightly = '20 3 * * *'

describe('the nightly look at the books', () => {
  let world: World

  beforeEach(async () => {
    world = await createWorld()
    await haveStaff(world, 'finance')
    await havePayable(world, 4_000)
  })

  const openBreaks = () =>
    world.deps.db
      .select()
      .from(reconBreaks)
      .where(and(eq(reconBreaks.job, 'books'), isNull(reconBreaks.closedAt)))
  const ranAt = async () => (await world.deps.db.select().from(reconRuns).where(eq(reconRuns.job, 'books')))[0]?.ranAt

  /** What the triggers would refuse. */
  async function tamper(statement: string) {
    const { results } = await env.DB.prepare("select name, sql from sqlite_master where type = 'trigger'").all<{
      name: string
      sql: string
    }>()
    await env.DB.batch([
      ...results.map(({ name }) => env.DB.prepare(`drop trigger ${name}`)),
      env.DB.prepare(statement),
      ...results.map((trigger) => env.DB.prepare(trigger.sql)),
    ])
  }

  it('asks every invariant that is not about the moment of an act', () => {
    const asked = new Set(bookChecks.flatMap(({ name }) => name.match(/\b[IL]\d+/g) ?? []))
    // I23 is events in any order, I26 is R6.
    const others = new Set(['I23', 'I26'])
    const all = [...Array.from({ length: 31 }, (_, n) => `I${n + 1}`), 'L1', 'L2']
    expect(all.filter((each) => !asked.has(each) && !others.has(each))).toEqual([])
  })

  it('finds nothing in sound books, and says when it ran', async () => {
    await runCron(world.deps, '*/5 * * * *')
    const at = world.now()
    await checkBooks(world.deps, { begin: true })
    expect(await openBreaks()).toEqual([])
    expect(await ranAt()).toEqual(at)
  })

  it('opens a break per broken invariant, with a mail to finance, and closes it by a clean run', async () => {
    await runCron(world.deps, '*/5 * * * *')
    await tamper("update balances set balance_minor = balance_minor + 1 where account glob 'avail:*'")
    await checkBooks(world.deps, { begin: true })
    const open = await openBreaks()
    expect(open.map(({ subject }) => subject).toSorted()).toEqual([
      'I18 commissions equal accounts',
      'I29 totals are the sums of their accounts',
      'I3 balances are the sum of their entries',
    ])
    expect(open.find(({ subject }) => subject.startsWith('I3 '))?.detail).toMatchObject({
      rows: [{ balance_minor: 4_001, counted: 4_000 }],
    })
    await runCron(world.deps, '*/5 * * * *')
    expect(world.mails.filter(({ subject }) => subject.includes('differences'))).toHaveLength(1)

    await tamper("update balances set balance_minor = balance_minor - 1 where account glob 'avail:*'")
    await world.travel({ days: 1 })
    await runCron(world.deps, '*/5 * * * *')
    await checkBooks(world.deps, { begin: true })
    expect(await openBreaks()).toEqual([])
  })

  it('finds a commission that a payment should have made, by the product’s own rule', async () => {
    await tamper('update payments set returned_minor = paid_minor')
    await checkBooks(world.deps, { begin: true })
    expect((await openBreaks()).map(({ subject }) => subject.slice(0, 3))).toContain('I19')
  })

  it('finds what no sweep took up', async () => {
    await world.travel({ hours: 2 })
    await checkBooks(world.deps, { begin: true })
    expect((await openBreaks()).map(({ subject }) => subject)).toContain('L2 what happened is sealed')
  })

  it('runs with the nightly cron', async () => {
    await runCron(world.deps, nightly)
    expect(await ranAt()).not.toBeNull()
    expect(await openBreaks()).toEqual([])
  })
})
