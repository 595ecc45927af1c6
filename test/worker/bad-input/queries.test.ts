import { expect, it } from 'vitest'
import { hasParameter, isBare, pathWith, type Route, routes } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { faultsOf } from './answers.ts'
import { script, segments, sqlText } from './hostile.ts'
import { filters, places } from './query-names.ts'
import { cookieOf, type Scene, setScene, type Who } from './scene.ts'
import { haveDraftRun, haveWonDeal } from './states.ts'
import { dump } from './stored.ts'

const reads = routes.filter((route) => route.method === 'GET' && !isBare(route))

const garbage = [
  'x'.repeat(5_000),
  'a\u0000b',
  '_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%',
  script,
  sqlText,
  '//evil.example',
  '-1',
  '1e9',
  '999999999999999~par_1',
  '999999999999999999999~x',
  'nobody@nowhere.example',
  '漢字😀\u202e',
]

const rolesInOrder: Record<string, Who> = {
  'partner owner': 'owner',
  'partner member': 'member',
  sales: 'sales',
  finance: 'finance',
  approver: 'approver',
  admin: 'admin',
  auditor: 'auditor',
}

/** A cookie for each kind of page: of whoever its policy names first. */
async function cookiesOf({ world, people }: Scene): Promise<(route: Route) => string[]> {
  const cookies = new Map<string, string>()
  for (const [role, who] of Object.entries(rolesInOrder)) cookies.set(role, await cookieOf(world, people[who]))
  return ({ roles }) => {
    if (roles.includes('anyone')) return ['']
    const member = roles.find((role) => role.startsWith('partner'))
    const staff = roles.find((role) => !role.startsWith('partner'))
    return [member, staff].flatMap((role) => (role ? [cookies.get(role) ?? ''] : []))
  }
}

async function faultsAt(world: World, cookie: string, path: string, allowed: readonly number[]): Promise<string[]> {
  const answer = await world.ask(path, { headers: cookie ? { cookie } : {} })
  const faults = faultsOf(answer.status, await answer.text(), allowed)
  const location = answer.headers.get('location')
  if (location && !/^\/(?![/\\])/.test(location)) faults.push(`leads to ${location}`)
  return faults.map((fault) => `${path.slice(0, 120)}: ${fault}`)
}

const withQuery = (path: string, names: readonly string[], value: string) =>
  `${path}?${new URLSearchParams(names.map((name) => [name, value]))}`

it.each(garbage)('every page bears the filter %j', { timeout: 60_000 }, async (value) => {
  const world = await createWorld()
  const scene = await setScene(world)
  const runId = await haveDraftRun(scene)
  const dealId = await haveWonDeal(scene)
  const cookiesFor = await cookiesOf(scene)
  const records = [`/runs/${runId}`, `/ledger/accounts/avail:${scene.partner.id}:usd`, `/deals/${dealId}`, `/partners/${scene.partner.id}`]

  const faults: string[] = []
  for (const route of reads.filter((each) => !hasParameter(each))) {
    for (const cookie of cookiesFor(route)) {
      // `page` is there an address that sales typed.
      const answers = route.path === '/site' ? [422] : [200, 303, 404]
      faults.push(...(await faultsAt(world, cookie, withQuery(route.path, filters, value), answers)))
      faults.push(...(await faultsAt(world, cookie, withQuery(route.path, places, value), [200, 303, 400])))
    }
  }
  const [auditor = ''] = cookiesFor({ method: 'GET', path: '', roles: ['auditor'] })
  for (const path of records)
    faults.push(...(await faultsAt(world, auditor, withQuery(path, [...filters, ...places], value), [200, 400, 404])))

  expect(faults).toEqual([])
})

it.each(segments)('no page is found under the id %j', { timeout: 60_000 }, async (segment) => {
  const world = await createWorld()
  const cookiesFor = await cookiesOf(await setScene(world))
  const before = await dump(world)

  const faults: string[] = []
  for (const route of reads.filter(hasParameter)) {
    for (const cookie of cookiesFor(route)) {
      // A link that nobody was mailed is gone, and its page says how to ask for another.
      faults.push(...(await faultsAt(world, cookie, pathWith(route, segment), [/^\/(sign-in\/link|me)\/:/.test(route.path) ? 410 : 404])))
    }
  }

  expect(faults).toEqual([])
  expect(await dump(world)).toEqual(before)
})
