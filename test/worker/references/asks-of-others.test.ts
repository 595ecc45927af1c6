import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveAsk, haveGuest, haveReference, propose, statusOf } from './desk.ts'

let world: World
let asked: string
let own: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  const reference = await haveReference(world)
  own = await havePartner(world, { name: 'Merrowick' })
  await world.deps.db.update(partners).set({ prospectId: reference.customerId }).where(eq(partners.id, own.id))
  asked = await haveAsk(world, await haveGuest(world))
  await propose(world, asked, reference)
})

it('an ask is opened and answered by members of the customer that was asked, and is missing for everybody else', async () => {
  const other = await havePartner(world, { name: 'Salthaven' })
  const elsewhere = await haveReference(world, 'Salthaven Foods')
  await world.deps.db.update(partners).set({ prospectId: elsewhere.customerId }).where(eq(partners.id, other.id))
  const bare = await havePartner(world)

  for (const as of [other.owner, bare.owner, undefined]) {
    expect((await world.ask(`/asks/${asked}`, { as })).status).toBe(404)
    expect((await world.ask(`/asks/${asked}/answer`, { as, form: { slot: '1' } })).status).toBe(404)
    expect((await world.ask(`/asks/${asked}/outcome`, { as, form: { says: 'held', minutes: '', note: '' } })).status).toBe(404)
  }
  expect(await statusOf(world, asked)).toBe('proposed')

  expect((await world.ask(`/asks/${asked}`, { as: own.owner })).status).toBe(200)
  expect((await world.ask(`/asks/${asked}/answer`, { as: own.owner, form: { slot: '1' } })).status).toBe(303)
  expect(await statusOf(world, asked)).toBe('accepted')
})

it('one that nobody was put to yet belongs to nobody, also where a partner is no customer', async () => {
  const waiting = await haveAsk(world, await haveGuest(world, 'Pellworth'))
  const bare = await havePartner(world)

  expect((await world.ask(`/asks/${waiting}`, { as: bare.owner })).status).toBe(404)
  expect((await world.ask(`/asks/${waiting}`, { as: own.owner })).status).toBe(404)
})
