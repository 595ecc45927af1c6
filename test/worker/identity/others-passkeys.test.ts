import { beforeEach, describe, expect, it } from 'vitest'
import { passkeys } from '../../../schema/passkeys.ts'
import { audit } from '../../../schema/records.ts'
import { startSession } from '../../../worker/identity/session.ts'
import { findSession } from '../../../worker/identity/session-store.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveFirstPasskey, type Signed, signedIn } from './passkeys.ts'

let world: World
let admin: Awaited<ReturnType<typeof haveStaff>>
let otherAdmin: typeof admin
let colm: Signed
beforeEach(async () => {
  world = await createWorld()
  admin = await haveStaff(world, 'admin')
  otherAdmin = await haveStaff(world, 'admin')
  colm = await signedIn(world, await haveStaff(world, 'approver'))
})

const codeIn = (html: string) => /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(html)?.[0]
const acts = async () => (await world.deps.db.select().from(audit)).map(({ act }) => act)
const standing = async () => (await world.deps.db.select().from(passkeys)).filter(({ removedAt }) => removedAt === null)
const press = (path: string, as = admin, secondFactor?: 'now') => world.ask(path, { as, form: {}, ...(secondFactor && { secondFactor }) })

describe('an administrator', () => {
  it('sees a code once; it is in no mail and nowhere in the database', async () => {
    const shown = codeIn(await (await press(`/people/${colm.person.id}/passkey-code`)).text())
    const page = await (await world.ask(`/people/${colm.person.id}`, { as: admin })).text()
    await world.settle()

    expect(shown).toBeDefined()
    expect(codeIn(page)).toBeUndefined()
    expect(world.mails).not.toHaveLength(0)
    expect(JSON.stringify(world.mails)).not.toContain(shown)
    const tables = ['passkey_invitations', 'audit', 'outbox']
    for (const table of tables) expect(JSON.stringify(await world.deps.db.all(`select * from ${table}`))).not.toContain(shown)
  })

  it('makes no code for themselves', async () => {
    const answer = await press(`/people/${admin.id}/passkey-code`)

    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('Nobody does this for themselves')
    expect(await (await world.ask(`/people/${admin.id}`, { as: admin })).text()).not.toContain('passkey-code')
  })

  it('makes a new code for somebody who lost their passkeys: these, and what was proved with them, count no more', async () => {
    await haveFirstPasskey(world, colm, admin)
    const proved = await startSession(world.deps, colm.person, { userAgent: 'test', secondFactorAt: world.now() })

    expect(codeIn(await (await press(`/people/${colm.person.id}/passkey-code`)).text())).toBeDefined()

    expect(await standing()).toEqual([])
    expect((await findSession(world.deps.db, proved.sessionId))?.session.secondFactorAt).toBe(null)
    expect(await (await colm.ask('/sign-in/second-factor')).text()).toContain('You have no passkey yet')
  })

  it('removes all passkeys of somebody, once', async () => {
    await haveFirstPasskey(world, colm, admin)

    const answers = await Promise.all([1, 2].map(() => press(`/people/${colm.person.id}/passkey-removal`)))

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await standing()).toEqual([])
    expect((await acts()).filter((act) => act === 'passkey.all_removed')).toHaveLength(1)
  })

  it('needs a passkey for roles, people and codes from the day one of them has one', async () => {
    const sales = await haveStaff(world, 'sales')
    const roles = (as = admin, secondFactor?: 'now') =>
      world.ask(`/people/${sales.id}/roles`, { as, form: { finance: 'yes' }, ...(secondFactor && { secondFactor }) })
    expect((await roles()).headers.get('location')).toBe(`/people/${sales.id}`)
    expect(await (await world.ask('/people', { as: admin })).text()).toContain('No administrator has a passkey yet')
    await haveFirstPasskey(world, await signedIn(world, admin), otherAdmin)

    for (const as of [admin, otherAdmin]) {
      expect((await roles(as)).headers.get('location')).toBe(`/sign-in/second-factor?next=/people/${sales.id}`)
      const newcomer = { act: `act_${as.id}`, name: 'Fay', email: `fay-${as.id}@wrenmarch.example`, finance: 'yes' }
      expect((await world.ask('/people', { as, form: newcomer })).headers.get('location')).toBe('/sign-in/second-factor?next=/people')
      for (const act of ['passkey-code', 'passkey-removal']) {
        const next = `/people/${colm.person.id}`
        expect((await press(`${next}/${act}`, as)).headers.get('location')).toBe(`/sign-in/second-factor?next=${next}`)
      }
      expect(await (await world.ask(`/people/${sales.id}`, { as })).text()).not.toContain('Save roles')
    }
    expect((await roles(admin, 'now')).headers.get('location')).toBe(`/people/${sales.id}`)
    expect((await press(`/people/${sales.id}/deactivation`)).headers.get('location')).toBe(`/people/${sales.id}`)
    expect((await press(`/people/${sales.id}/reactivation`)).headers.get('location')).toContain('second-factor')
  })
})
