import { beforeEach, expect, it } from 'vitest'
import { haveGroup, haveMember, havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const termsOf = async (as: { kind: 'member'; id: string }) => (await world.ask('/earnings/terms', { as })).text()

it('a partner reads what it earns, with an example counted by the rule, and nothing of another group', async () => {
  const retainer = { rateBps: 1_200, duration: 'life' } as const
  const partner = await havePartner(world, { groupId: (await haveGroup(world, { rates: { retainer } })).id })
  const other = await havePartner(world, {
    groupId: (await haveGroup(world, { rates: { one_off: { rateBps: 700, duration: 'life' } } })).id,
  })
  const page = await termsOf(await haveMember(world, partner.id))

  for (const part of ['Your terms', '12 % of each payment', '120.00 EUR', '60 days']) expect(page).toContain(part)
  expect(page).not.toContain('7 % of each payment')
  expect(await termsOf(other.owner)).toContain('7 % of each payment')
})
