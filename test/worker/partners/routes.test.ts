import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { audit } from '../../../schema/records.ts'
import { getPartner } from '../../../worker/partners/store.ts'
import { haveDestination, haveGroup, haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let sales: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  sales = await haveStaff(world, 'sales')
})

const text = async (path: string, as: { kind: 'member' | 'staff'; id: string } = sales) => (await world.ask(path, { as })).text()

describe('the list of partners', () => {
  it('says what to do while it is empty', async () => {
    expect(await text('/partners')).toContain('Invite a customer who speaks well of you.')
  })

  it('is newest first, by pages that neither repeat nor hide one', async () => {
    const { id: groupId } = await haveGroup(world)
    for (let n = 0; n < 55; n += 1) await havePartner(world, { name: `Partner no ${n}.`, groupId, domain: null })
    const first = await text('/partners')
    const older = /href="(\/partners\?cursor=[^"]+)"/.exec(first)?.[1] ?? ''
    const second = await text(older.replaceAll('&amp;', '&'))

    const names = [...`${first}${second}`.matchAll(/Partner no \d+\./g)].map(([name]) => name)
    expect(names[0]).toBe('Partner no 54.')
    expect(new Set(names).size).toBe(55)
  })

  it('is narrowed by state, and by how a name begins', async () => {
    await havePartner(world, { name: 'Quarrymoor' })
    await havePartner(world, { name: 'quartz & Sons' })
    await havePartner(world, { name: 'Ostwick' })

    expect(await text('/partners?status=suspended')).toContain('No partner fits')
    const found = await text('/partners?name=QUAR')
    expect([found.includes('Quarrymoor'), found.includes('quartz &amp; Sons'), found.includes('Ostwick')]).toEqual([true, true, false])
    expect(await text('/partners?name=Ost&status=active')).toContain('Ostwick')
    expect(await text(`/partners?name=${encodeURIComponent("'; drop table partners; --")}`)).toContain('No partner fits')
  })

  it('reads no more rows with many partners', async () => {
    const plans = await Promise.all(
      [
        'select id from partners order by created_at desc, id desc limit 51',
        "select id from partners where status = 'active' order by created_at desc, id desc limit 51",
        "select id from partners where name collate nocase >= 'a' and name collate nocase < 'b' order by name collate nocase, id limit 50",
      ].map((query) => world.deps.db.all<{ detail: string }>(`explain query plan ${query}`)),
    )
    const details = plans.map((plan) => plan.map(({ detail }) => detail).join())

    expect(details).toEqual([
      expect.stringContaining('partners_by_time'),
      expect.stringContaining('partners_by_status'),
      expect.stringContaining('partners_by_name'),
    ])
    expect(details.join()).not.toContain('TEMP B-TREE')
  })

  it('refuses a cursor that we did not make', async () => {
    expect((await world.ask('/partners?cursor=x', { as: sales })).status).toBe(400)
  })

  it('is not for partners', async () => {
    const { owner } = await havePartner(world)

    expect((await world.ask('/partners', { as: owner })).status).toBe(404)
  })
})

describe('a partner', () => {
  it('is shown with its members, its destinations and what belongs to it', async () => {
    const partner = await havePartner(world, { name: 'Quarrymoor' })
    const account = await haveDestination(world, partner.id)
    const page = await text(`/partners/${partner.id}`)

    for (const part of ['Quarrymoor', partner.owner.email, account.slice(-4), 'Ready', `/commissions?partner=${partner.id}`]) {
      expect(page).toContain(part)
    }
  })

  it('that is none answers like any missing page', async () => {
    expect((await world.ask('/partners/par_none', { as: sales })).status).toBe(404)
    expect((await world.ask('/partners/par_none/suspension', { as: sales, form: { reason: 'because' } })).status).toBe(404)
  })

  it('can be looked at by the auditor, who can change nothing', async () => {
    const partner = await havePartner(world)
    const auditor = await haveStaff(world, 'auditor')

    const page = await text(`/partners/${partner.id}`, auditor)
    expect(page).not.toContain('Pause this partner')
    for (const act of ['suspension', 'resumption', 'group']) {
      expect((await world.ask(`/partners/${partner.id}/${act}`, { as: auditor, form: { reason: 'because' } })).status).toBe(404)
    }
  })
})

describe('pausing', () => {
  it('takes a reason, stands on the trail, and ends', async () => {
    const { id } = await havePartner(world)
    await world.ask(`/partners/${id}/suspension`, { as: sales, form: { reason: 'Links on coupon sites' } })
    expect(await getPartner(world.deps.db, id)).toMatchObject({ status: 'suspended', statusReason: 'Links on coupon sites' })
    await world.ask(`/partners/${id}/resumption`, { as: sales, form: {} })

    expect(await getPartner(world.deps.db, id)).toMatchObject({ status: 'active', statusReason: null })
    expect((await world.deps.db.select().from(audit)).map(({ act }) => act)).toEqual(['partner.suspended', 'partner.resumed'])
  })

  it('is read on every page, told by mail, and lets nothing be changed until it ends', async () => {
    const { id, owner } = await havePartner(world, { name: 'Quarrymoor' })
    const member = await haveMember(world, id)
    await world.ask(`/partners/${id}/suspension`, { as: sales, form: { reason: 'Links on coupon sites.' } })
    await world.settle()

    for (const path of ['/', '/earnings', '/payouts', '/get-paid', '/members', '/nowhere']) {
      expect(await text(path, owner)).toContain('Paused because Links on coupon sites. Until it goes on')
    }
    expect(await text('/prospects', member)).toContain('Paused because Links on coupon sites.')
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([[owner.email, 'The partnership of Quarrymoor is paused']])

    const wanted = { name: 'Ben', email: 'ben@quarrymoor.example', role: 'member', act: world.deps.newId('act') }
    const writes = [
      world.ask('/members', { as: owner, form: wanted }),
      world.ask('/get-paid/account', { as: owner, form: { seen: '0', country: 'NL', entityType: 'company' } }),
      world.ask('/links/new', { as: owner }),
    ]
    for (const answer of await Promise.all(writes)) expect(answer.status).toBe(409)
    expect(Object.keys(world.standIn.state.tables.accounts)).toEqual([])

    await world.ask(`/partners/${id}/resumption`, { as: sales, form: {} })
    await world.settle()
    expect(await text('/', owner)).not.toContain('Paused')
    expect(world.mails.at(-1)).toMatchObject({ to: owner.email, subject: 'The partnership of Quarrymoor goes on' })
    expect((await world.ask('/members', { as: owner, form: wanted })).status).toBe(303)
  })

  it('does not show to staff, nor to another partner', async () => {
    const { id } = await havePartner(world)
    const other = await havePartner(world)
    await world.ask(`/partners/${id}/suspension`, { as: sales, form: { reason: 'Because' } })

    for (const as of [sales, other.owner]) expect(await text('/', as)).not.toContain('Paused because')
  })

  it('without a reason is declined', async () => {
    const { id } = await havePartner(world)
    const answer = await world.ask(`/partners/${id}/suspension`, { as: sales, form: { reason: ' ' } })

    expect([answer.status, (await getPartner(world.deps.db, id)).status]).toEqual([422, 'active'])
    expect(await answer.text()).toContain('Say why')
  })

  it('twice at once is one act', async () => {
    const { id } = await havePartner(world)
    const pause = () => world.ask(`/partners/${id}/suspension`, { as: sales, form: { reason: 'Twice' } })
    const answers = await Promise.all([pause(), pause()])

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await world.deps.db.select().from(audit)).toHaveLength(1)
  })
})

describe('the group', () => {
  it('is changed to another one that exists', async () => {
    const { id } = await havePartner(world)
    const { id: groupId } = await haveGroup(world)
    await world.ask(`/partners/${id}/group`, { as: sales, form: { groupId } })

    expect(await getPartner(world.deps.db, id)).toMatchObject({ groupId })
    expect((await world.ask(`/partners/${id}/group`, { as: sales, form: { groupId: 'grp_none' } })).status).toBe(422)
    expect((await world.deps.db.select().from(partners)).map((row) => row.groupId)).toEqual([groupId])
  })
})
