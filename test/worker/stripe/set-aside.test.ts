import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { audit, inbox } from '../../../schema/records.ts'
import { type Applier, putEvent, sweepInbox } from '../../../worker/stripe/inbox.ts'
import { type Illegal, passed } from '../../migrations/illegal.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { begin, compare, newest, waitForQuiet } from '../payouts/restore-support.ts'

let world: World
let finance: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  finance = await haveStaff(world, 'finance')
})

const reason = 'Its invoice was deleted at Stripe.'

/** Tried nine times, and its next try is an hour ahead. */
async function haveFailing(id: string): Promise<void> {
  await putEvent(world.deps, 'platform', { id, type: 'invoice.paid', object: 'in_1', account: null, apiVersion: null, livemode: false })
  const nextAt = new Date(world.now().getTime() + 3_600_000)
  await world.deps.db.update(inbox).set({ tries: 9, error: 'There is no in_1', nextAt }).where(eq(inbox.id, id))
}
const setAside = (id: string, form: Record<string, string> = { reason }, as = finance, secondFactor: 'now' | null = 'now') =>
  world.ask(`/inbox/${id}/set-aside`, { as, form, ...(secondFactor && { secondFactor }) })
const row = async (id: string) => (await world.deps.db.select().from(inbox).where(eq(inbox.id, id)))[0]
const page = async (path: string, as = finance) => (await world.ask(path, { as, secondFactor: 'now' })).text()

describe('setting an event aside', () => {
  it('takes it out of the sweep and of what fails, and says by whom and why', async () => {
    await haveFailing('evt_1')
    expect(await page('/inbox/evt_1')).toContain('Set it aside')

    const answer = await setAside('evt_1')
    await world.travel({ hours: 7 })
    const tried: string[] = []
    const applier: Applier = async (_deps, { id }) => {
      tried.push(id)
      return 'done'
    }
    await sweepInbox(world.deps, { 'invoice.paid': applier })

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/inbox/evt_1'])
    expect(tried).toEqual([])
    expect(await row('evt_1')).toMatchObject({ status: 'ignored', tries: 9, error: 'There is no in_1', setAsideAt: expect.any(Date) })
    expect(await world.deps.db.select().from(audit).where(eq(audit.act, 'event.set_aside'))).toMatchObject([
      { actor: finance.id, subject: 'evt_1', detail: { reason, tries: 9, was: 'new' } },
    ])
    const shown = await page('/inbox/evt_1')
    for (const part of [reason, finance.name, 'Set aside', 'Run again']) expect(shown).toContain(part)
    expect(await page('/inbox?status=set_aside')).toContain('href="/inbox/evt_1"')
    for (const other of ['failing', 'ignored', 'new']) expect(await page(`/inbox?status=${other}`)).not.toContain('href="/inbox/evt_1"')
    expect(await page('/')).not.toContain('/inbox?status=failing')
  })

  it('is taken back by running it again', async () => {
    await haveFailing('evt_1')
    await setAside('evt_1')

    await world.ask('/inbox/evt_1/run', { as: finance, form: {} })

    expect(await row('evt_1')).toMatchObject({ tries: 10, setAsideAt: null })
    expect((await row('evt_1'))?.status).not.toBe('misrouted')
    expect(await world.deps.db.select().from(audit).where(eq(audit.act, 'event.run_again'))).toMatchObject([
      { detail: { was: 'set_aside' } },
    ])
  })

  it('needs a passkey of the last ten minutes, and keeps what was typed', async () => {
    await haveFailing('evt_1')

    const answer = await setAside('evt_1', { reason }, finance, null)

    expect(answer.status).toBe(409)
    const shown = await answer.text()
    for (const part of [reason, 'Use your passkey']) expect(shown).toContain(part)
    expect(await row('evt_1')).toMatchObject({ status: 'new', setAsideAt: null })
  })

  it('twice, by two people at once, is one act with the first one’s reason', async () => {
    const admin = await haveStaff(world, 'admin')
    await haveFailing('evt_1')

    const answers = [await setAside('evt_1'), await setAside('evt_1', { reason: 'I thought so, too.' }, admin)]

    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await world.deps.db.select().from(audit).where(eq(audit.act, 'event.set_aside'))).toMatchObject([{ actor: finance.id }])
  })

  it('is for finance and admins, and for what was tried in vain', async () => {
    await haveFailing('evt_1')
    await putEvent(world.deps, 'platform', { id: 'evt_2', type: 'x', object: null, account: null, apiVersion: null, livemode: false })
    await haveFailing('evt_3')
    await world.deps.db.update(inbox).set({ status: 'done' }).where(eq(inbox.id, 'evt_3'))

    for (const role of ['sales', 'approver', 'auditor'] as const) {
      expect((await setAside('evt_1', { reason }, await haveStaff(world, role))).status).toBe(404)
    }
    expect([(await setAside('evt_2')).status, (await setAside('evt_3')).status, (await setAside('evt_none')).status]).toEqual([
      409, 409, 404,
    ])
    expect((await setAside('evt_1', { reason: '' })).status).toBe(422)
    expect((await row('evt_1'))?.setAsideAt).toBeNull()
  })

  it('SQL alone sets nothing else aside', async () => {
    await haveFailing('evt_1')
    await putEvent(world.deps, 'platform', { id: 'evt_2', type: 'x', object: null, account: null, apiVersion: null, livemode: false })
    const illegal: Illegal[] = [
      ["update inbox set set_aside_at = 1 where id = 'evt_1'", 'not applied is set aside'],
      ["update inbox set set_aside_at = 1, status = 'ignored' where id = 'evt_2'", 'not applied is set aside'],
      [
        "insert into inbox select 'evt_3', source, type, object, account, api_version, received_at, 'ignored', 1, 1, null, null, 1 from inbox where id = 'evt_1'",
        'begins',
      ],
    ]
    expect(await passed(illegal)).toEqual([])
    await setAside('evt_1')
    expect(await passed([["update inbox set status = 'new' where id = 'evt_1'", 'not applied is set aside']])).toEqual([])
  })
})

describe('a restore', () => {
  it('waits for an event that always fails, until somebody sets it aside', async () => {
    await begin(world, { finance })
    await haveFailing('evt_1')
    await waitForQuiet(world)
    await world.deps.db.run(sql`update inbox set status = 'new', tries = 9, error = 'There is no in_1' where id = 'evt_1'`)
    await compare(world, { finance })
    expect(await newest(world)).toBe(1)
    expect(await page('/restore')).toContain('/inbox?status=failing')

    await setAside('evt_1')
    expect(await page('/restore')).toContain('One event was set aside')
    await compare(world, { finance })

    expect(await newest(world)).toBe(2)
    expect(await world.deps.db.select().from(audit).where(eq(audit.act, 'restore.reconciled'))).toMatchObject([{ detail: { setAside: 1 } }])
  })
})
