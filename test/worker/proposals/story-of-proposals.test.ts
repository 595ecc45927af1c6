import { expect, it } from 'vitest'
import { proposals, worries } from '../../../schema/proposals.ts'
import { proposing } from '../../local/story/proposals.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { haveGuest, haveSignedNda } from '../references/desk.ts'

it('the demo story tells of a proposal under an NDA, and of one that a worry holds back', async () => {
  const world = await createWorld()
  const names = { ingrid: (await haveStaff(world, 'sales')).id }
  await haveSignedNda(world, await haveGuest(world, 'Sextant Ferries'))
  await haveGuest(world, 'Copsedale Printworks')

  for (const chapter of proposing) await chapter.tell({ deps: world.deps, names, stripe: async () => ({}) })

  const told = await world.deps.db.select().from(proposals).orderBy(proposals.createdAt, proposals.id)
  expect(told.map(({ name, status }) => [name, status]).toSorted()).toEqual([
    ['Planning for the whole fleet', 'sent'],
    ['Presses and binding', 'draft'],
  ])
  expect((await world.deps.db.select().from(worries)).map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual([
    'cost answered',
    'quality answered',
    'satisfaction raised',
  ])
})
