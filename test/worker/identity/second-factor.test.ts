import { beforeEach, describe, expect, it } from 'vitest'
import { passkeys } from '../../../schema/passkeys.ts'
import { audit } from '../../../schema/records.ts'
import { Refusal } from '../../../worker/errors.ts'
import { requireSecondFactor } from '../../../worker/identity/second-factor.ts'
import { findSession } from '../../../worker/identity/session-store.ts'
import { type Authenticator, openAuthenticator, type Twist } from '../../support/authenticator.ts'
import { haveMember, havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveFirstPasskey, origin, questionOn, type Signed, signedIn } from './passkeys.ts'

let world: World
let admin: Awaited<ReturnType<typeof haveStaff>>
let colm: Signed
let key: Authenticator
beforeEach(async () => {
  world = await createWorld()
  admin = await haveStaff(world, 'admin')
  colm = await signedIn(world, await haveStaff(world, 'approver'))
  key = await haveFirstPasskey(world, colm, admin, await openAuthenticator('colm', { counts: true }))
})

const path = '/sign-in/second-factor'
const provedAt = async ({ sessionId }: Signed) => (await findSession(world.deps.db, sessionId))?.session.secondFactorAt
const acts = async () => (await world.deps.db.select().from(audit)).map(({ act }) => act)

/** The page's question, answered by an authenticator. */
async function answered(signed = colm, held = key, twist: Twist = {}) {
  const { options, challenge } = await questionOn(await signed.ask(`${path}?next=/runs/run_1`))
  return { challenge, credential: await held.get(options, origin, twist), next: '/runs/run_1' }
}

describe('the second factor', () => {
  it('is a passkey that marks the session and leads on', async () => {
    const form = await answered()
    const answer = await colm.ask(path, form)

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/runs/run_1'])
    expect(await provedAt(colm)).toEqual(world.now())
    expect((await acts()).at(-1)).toBe('second_factor.proved')
    expect(await world.deps.db.select().from(passkeys)).toMatchObject([{ signCount: 1, lastUsedAt: world.now() }])
  })

  it('is proved once by one answer, also when it is sent twice at once and the authenticator never counts', async () => {
    const niamh = await signedIn(world, await haveStaff(world, 'approver'))
    const form = await answered(niamh, await haveFirstPasskey(world, niamh, admin))

    const answers = await Promise.all([niamh.ask(path, form), niamh.ask(path, form)])
    const later = await niamh.ask(path, form)

    expect([...answers, later].map(({ status }) => status).sort()).toEqual([303, 422, 422])
  })

  it.each<[string, Twist]>([
    ['another site', { origin: 'https://evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['an authenticator that nobody unlocked', { isUnlocked: false }],
  ])('is not proved by %s', async (_case, twist) => {
    const answer = await colm.ask(path, await answered(colm, key, twist))

    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('That passkey could not be checked')
    expect(await provedAt(colm)).toBe(null)
  })

  it('is not proved by another key under the same id', async () => {
    const other = await openAuthenticator('somebody else')
    const form = await answered(colm, other)

    const answer = await colm.ask(path, { ...form, credential: form.credential.replaceAll(other.credentialId, key.credentialId) })

    expect(await answer.text()).toContain('That passkey could not be checked')
    expect(await provedAt(colm)).toBe(null)
  })

  it('is not proved by another person’s passkey, nor in another session, nor after five minutes', async () => {
    const niamh = await signedIn(world, await haveStaff(world, 'approver'))
    await haveFirstPasskey(world, niamh, admin)
    const elsewhere = await signedIn(world, colm.person)

    expect(await (await niamh.ask(path, await answered(niamh, key))).text()).toContain('That passkey is none of yours here')
    expect((await elsewhere.ask(path, await answered())).status).toBe(422)
    const late = await answered()
    await world.travel({ minutes: 5 })
    expect((await colm.ask(path, late)).status).toBe(422)
    for (const signed of [niamh, elsewhere, colm]) expect(await provedAt(signed)).toBe(null)
  })

  it('is not proved by a count that went back, and everybody concerned hears of it', async () => {
    await colm.ask(path, await answered(colm, key, { count: 7 }))
    await world.travel({ minutes: 11 })
    world.mails.length = 0

    const answer = await colm.ask(path, await answered(colm, key, { count: 7 }))
    await world.settle()

    expect(await answer.text()).toContain('may have been copied')
    expect((await acts()).at(-1)).toBe('passkey.count_went_back')
    expect(world.mails.filter(({ subject }) => subject.includes('may have been copied')).map(({ to }) => to)).toHaveLength(2)
    expect((await provedAt(colm))?.getTime()).toBe(world.now().getTime() - 11 * 60_000)
  })

  it('tells whoever has no passkey how to get one, and partners nothing', async () => {
    const niamh = await signedIn(world, await haveStaff(world, 'approver'))
    expect(await (await niamh.ask(path)).text()).toContain('You have no passkey yet')

    const member = await haveMember(world, (await havePartner(world)).id)
    expect((await world.ask(path, { as: member })).status).toBe(404)
  })

  it('asks to sign in first', async () => {
    expect((await world.ask(path)).status).toBe(303)
    expect((await world.ask(path, { form: { challenge: 'x', credential: '{}' } })).status).toBe(401)
  })
})

it('requireSecondFactor lets a proof of the last ten minutes pass, and no other', () => {
  const now = world.now()
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

  expect(() => requireSecondFactor({ secondFactorAt: minutesAgo(10) }, now)).not.toThrow()
  for (const secondFactorAt of [null, minutesAgo(10.01)]) expect(() => requireSecondFactor({ secondFactorAt }, now)).toThrow(Refusal)
})
