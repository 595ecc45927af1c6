import { expect, it } from 'vitest'
import { createWorld } from '../support/world.ts'
import { cookiesOf, haveAddresses, mayOpen } from './bad-input/addresses.ts'
import { setScene } from './bad-input/scene.ts'

const hrefs = (html: string): string[] => [...html.matchAll(/\shref="(\/[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
/** The same link on every record is one mistake. */
const kindOf = (href: string) => href.replace(/\?.*/, '').replaceAll(/[a-z]+_[\w-]+|[\w-]{30,}/g, ':id')

it('no page leads anybody to one that they may not open, or tells a partner the id of somebody of ours', { timeout: 180_000 }, async () => {
  const world = await createWorld()
  const scene = await setScene(world)
  const { pages } = await haveAddresses(scene)
  const cookies = await cookiesOf(scene)

  const opened = new Set<string>()
  const dead = new Set<string>()
  const told = new Set<string>()
  for (const { route, path } of pages) {
    for (const role of route.roles.filter((each) => each !== 'anyone' && each !== 'api key')) {
      const answer = await world.ask(path, { headers: { cookie: cookies.get(role) ?? '' } })
      if (answer.status !== 200 || !answer.headers.get('content-type')?.includes('html')) continue
      opened.add(route.path)
      const page = await answer.text()
      // In these worlds a person’s name ends in its id.
      if (role.startsWith('partner') && /(?<!Staff )\bstf_\w/.test(page)) told.add(`${role}: ${route.path}`)
      for (const href of hrefs(page)) if (!mayOpen(role, href)) dead.add(`${role}: ${route.path} leads to ${kindOf(href)}`)
    }
  }

  expect(opened.size).toBeGreaterThan(85)
  expect([...told], 'a partner reads who of ours it was by an id').toEqual([])
  expect([...dead].toSorted()).toEqual([])
})
