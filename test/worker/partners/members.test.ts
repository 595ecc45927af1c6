import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { members } from '../../../schema/people.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const ask = (path: string, form?: Record<string, string>, as = partner.owner) => world.ask(path, { as, ...(form && { form }) })
const newMember = { act: 'act_member1', name: 'Kim', email: 'Kim@Shop.example', role: 'member' }
const statusOf = async (id: string) => (await world.deps.db.select().from(members).where(eq(members.id, id)))[0]?.status

describe('inviting a colleague', () => {
  it('adds them to the own partner and writes to them, once', async () => {
    const answers = await Promise.all([ask('/members', newMember), ask('/members', newMember)])
    await world.settle()

    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect(await world.deps.db.select().from(members).where(eq(members.email, 'kim@shop.example'))).toMatchObject([
      { partnerId: partner.id, role: 'member', status: 'invited' },
    ])
    expect(world.mails.map(({ to }) => to)).toEqual(['kim@shop.example'])
    expect(await (await ask('/members')).text()).toContain('Invited')
  })

  it.each<[string, Record<string, string>, string]>([
    ['no name', { name: '' }, 'Give a name.'],
    ['no address', { email: '' }, 'Give a mail address.'],
    ['no role', { role: '' }, 'Choose what this person may do.'],
    ['a role that is none', { role: 'admin' }, 'Choose what this person may do.'],
    ['another partner', { partnerId: 'par_other' }, 'The form was not complete.'],
  ])('answers %s with its sentence and stores nothing', async (_case, change, sentence) => {
    const answer = await ask('/members', { ...newMember, ...change })

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(sentence)])
    expect(await world.deps.db.select().from(members)).toHaveLength(1)
  })

  it('refuses an address that signs in already', async () => {
    const staff = await haveStaff(world, 'sales')
    const other = await havePartner(world)

    for (const { email } of [staff, other.owner, partner.owner]) {
      expect((await ask('/members', { ...newMember, email })).status).toBe(422)
    }
  })
})

describe('removing', () => {
  it('takes a person off, and signs them out', async () => {
    const kim = await haveMember(world, partner.id)
    expect((await ask('/', undefined, kim)).status).toBe(200)

    expect((await ask(`/members/${kim.id}/removal`, {})).status).toBe(303)

    expect(await statusOf(kim.id)).toBe('removed')
    expect((await ask('/', undefined, kim)).headers.get('location')).toContain('/sign-in')
    expect((await ask('/members', { ...newMember, email: kim.email })).status).toBe(303)
  })

  it('keeps the last owner', async () => {
    const answer = await ask(`/members/${partner.owner.id}/removal`, {})

    expect([answer.status, await statusOf(partner.owner.id)]).toEqual([409, 'active'])
    expect(await answer.text()).toContain('at least one owner')
  })

  it('keeps one of two owners who remove each other at the same moment', async () => {
    const other = await haveMember(world, partner.id, { role: 'owner' })
    await Promise.all([ask(`/members/${other.id}/removal`, {}), ask(`/members/${partner.owner.id}/removal`, {}, other)])

    expect([await statusOf(other.id), await statusOf(partner.owner.id)].sort()).toEqual(['active', 'removed'])
  })

  it('never reaches another partner’s people', async () => {
    const other = await havePartner(world)
    await haveMember(world, other.id, { role: 'owner' })

    expect((await ask(`/members/${other.owner.id}/removal`, {})).status).toBe(404)
    expect((await ask('/members/mem_none/removal', {})).status).toBe(404)
    expect(await statusOf(other.owner.id)).toBe('active')
    expect(await (await ask('/members')).text()).not.toContain(other.owner.email)
  })
})

it('is for owners', async () => {
  const kim = await haveMember(world, partner.id)

  expect((await ask('/members', undefined, kim)).status).toBe(404)
  expect((await ask('/members', newMember, kim)).status).toBe(404)
  expect((await ask(`/members/${partner.owner.id}/removal`, {}, kim)).status).toBe(404)
})
