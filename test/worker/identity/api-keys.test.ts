import { beforeEach, describe, expect, it } from 'vitest'
import { apiKeys } from '../../../schema/api.ts'
import { audit } from '../../../schema/records.ts'
import { havePartner, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveKey } from '../api/fixtures.ts'
import { haveFirstPasskey, signedIn } from './passkeys.ts'

let world: World
let admin: Awaited<ReturnType<typeof haveStaff>>
beforeEach(async () => {
  world = await createWorld()
  admin = await haveStaff(world, 'admin')
})

const form = { act: 'act_1', name: 'Sign-up server', partner: '', 'prospects:read': 'yes', 'prospects:write': 'yes' }
const make = (overrides: Record<string, string> = {}) =>
  world.ask('/keys', { as: admin, secondFactor: 'now', form: { ...form, ...overrides } })
const secretIn = (page: string) => /value="(gwk_[\w-]{43})"/.exec(page)?.[1]

describe('an administrator', () => {
  it('makes a key, whose secret is shown once and stored nowhere', async () => {
    const page = await (await make()).text()
    const secret = secretIn(page) ?? ''
    const list = await (await world.ask('/keys', { as: admin })).text()

    expect((await world.ask('/api/v1/prospects', { headers: { authorization: `Bearer ${secret}` } })).status).toBe(200)
    const [row] = await world.deps.db.select().from(apiKeys)
    expect(row).toMatchObject({
      name: 'Sign-up server',
      partnerId: null,
      scopes: ['prospects:read', 'prospects:write'],
      hint: secret.slice(-4),
    })
    expect(JSON.stringify([row, await world.deps.db.select().from(audit)])).not.toContain(secret)
    expect(secretIn(list)).toBeUndefined()
    expect(list).toContain('Sign-up server')
    expect(await world.deps.db.select().from(audit)).toMatchObject([{ act: 'key.made', actor: admin.id, subject: row?.id }])
  })

  it('makes one key of a form that is sent twice, and says that its secret is gone', async () => {
    await make()
    const again = await (await make()).text()

    expect(secretIn(again)).toBeUndefined()
    expect(again).toContain('This form made its key before')
    expect(await world.deps.db.select().from(apiKeys)).toHaveLength(1)
  })

  it('needs a fresh second factor for it, once anybody has a passkey', async () => {
    const other = await haveStaff(world, 'admin')
    await haveFirstPasskey(world, await signedIn(world, admin), other)

    const answer = await world.ask('/keys', { as: admin, form })

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/second-factor?next=/keys'])
    expect(await world.deps.db.select().from(apiKeys)).toEqual([])
    expect(await (await world.ask('/keys', { as: admin })).text()).not.toContain('Make the key')
  })

  it('gives a partner no key for what is the company’s own to do', async () => {
    const partner = await havePartner(world)
    const answer = await make({ partner: partner.id })

    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('cannot be in a key of a partner')])
    const missing = await make({ partner: 'par_nobody', 'prospects:write': '' })
    expect(missing.status).toBe(422)
    expect(await world.deps.db.select().from(apiKeys)).toEqual([])
  })

  it('revokes one, once, and without a passkey: a key that leaked must go', async () => {
    const key = await haveKey(world, ['prospects:read'])
    const revoke = () => world.ask(`/keys/${key.id}/revocation`, { as: admin, form: {} })

    const [first, second] = [await revoke(), await revoke()]

    expect([first.status, second.status]).toEqual([303, 409])
    expect((await world.ask('/api/v1/prospects', { headers: key.headers })).status).toBe(401)
    expect(await (await world.ask(`/keys/${key.id}`, { as: admin })).text()).toContain('Revoked')
  })
})

it('an auditor reads the keys and makes none', async () => {
  const auditor = await haveStaff(world, 'auditor')
  const key = await haveKey(world, ['prospects:read'])

  const page = await (await world.ask('/keys', { as: auditor })).text()

  expect([page.includes(key.id), page.includes('Make the key')]).toEqual([true, false])
  expect(await (await world.ask(`/keys/${key.id}`, { as: auditor })).text()).not.toContain('Revoke the key')
  expect((await world.ask('/keys', { as: auditor, form })).status).toBe(404)
})
