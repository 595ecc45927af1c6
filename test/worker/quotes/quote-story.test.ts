import { expect, it } from 'vitest'
import { isProven } from '../../../worker/prospects/store-ladder.ts'
import { surveyStateOf } from '../../../worker/quotes/rules.ts'
import { listQuotes } from '../../../worker/quotes/store.ts'
import { listSurveys } from '../../../worker/quotes/store-surveys.ts'
import { quotesTold } from '../../local/story/quotes.ts'
import { haveStaff } from '../../support/fixtures.ts'
import { createWorld } from '../../support/world.ts'
import { haveCustomer } from '../prospects/customer-fixtures.ts'

it('the demo story tells of a line that is shown, one with its author, one that nobody but us may read, and a survey without an answer', {
  timeout: 90_000,
}, async () => {
  const world = await createWorld()
  const { db } = world.deps
  const names: Record<string, string> = { ingrid: (await haveStaff(world, 'sales')).id }
  for (const company of ['Salthaven Foods', 'Velmora Ceramics', 'Tesselby Pumps'])
    names[company] = (await haveCustomer(world, { company })).id

  let day = -127
  for (const chapter of quotesTold.toSorted((one, other) => one.day - other.day)) {
    await world.travel({ days: chapter.day - day })
    day = chapter.day
    await chapter.tell({ deps: world.deps, names, stripe: () => Promise.reject(new Error('needs no stand-in')) })
  }
  await world.travel({ days: -day })

  const told = (await listQuotes(db, {}, undefined)).map(({ company, status, channels, editText }) => [
    company,
    status,
    channels.length,
    editText !== null,
  ])
  expect(told).toEqual([
    ['Tesselby Pumps', 'offered', 2, true],
    ['Velmora Ceramics', 'offered', 0, false],
    ['Salthaven Foods', 'published', 2, false],
  ])
  const asked = (await listSurveys(db, undefined, world.now(), undefined)).map((row) => [
    row.engagement,
    surveyStateOf(row, world.now()),
    row.score,
  ])
  expect(asked).toEqual([
    ['The second hall', 'overdue', null],
    ['The spring round of the pumps', 'answered', 5],
    ['A plan for four kilns', 'answered', 4],
  ])
  expect(await isProven(db, names['Salthaven Foods'] ?? '', 9)).toBe(true)
  const wall = await (await world.ask('/wall')).text()
  expect([wall.includes('Rasmus Holt, Head of baking, Salthaven Foods'), wall.includes('a lower price'), wall.includes('kiln')]).toEqual([
    true,
    true,
    false,
  ])
})
