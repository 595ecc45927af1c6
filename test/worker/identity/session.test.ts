import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { members, partners, sessions, staff, staffRoleGrants } from '../../../schema/people.ts'
import { sessionCookie } from '../../../worker/identity/cookies.ts'
import { startSession } from '../../../worker/identity/session.ts'
import { signSession } from '../../../worker/identity/session-token.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const cookieOf = async (person: { kind: 'member' | 'staff'; id: string }) =>
  (await startSession(world.deps, person, { userAgent: 'test' })).cookie

/** The overview is open to everybody who is signed in. */
const isIn = async (cookie: string) => (await world.ask('/', { headers: { cookie } })).status === 200

describe('a session', () => {
  it('ends for a member after 14 days unused and for staff after 12 hours', async () => {
    const { owner } = await havePartner(world)
    const [ofMember, ofStaff] = [await cookieOf(owner), await cookieOf(await haveStaff(world, 'finance'))]

    await world.travel({ hours: 11 })
    expect([await isIn(ofMember), await isIn(ofStaff)]).toEqual([true, true])
    await world.travel({ hours: 12 })
    expect([await isIn(ofMember), await isIn(ofStaff)]).toEqual([true, false])
    await world.travel({ days: 14 })
    expect(await isIn(ofMember)).toBe(false)
  })

  it('ends for a member after 30 days and for staff after 24 hours, however busy', async () => {
    const { owner } = await havePartner(world)
    const [ofMember, ofStaff] = [await cookieOf(owner), await cookieOf(await haveStaff(world, 'finance'))]

    for (let n = 0; n < 2; n += 1) {
      await world.travel({ hours: 11 })
      expect(await isIn(ofStaff)).toBe(true)
    }
    await world.travel({ hours: 2 })
    expect([await isIn(ofMember), await isIn(ofStaff)]).toEqual([true, false])
    await world.travel({ days: 13 })
    expect(await isIn(ofMember)).toBe(true)
    await world.travel({ days: 13 })
    expect(await isIn(ofMember)).toBe(true)
    await world.travel({ days: 4 })
    expect(await isIn(ofMember)).toBe(false)
  })

  it('writes when it was last seen every five minutes at most', async () => {
    const cookie = await cookieOf(await haveStaff(world, 'finance'))
    const began = world.now()
    const seen = async () => (await world.deps.db.select().from(sessions))[0]?.lastSeenAt

    await world.travel({ minutes: 4 })
    await isIn(cookie)
    expect(await seen()).toEqual(began)
    await world.travel({ minutes: 1 })
    await isIn(cookie)
    expect(await seen()).toEqual(world.now())
  })

  it('is worth nothing at once when its person is removed, deactivated, or of a refused partner', async () => {
    const { db } = world.deps
    const partner = await havePartner(world)
    const member = await haveMember(world, partner.id)
    const person = await haveStaff(world, 'sales')
    const [ofOwner, ofMember, ofStaff] = [await cookieOf(partner.owner), await cookieOf(member), await cookieOf(person)]
    expect([await isIn(ofOwner), await isIn(ofMember), await isIn(ofStaff)]).toEqual([true, true, true])

    await db.update(members).set({ status: 'removed' }).where(eq(members.id, member.id))
    await db.update(staff).set({ active: false }).where(eq(staff.id, person.id))
    expect([await isIn(ofOwner), await isIn(ofMember), await isIn(ofStaff)]).toEqual([true, false, false])
    await db.update(partners).set({ status: 'refused' }).where(eq(partners.id, partner.id))
    expect(await isIn(ofOwner)).toBe(false)
  })

  it('has the roles of this moment', async () => {
    const person = await haveStaff(world, 'admin')
    const cookie = await cookieOf(person)
    expect((await world.ask('/people', { headers: { cookie } })).status).toBe(200)

    await world.deps.db.delete(staffRoleGrants).where(eq(staffRoleGrants.staffId, person.id))

    expect((await world.ask('/people', { headers: { cookie } })).status).toBe(404)
  })

  it('ends by signing out, in D1 too', async () => {
    const cookie = await cookieOf(await haveStaff(world, 'finance'))

    const answer = await world.ask('/sign-out', { headers: { cookie }, form: {} })

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in'])
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-goodword=; Max-Age=0; .*HttpOnly; Secure/)
    expect(await isIn(cookie)).toBe(false)
  })
})

describe('its cookie', () => {
  const drafted = async () => {
    const person = await haveStaff(world, 'finance')
    const { sessionId } = await startSession(world.deps, person, { userAgent: 'test' })
    return { id: sessionId, createdAt: world.now(), expiresAt: new Date(world.now().getTime() + 60_000) }
  }

  it('is refused when it was signed with a key that is not ours', async () => {
    const session = await drafted()
    const settings = { ...world.deps.settings, signingKeys: [{ id: 'k1', key: 'another-key-that-nobody-knows-of-32' }] }

    expect(await isIn(`${sessionCookie}=${await signSession(settings, session)}`)).toBe(false)
    expect(await isIn(`${sessionCookie}=${await signSession(world.deps.settings, session)}`)).toBe(true)
  })

  it('still works when its key is the second of a rotation', async () => {
    const [old] = world.deps.settings.signingKeys
    const cookie = await cookieOf(await haveStaff(world, 'finance'))
    if (old) world.deps.settings.signingKeys = [{ id: 'k2', key: 'a-newer-key-of-enough-characters' }, old]

    expect(await isIn(cookie)).toBe(true)
    world.deps.settings.signingKeys = world.deps.settings.signingKeys.slice(0, 1)
    expect(await isIn(cookie)).toBe(false)
  })

  it.each(['', 'x', 'a.b.c', `${'e'.repeat(4000)}`, 'eyJhbGciOiJub25lIn0.eyJqdGkiOiJzZXNfMDAwMDAxIn0.'])(
    'is nobody when it is %s',
    async (value) => {
      await drafted()
      const answer = await world.ask('/', { headers: { cookie: `${sessionCookie}=${value}` } })
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?next=%2F'])
    },
  )
})
