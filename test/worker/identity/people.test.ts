import { beforeEach, describe, expect, it } from 'vitest'
import { staff, staffRoleGrants } from '../../../schema/people.ts'
import { audit } from '../../../schema/records.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let admin: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  admin = await haveStaff(world, 'admin')
})

const newPerson = { act: 'act_form1', name: 'Fay Finance', email: 'Fay@Wrenmarch.example', finance: 'yes', auditor: 'yes' }
const post = (path: string, form: Record<string, string>, as = admin) => world.ask(path, { as, form })
const rolesOf = async (id: string) => {
  const rows = await world.deps.db.select().from(staffRoleGrants)
  return rows.flatMap(({ staffId, role }) => (staffId === id ? [role] : [])).sort()
}
const actsOnTrail = async () => (await world.deps.db.select().from(audit)).map(({ act }) => act)

describe('adding a person', () => {
  it('stores them with their roles, tells the trail and writes to them', async () => {
    const answer = await post('/people', newPerson)
    await world.settle()

    const [id = ''] = answer.headers.get('location')?.match(/stf_\w+/) ?? []
    expect(answer.status).toBe(303)
    expect(await rolesOf(id)).toEqual(['auditor', 'finance'])
    expect(await actsOnTrail()).toEqual(['person.added'])
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['fay@wrenmarch.example', 'You can now sign in to the partner programme of Wrenmarch B.V.'],
    ])
    const page = await (await world.ask(`/people/${id}`, { as: admin })).text()
    expect(page).toContain('Fay Finance')
    expect(page).toContain('person added')
  })

  it('is one act when the form is sent twice, one after the other or at once', async () => {
    const [one, two] = await Promise.all([post('/people', newPerson), post('/people', newPerson)])
    const three = await post('/people', newPerson)

    expect(new Set([one, two, three].map((answer) => answer.headers.get('location'))).size).toBe(1)
    expect(await world.deps.db.select().from(staff)).toHaveLength(2)
  })

  it.each([
    ['no name', { name: '' }, 'Give a name.'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'A name has 100 characters at most.'],
    ['no address', { email: '' }, 'Give a mail address.'],
    ['half an address', { email: 'fay@' }, 'That is no mail address; it looks like name@company.example.'],
    ['no role', { finance: undefined, auditor: undefined }, 'Tick at least one role: without any there is nothing to see.'],
    ['a role that is none', { owner: 'yes' }, 'The form was not complete. Please send it again from its page.'],
    ['a box with another value', { finance: 'maybe' }, 'Tick the box or leave it empty.'],
    ['no act id', { act: undefined }, 'The form was not complete. Please send it again from its page.'],
  ])('answers %s with its sentence and stores nothing', async (_case, change, sentence) => {
    const form = Object.fromEntries(Object.entries({ ...newPerson, ...change }).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >
    const answer = await post('/people', form)

    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(sentence)
    expect(await world.deps.db.select().from(staff)).toHaveLength(1)
  })

  it('refuses an address that somebody of staff or of a partner has, and keeps what was typed', async () => {
    const partner = await havePartner(world)
    const member = await haveMember(world, partner.id, { email: 'mia@alder.example' })

    for (const email of [admin.email, member.email]) {
      const answer = await post('/people', { ...newPerson, act: `act_${email.length}`, email })
      const page = await answer.text()
      expect(answer.status).toBe(422)
      expect(page).toContain('Somebody already signs in with this address.')
      expect(page).toContain('value="Fay Finance"')
    }
    expect(await world.deps.db.select().from(staff)).toHaveLength(1)
  })
})

describe('changing roles', () => {
  it('leaves exactly the ticked ones, and a kept one as it was granted', async () => {
    const person = await haveStaff(world, 'sales', 'finance')
    await world.travel({ days: 1 })

    expect((await post(`/people/${person.id}/roles`, { finance: 'yes', approver: 'yes' })).status).toBe(303)

    expect(await rolesOf(person.id)).toEqual(['approver', 'finance'])
    const grants = (await world.deps.db.select().from(staffRoleGrants)).filter(({ staffId }) => staffId === person.id)
    expect(Object.fromEntries(grants.map(({ role, grantedBy }) => [role, grantedBy]))).toEqual({ finance: 'stf_seed', approver: admin.id })
    expect(await actsOnTrail()).toEqual(['person.roles_changed'])
  })

  it('takes from no admin their own admin role, and says so', async () => {
    const answer = await post(`/people/${admin.id}/roles`, { sales: 'yes' })

    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('You cannot take the admin role from yourself.')
    expect(await rolesOf(admin.id)).toEqual(['admin'])
  })

  it('leaves one admin when two take the role from each other at once', async () => {
    const other = await haveStaff(world, 'admin')

    const answers = await Promise.all([
      post(`/people/${other.id}/roles`, { sales: 'yes' }, admin),
      post(`/people/${admin.id}/roles`, { sales: 'yes' }, other),
    ])

    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect([...(await rolesOf(admin.id)), ...(await rolesOf(other.id))].filter((role) => role === 'admin')).toHaveLength(1)
  })

  it('answers 404 for a person who is not there', async () => {
    expect((await post('/people/stf_nobody/roles', { sales: 'yes' })).status).toBe(404)
    expect((await world.ask('/people/stf_nobody', { as: admin })).status).toBe(404)
  })
})

describe('shutting a person out', () => {
  it('ends their access at once, once, and lets them in again', async () => {
    const person = await haveStaff(world, 'auditor')
    const isIn = async () => (await world.ask('/people', { as: person })).status === 200
    expect(await isIn()).toBe(true)

    expect((await post(`/people/${person.id}/deactivation`, {})).status).toBe(303)
    expect(await isIn()).toBe(false)
    expect((await post(`/people/${person.id}/deactivation`, {})).status).toBe(409)
    expect((await post(`/people/${person.id}/reactivation`, {})).status).toBe(303)
    expect(await isIn()).toBe(true)
    expect(await actsOnTrail()).toEqual(['person.deactivated', 'person.reactivated'])
  })

  it('is nothing an admin can do to themselves', async () => {
    expect((await post(`/people/${admin.id}/deactivation`, {})).status).toBe(409)
    expect((await world.ask('/people', { as: admin })).status).toBe(200)
  })
})

describe('an auditor', () => {
  it('reads the people and is offered no form', async () => {
    const auditor = await haveStaff(world, 'auditor')

    for (const path of ['/people', `/people/${admin.id}`]) {
      const answer = await world.ask(path, { as: auditor })
      expect(answer.status).toBe(200)
      expect(await answer.text()).not.toMatch(/action="\/people/)
    }
    expect((await post('/people', newPerson, auditor)).status).toBe(404)
    expect((await post(`/people/${admin.id}/deactivation`, {}, auditor)).status).toBe(404)
  })
})
