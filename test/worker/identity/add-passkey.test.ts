import { beforeEach, describe, expect, it } from 'vitest'
import { passkeys } from '../../../schema/passkeys.ts'
import { audit } from '../../../schema/records.ts'
import { openAuthenticator } from '../../support/authenticator.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveCode, haveFirstPasskey, origin, questionOn, type Signed, signedIn } from './passkeys.ts'

let world: World
let admin: Awaited<ReturnType<typeof haveStaff>>
let colm: Signed
beforeEach(async () => {
  world = await createWorld()
  admin = await haveStaff(world, 'admin')
  colm = await signedIn(world, await haveStaff(world, 'approver'))
})

const stored = () => world.deps.db.select().from(passkeys)
const acts = async () => (await world.deps.db.select().from(audit)).map(({ act }) => act)

/** The page behind the code, answered by a fresh authenticator. */
async function answered(code: string, twist = {}) {
  const { options, challenge } = await questionOn(await colm.ask('/account/passkeys/new', { code }))
  const credential = await (await openAuthenticator('fresh')).create(options, origin, twist)
  return { challenge, credential, name: 'Laptop', code }
}

describe('a first passkey', () => {
  it('is added with an admin’s code, on the trail, and told to the person and every admin', async () => {
    const authenticator = await haveFirstPasskey(world, colm, admin)
    await world.settle()

    expect(await stored()).toMatchObject([
      { id: authenticator.credentialId, staffId: colm.person.id, name: 'Laptop', signCount: 0, transports: ['internal'], removedAt: null },
    ])
    expect(await acts()).toEqual(['passkey.code_made', 'passkey.added'])
    const subjects = world.mails.map(({ to, subject }) => `${to.split('@')[0]}: ${subject}`)
    expect(subjects.sort()).toEqual([
      `${admin.id}: A new passkey of ${colm.person.name}`,
      `${admin.id}: A one-time code for a passkey of ${colm.person.name}`,
      `${colm.person.id}: A new passkey of ${colm.person.name}`,
      `${colm.person.id}: A one-time code for a passkey of ${colm.person.name}`,
    ])
    expect(await (await colm.ask('/account')).text()).toContain('Laptop')
  })

  it('needs a code that is right, of today, newest, unused and one’s own; case and spaces do not matter', async () => {
    const page = (code: string) => colm.ask('/account/passkeys/new', { code })
    const other = await signedIn(world, await haveStaff(world, 'approver'))
    const older = await haveCode(world, colm.person, admin)
    const code = await haveCode(world, colm.person, admin)

    expect((await page('AAAA-BBBB-CCCC-DDDD')).status).toBe(422)
    expect((await page(older)).status).toBe(422)
    expect((await other.ask('/account/passkeys/new', { code })).status).toBe(422)
    expect((await page(code.toLowerCase().replaceAll('-', ' '))).status).toBe(200)
    await world.travel({ hours: 24 })
    const again = await signedIn(world, colm.person)
    expect((await again.ask('/account/passkeys/new', { code })).status).toBe(422)
  })

  it('is added once by one code, also when the form is sent twice at once', async () => {
    const form = await answered(await haveCode(world, colm.person, admin))

    const answers = await Promise.all([colm.ask('/account/passkeys', form), colm.ask('/account/passkeys', form)])

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    expect(await stored()).toHaveLength(1)
  })

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another challenge', { challenge: 'AAAA' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['an authenticator that nobody unlocked', { isUnlocked: false }],
  ])('is declined from %s', async (_case, twist) => {
    const form = await answered(await haveCode(world, colm.person, admin), twist)

    const answer = await colm.ask('/account/passkeys', form)

    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('That passkey could not be taken')
    expect(await stored()).toEqual([])
  })

  it('is declined without the code, after five minutes, and in another session', async () => {
    const form = await answered(await haveCode(world, colm.person, admin))
    const elsewhere = await signedIn(world, colm.person)

    expect((await colm.ask('/account/passkeys', { ...form, code: 'AAAA-BBBB-CCCC-DDDD' })).status).toBe(422)
    expect((await elsewhere.ask('/account/passkeys', form)).status).toBe(422)
    await world.travel({ minutes: 5 })
    expect((await colm.ask('/account/passkeys', form)).status).toBe(422)
    expect(await stored()).toEqual([])
  })
})

describe('a further passkey', () => {
  it('needs a fresh proof of one before, and no code', async () => {
    await haveFirstPasskey(world, colm, admin)
    const credential = await (await openAuthenticator('second')).create({ challenge: 'AAAA' }, origin)

    const led = await colm.ask('/account/passkeys/new')
    const refused = await colm.ask('/account/passkeys', { challenge: 'pkc_1', credential, name: 'Key' })

    expect([led.status, led.headers.get('location')]).toEqual([303, '/sign-in/second-factor?next=/account/passkeys/new'])
    expect(refused.status).toBe(409)
    expect(await stored()).toHaveLength(1)
  })
})
