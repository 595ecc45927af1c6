import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { confirmCaps, proposeCaps } from '../../../worker/payouts/caps.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { approve, fund, havePayable, havePeople, haveSubmittedRun, type People, post, signedIn, statusOf } from './support.ts'

let world: World
let people: People
let admin: Awaited<ReturnType<typeof haveStaff>>

const usual = { currency: 'usd' as const, payoutMinor: 1_000_000, runMinor: 10_000_000, hourMinor: 5_000_000, firstMinor: 100_000 }
const propose = (changes: Partial<typeof usual> = {}, behind = 1) => proposeCaps(world.deps, admin, { ...usual, ...changes }, behind)
const confirm = (by = people.approver, version = 2) => confirmCaps(world.deps, signedIn(world, by), 'usd', version)
const secondNeeded = async () => (await world.deps.db.all<{ n: number }>(sql`select second_needed n from payout_runs`)).map(({ n }) => n)

beforeEach(async () => {
  world = await createWorld()
  people = await havePeople(world)
  admin = await haveStaff(world, 'admin')
  await fund(world)
})

describe('changing caps', () => {
  it('takes an admin and an approver who is somebody else, with a fresh second factor', async () => {
    await propose({ firstMinor: 1_000 })
    await expect(confirm(admin)).rejects.toMatchObject({ code: 'same_person' })
    const stale = { ...signedIn(world, people.approver), secondFactorAt: new Date(world.now().getTime() - 600_001) }
    await expect(confirmCaps(world.deps, stale, 'usd', 2)).rejects.toMatchObject({ code: 'second_factor_required' })
    await expect(confirm(people.approver, 3)).rejects.toMatchObject({ code: 'not_found' })

    await confirm()

    await expect(confirm(people.otherApprover)).rejects.toMatchObject({ code: 'wrong_state' })
    const rows = await world.deps.db.all(sql`select version, set_by, confirmed_by from caps where currency = 'usd' order by version`)
    expect(rows).toEqual([
      { version: 1, set_by: 'system', confirmed_by: 'default' },
      { version: 2, set_by: admin.id, confirmed_by: people.approver.id },
    ])
  })

  it('binds nobody before it is confirmed, and replaces what waits', async () => {
    await havePayable(world, 5_000)
    await propose({ firstMinor: 1_000 })
    await expect(propose({ firstMinor: 2_000 })).rejects.toMatchObject({ code: 'stale' })
    await propose({ firstMinor: 6_000 }, 2)
    await expect(confirm()).rejects.toMatchObject({ code: 'stale' })
    await haveSubmittedRun(world, people)
    expect(await secondNeeded()).toEqual([0])
    await confirm(people.approver, 3)
    expect(await secondNeeded()).toEqual([0])
  })

  it.each([
    ['payout', { payoutMinor: 4_999 }],
    ['run', { runMinor: 11_999 }],
    ['first payout', { firstMinor: 6_999 }],
  ])('to a lower one for a %s asks for a second approver of a run that was submitted before', async (_, changes) => {
    await havePayable(world, 5_000)
    await havePayable(world, 7_000)
    const runId = await haveSubmittedRun(world, people)
    await propose(changes)
    expect(await secondNeeded()).toEqual([0])

    await confirm()

    expect(await secondNeeded()).toEqual([1])
    expect(await world.deps.db.all(sql`select subject from audit where act = 'run.second_needed'`)).toEqual([{ subject: runId }])
    expect(await approve(world, runId, people.approver)).toBe('waits')
    expect(await approve(world, runId, people.otherApprover)).toBe('approved')
  })

  it('to the amount of a run, or of another currency, asks for nobody', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    await propose({ payoutMinor: 5_000, runMinor: 5_000, firstMinor: 5_000 })
    await confirm()
    await proposeCaps(world.deps, admin, { ...usual, currency: 'eur', payoutMinor: 1, runMinor: 1, firstMinor: 1 }, 1)
    await confirmCaps(world.deps, signedIn(world, people.approver), 'eur', 2)

    expect(await secondNeeded()).toEqual([0])
    expect(await approve(world, runId, people.approver)).toBe('approved')
  })

  it('between an approver’s look at the caps and the approval leaves no run that one person let go above them', async () => {
    await havePayable(world, 5_000)
    const runId = await haveSubmittedRun(world, people)
    await propose({ payoutMinor: 4_999 })
    const { db } = world.deps
    let isFirst = true
    const batch: typeof db.batch = async (statements) => {
      if (isFirst) {
        isFirst = false
        await confirm()
      }
      return db.batch(statements)
    }
    world.deps.db = Object.assign(Object.create(db), { batch })
    const approval = approve(world, runId, people.otherApprover)
    await expect(approval).rejects.toMatchObject({ code: 'stale' })
    world.deps.db = db

    expect(await statusOf(world, 'payout_runs', runId)).toBe('submitted')
    expect(await approve(world, runId, people.otherApprover)).toBe('waits')
  })

  it('SQL alone keeps a version as it is', async () => {
    await propose()
    const illegal = [
      sql`update caps set payout_minor = 1 where version = 2`,
      sql`update caps set confirmed_by = set_by where version = 2`,
      sql`update caps set confirmed_by = null where version = 1`,
      sql`update caps set confirmed_by = 'stf_b' where currency = 'usd' and version = 1`,
      sql`delete from caps`,
      sql`insert into caps values ('usd', 9, 1, 1, 1, 1, 'stf_a', null)`,
    ]
    for (const statement of illegal) await expect(world.deps.db.run(statement)).rejects.toThrow()
  })
})

describe('the page of caps', () => {
  const form = { currency: 'usd', behind: '0,eur:1,gbp:1,usd:1', payout: '20,000', run: '200,000.00', hour: '50000', first: '1,500.50' }

  it('shows them, takes an admin’s proposal and an approver’s confirmation', async () => {
    for (const who of [people.finance, people.auditor, people.approver, admin]) {
      expect((await world.ask('/caps', { as: who })).status).toBe(200)
    }
    expect((await world.ask('/caps', { as: await haveStaff(world, 'sales') })).status).toBe(404)
    expect((await post(world, '/caps', people.finance, form)).status).toBe(404)
    expect((await post(world, '/caps', admin, form)).status).toBe(303)
    expect((await post(world, '/caps', admin, form)).status).toBe(409)
    expect((await post(world, '/caps', admin, { ...form, currency: 'jpy', payout: '1', run: '1', hour: '1', first: '1' })).status).toBe(303)

    const asked = await (await world.ask('/caps', { as: people.approver, secondFactor: 'now' })).text()
    expect(asked).toContain('/caps/usd/2/confirmation')
    expect(asked).toContain('20,000.00')
    expect((await post(world, '/caps/usd/2/confirmation', admin)).status).toBe(404)
    expect((await post(world, '/caps/xxx/2/confirmation', people.approver)).status).toBe(404)
    expect((await post(world, '/caps/usd/2/confirmation', people.approver)).status).toBe(303)
    const [now] = await world.deps.db.all(sql`select payout_minor p, first_minor f from caps where currency = 'usd' and version = 2`)
    expect(now).toEqual({ p: 2_000_000, f: 150_050 })
  })

  it.each([
    [{ payout: '' }, 'Write the amount like'],
    [{ run: '1.234' }, 'Write the amount like'],
    [{ hour: '0' }, 'Give an amount above zero.'],
    [{ currency: 'kwd' }, 'Choose a currency from the list.'],
  ])('says what is wrong with %j', async (wrong, sentence) => {
    const answer = await post(world, '/caps', admin, { ...form, ...wrong })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(sentence)
  })
})
