import { expect, it } from 'vitest'
import { customers, grievances } from '../../../schema/customers.ts'
import { matchCustomers } from '../../../worker/references/match.ts'
import { listOverdue } from '../../../worker/references/store-requests.ts'
import { referencesTold } from '../../local/story/references.ts'
import { haveProspect, haveStaff } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { activitiesOf, haveContact } from '../references/desk.ts'

async function haveCustomer(world: World, company: string): Promise<string> {
  const { db, now } = world.deps
  const { id } = await haveProspect(world, null, { company })
  const forbids = company === 'Merrowick Glass' ? ({ referencePolicy: 'forbidden' } as const) : {}
  await db
    .insert(customers)
    .values({ prospectId: id, standing: 'active', customerSince: now(), madeBy: 'x', createdAt: now(), version: 1, ...forbids })
  return id
}

it('the demo story tells of Merrowick’s two calls and its next free date, of one who waits and of one whom nobody may ask', {
  timeout: 90_000,
}, async () => {
  const world = await createWorld()
  const { db } = world.deps
  const names: Record<string, string> = { ingrid: (await haveStaff(world, 'sales')).id }
  for (const company of ['Merrowick Glass', 'Dunmarrow Rail Works']) names[company] = await haveCustomer(world, company)
  for (const company of ['Ravensby Cold Store', 'Ambleforth Print', 'Copsedale Printworks', 'Sextant Ferries']) {
    await haveContact(world, (await haveProspect(world, null, { company })).id, { name: `Somebody of ${company}` })
  }
  const complaint = {
    id: 'grv_1',
    prospectId: names['Dunmarrow Rail Works'] ?? '',
    about: 'Missed',
    cause: 'Us',
    owner: 'x',
    status: 'open',
  } as const
  await db.insert(grievances).values({ ...complaint, openedBy: 'x', openedAt: world.now(), version: 1 })

  let day = -88
  for (const chapter of referencesTold) {
    await world.travel({ days: chapter.day - day })
    day = chapter.day
    await chapter.tell({ deps: world.deps, names, stripe: async () => ({}) })
    await world.settle()
  }
  await world.travel({ days: -day })

  const { candidates } = await matchCustomers(db, { activity: 'prospect_call', side: null }, {}, { at: world.now() })
  const found = Object.fromEntries(candidates.map(({ company, why }) => [company, why.map(({ code }) => code)]))
  expect(found).toEqual({ 'Merrowick Glass': ['cap_full'], 'Dunmarrow Rail Works': ['open_grievance', 'no_person', 'no_grant'] })
  const merrowick = candidates.find(({ company }) => company === 'Merrowick Glass')
  const daysAway = (Date.parse(merrowick?.freeOn ?? '') - world.now().getTime()) / 86_400_000
  // Both of the quarter are used: free 90 days after the older, which was held on −56.
  expect(Math.ceil(daysAway)).toBe(35)
  expect(merrowick?.persons.map(({ title }) => title)).toEqual(['Furnace engineer'])
  expect(await activitiesOf(world, names['Merrowick Glass'] ?? '')).toEqual({ held: 2 })
  expect((await listOverdue(db, world.now(), 5)).map(({ prospect }) => prospect)).toEqual(['Copsedale Printworks'])
})
