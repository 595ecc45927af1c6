import { beforeEach, expect, it } from 'vitest'
import { passkeys } from '../../../schema/passkeys.ts'
import { audit } from '../../../schema/records.ts'
import { openAuthenticator } from '../../support/authenticator.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveFirstPasskey, origin, questionOn, type Signed, signedIn } from './passkeys.ts'

let world: World
let admin: Awaited<ReturnType<typeof haveStaff>>
let colm: Signed
beforeEach(async () => {
  world = await createWorld()
  admin = await haveStaff(world, 'admin')
  colm = await signedIn(world, await haveStaff(world, 'approver'))
})

const standing = async () => (await world.deps.db.select().from(passkeys)).filter(({ removedAt }) => removedAt === null)
const acts = async () => (await world.deps.db.select().from(audit)).map(({ act }) => act)

async function prove(signed: Signed, held: Awaited<ReturnType<typeof openAuthenticator>>) {
  const { options, challenge } = await questionOn(await signed.ask('/sign-in/second-factor'))
  return signed.ask('/sign-in/second-factor', { challenge, credential: await held.get(options, origin), next: '/account' })
}

it('a second passkey is added after a proof with the first, and either proves', async () => {
  const first = await haveFirstPasskey(world, colm, admin)
  await prove(colm, first)
  const second = await openAuthenticator('second')

  const { options, challenge } = await questionOn(await colm.ask('/account/passkeys/new'))
  expect(options.excludeCredentials.map(({ id }: { id: string }) => id)).toEqual([first.credentialId])
  await colm.ask('/account/passkeys', { challenge, credential: await second.create(options, origin), name: 'Key' })

  expect((await standing()).map(({ name }) => name)).toEqual(['Laptop', 'Key'])
  expect((await prove(colm, second)).status).toBe(303)
})

it('a passkey is renamed, and removed after a proof', async () => {
  const held = await haveFirstPasskey(world, colm, admin)
  const path = `/account/passkeys/${held.credentialId}`

  expect((await colm.ask(`${path}/name`, { name: 'Desk' })).status).toBe(303)
  expect(await (await colm.ask(path)).text()).toContain('Removing one needs a passkey of yours')
  expect((await colm.ask(`${path}/removal`, {})).status).toBe(409)
  await prove(colm, held)
  expect((await colm.ask(`${path}/removal`, {})).headers.get('location')).toBe('/account')

  expect(await standing()).toEqual([])
  expect((await acts()).slice(2)).toEqual(['passkey.renamed', 'second_factor.proved', 'passkey.removed'])
  expect((await prove(colm, held)).status).toBe(422)
})

it('another person’s passkey answers like one that is not there', async () => {
  const held = await haveFirstPasskey(world, await signedIn(world, await haveStaff(world, 'approver')), admin)
  const path = `/account/passkeys/${held.credentialId}`

  expect((await colm.ask(path)).status).toBe(404)
  expect((await colm.ask(`${path}/name`, { name: 'Mine' })).status).toBe(404)
  expect((await colm.ask(`${path}/removal`, {})).status).toBe(404)
  expect(await standing()).toMatchObject([{ name: 'Laptop' }])
})
