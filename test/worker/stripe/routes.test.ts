import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { audit, inbox, inboxStatuses } from '../../../schema/records.ts'
import { findDestination } from '../../../worker/partners/store.ts'
import { putEvent } from '../../../worker/stripe/inbox.ts'
import type { VerifiedEvent } from '../../../worker/stripe/port-webhooks.ts'
import { eventInWords, mayRunAgain } from '../../../worker/stripe/rules-inbox.ts'
import { haveDestination, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let admin: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  admin = await haveStaff(world, 'admin')
})

const have = (id: string, over: Partial<VerifiedEvent> = {}, source: 'platform' | 'connect' | 'accounts' = 'platform') =>
  putEvent(world.deps, source, { id, type: 'invoice.paid', object: 'in_1', account: null, apiVersion: null, livemode: false, ...over })
const read = async (path: string, as = admin) => (await world.ask(path, { as })).text()
const run = (id: string, as = admin) => world.ask(`/inbox/${encodeURIComponent(id)}/run`, { as, form: {} })
const row = async (id: string) => (await world.deps.db.select().from(inbox).where(eq(inbox.id, id)))[0]
const titles = (page: string) => [...page.matchAll(/href="\/inbox\/([^"]+)">/g)].map(([, id]) => id)

describe('the inbox', () => {
  it('says what to do while it is empty', async () => {
    expect(await read('/inbox')).toContain('Nothing has arrived yet')
  })

  it('shows the newest first, with age, tries, state and error', async () => {
    await have('evt_1')
    await world.travel({ hours: 3 })
    await have('evt_2', { type: 'payout.paid', account: 'acct_1' }, 'connect')
    await world.deps.db.update(inbox).set({ error: 'Stripe did not answer', tries: 4 }).where(eq(inbox.id, 'evt_1'))

    const page = await read('/inbox')

    expect(titles(page)).toEqual(['evt_2', 'evt_1'])
    for (const part of ['3 hours ago', 'Stripe did not answer', 'Failing', '>4<']) expect(page).toContain(part)
  })

  it('is filtered by state, source and type, one by one and together', async () => {
    await have('evt_1')
    await have('evt_2', { type: 'payout.paid' }, 'connect')
    await have('evt_3', { livemode: true })
    await putEvent(
      world.deps,
      'platform',
      { id: 'evt_4', type: 'v2.core.account.updated', object: null, account: null, apiVersion: null, livemode: false },
      { misrouted: 'thin' },
    )
    await world.deps.db.update(inbox).set({ error: 'no' }).where(eq(inbox.id, 'evt_2'))

    expect(titles(await read('/inbox?source=connect'))).toEqual(['evt_2'])
    expect(titles(await read('/inbox?type=invoice.paid')).sort()).toEqual(['evt_1', 'evt_3'])
    expect(titles(await read('/inbox?status=misrouted'))).toEqual(['evt_4'])
    expect(titles(await read('/inbox?status=failing'))).toEqual(['evt_2'])
    expect(titles(await read('/inbox?status=new&type=invoice.paid'))).toEqual(['evt_1'])
    expect(await read('/inbox?status=done')).toContain('No event fits')
    expect(titles(await read('/inbox?status=nonsense&source=nonsense'))).toHaveLength(4)
  })

  it('goes on by pages that neither repeat nor hide one', async () => {
    for (let n = 0; n < 55; n += 1) await have(`evt_${n}`)
    const first = await read('/inbox?type=invoice.paid')
    const older = /href="(\/inbox\?[^"]+cursor=[^"]+)"/.exec(first)?.[1] ?? ''
    const second = await read(older.replaceAll('&amp;', '&'))

    expect(older).toContain('type=invoice.paid')
    expect(new Set([...titles(first), ...titles(second)]).size).toBe(55)
    expect((await world.ask('/inbox?cursor=nonsense', { as: admin })).status).toBe(400)
  })

  it('reads no more rows the more events there are', async () => {
    const plans = [
      "select * from inbox where status in ('new','waiting','ignored','misrouted') and status = 'misrouted' order by received_at desc, id desc limit 51",
      "select * from inbox where source = 'connect' order by received_at desc, id desc limit 51",
      "select * from inbox where type = 'invoice.paid' order by received_at desc, id desc limit 51",
    ].map((query) => world.deps.db.all<{ detail: string }>(`explain query plan ${query}`))
    const details = (await Promise.all(plans)).map((plan) => plan.map(({ detail }) => detail).join())

    expect(details).toEqual(['inbox_by_status', 'inbox_by_source', 'inbox_by_type'].map((index) => expect.stringContaining(index)))
    expect(details.join()).not.toContain('TEMP B-TREE')
  })

  it('is for admins and auditors, and the overview leads there', async () => {
    const sales = await haveStaff(world, 'sales')
    const auditor = await haveStaff(world, 'auditor')
    const { owner } = await havePartner(world)
    await have('evt_1')
    await world.deps.db.update(inbox).set({ error: 'no' }).where(eq(inbox.id, 'evt_1'))

    for (const as of [sales, owner]) expect((await world.ask('/inbox', { as })).status).toBe(404)
    expect((await world.ask('/inbox/evt_1', { as: auditor })).status).toBe(200)
    expect(await read('/inbox', auditor)).not.toContain('Run again')
    expect((await run('evt_1', auditor)).status).toBe(404)
    expect(await read('/')).toContain('href="/inbox?status=failing"')
  })
})

describe('running an event again', () => {
  it('applies it at once, whatever its next try was, and stands on the trail', async () => {
    const partner = await havePartner(world)
    const account = await haveDestination(world, partner.id)
    await have('evt_1', { type: 'account.updated', object: account, account }, 'connect')
    await world.deps.db.update(inbox).set({ error: 'no', tries: 9, nextAt: new Date(world.now().getTime() + 3_600_000) })
    await world.standIn.fetch('http://stripe.test/_/account', { method: 'POST', body: JSON.stringify({ id: account, state: 'reject' }) })

    const answer = await run('evt_1')

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/inbox/evt_1'])
    expect(await row('evt_1')).toMatchObject({ status: 'done', error: null, tries: 10 })
    expect((await findDestination(world.deps.db, partner.id))?.readiness).toBe('rejected')
    expect(await world.deps.db.select().from(audit).where(eq(audit.act, 'event.run_again'))).toMatchObject([
      { actor: admin.id, subject: 'evt_1' },
    ])
    expect(await read('/inbox/evt_1')).toContain(admin.name)
  })

  it('twice at once is one effect, and says why when it fails again', async () => {
    await have('evt_1', { type: 'transfer.created', object: 'tr_1' })
    // biome-ignore lint/suspicious/noThenProperty: the stand-in's fault plan calls it so.
    const faults = [{ match: { method: 'GET' }, when: 'before', then: { kind: 'error', name: 'api_error' }, times: 'always' }]
    await world.standIn.fetch('http://stripe.test/_/faults', { method: 'POST', body: JSON.stringify(faults) })
    const answers = await Promise.all([run('evt_1'), run('evt_1')])

    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await row('evt_1')).toMatchObject({ status: 'new', error: expect.any(String) })
    expect(await read('/inbox/evt_1')).toContain('It could not be applied')
  })

  it('does nothing with one that is not for this portal, nor with one that is not there', async () => {
    await have('evt_live', { livemode: true })
    await putEvent(
      world.deps,
      'platform',
      { id: 'evt_2-platform', type: 'v2.core.account.updated', object: null, account: null, apiVersion: null, livemode: false },
      { misrouted: 'thin' },
    )

    expect([(await run('evt_live')).status, (await run('evt_2-platform')).status, (await run('evt_none')).status]).toEqual([409, 409, 404])
    expect(await read('/inbox/evt_live')).toContain('kept and never applied')
    expect(await read('/inbox/evt_2-platform')).toContain('came to the wrong address')
    expect((await world.ask('/inbox/evt_none', { as: admin })).status).toBe(404)
  })
})

describe('in words', () => {
  it.each(inboxStatuses)('%s says what became of it', (status) => {
    expect(eventInWords({ status, error: null, tries: 1, setAsideAt: null }, true)).toMatch(/^[A-Z].*\.$/)
    expect(eventInWords({ status, error: 'An event of live mode.', tries: 2, setAsideAt: null }, false)).toMatch(/^[A-Z].*\.$/)
  })

  it('says which may run again', () => {
    const may = (status: (typeof inboxStatuses)[number], error: string | null = null) => mayRunAgain({ status, error, setAsideAt: null })
    expect([may('new'), may('waiting'), may('done'), may('ignored'), may('ignored', 'x'), may('misrouted', 'x')]).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ])
  })
})
