import { beforeEach, expect, it } from 'vitest'
import { sentences } from '../../worker/said-sentences.ts'
import { havePartner } from '../support/fixtures.ts'
import { routes } from '../support/routes.ts'
import { createWorld, type World } from '../support/world.ts'
import { haveLink } from './tracking/fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const saidBy = (answer: Response) => answer.headers.getSetCookie().find((each) => each.startsWith('__Host-goodword-said='))

it('each sentence belongs to an act of the portal', () => {
  const acts = routes.filter(({ method }) => method === 'POST').map(({ path }) => path)

  expect(Object.keys(sentences).filter((path) => !acts.includes(path))).toEqual([])
})

it('the page after an act says what happened, and only once', async () => {
  const link = await haveLink(world, partner.id)
  const done = await world.ask(`/links/${link.id}/archival`, { as: partner.owner, form: {} })
  const cookie = saidBy(done)?.split(';')[0] ?? ''
  const page = await world.ask(`/links/${link.id}`, { as: partner.owner, headers: { cookie } })

  expect(done.status).toBe(303)
  expect(await page.text()).toContain(sentences['/links/:id/archival'])
  expect(saidBy(page)).toMatch(/Max-Age=0/)
  expect(await (await world.ask(`/links/${link.id}`, { as: partner.owner })).text()).not.toContain(sentences['/links/:id/archival'])
})

it('an act that was not done says nothing, and nobody else’s words are shown', async () => {
  const refused = await world.ask('/links', { as: partner.owner, form: { destination: 'https://elsewhere.example' } })
  const page = await world.ask('/links', { as: partner.owner, headers: { cookie: '__Host-goodword-said=%3Cb%3Ehello' } })

  expect([refused.status, saidBy(refused)]).toEqual([422, undefined])
  expect(await page.text()).not.toContain('hello')
})
