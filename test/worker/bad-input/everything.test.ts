import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createWorld, type World } from '../../support/world.ts'
import { type Address, cookiesOf, haveAddresses } from './addresses.ts'
import { faultsOf } from './answers.ts'
import { filters, places } from './query-names.ts'
import { setScene } from './scene.ts'

const odd: Record<string, string> = {
  nothing: '',
  'a NUL': 'a\u0000b',
  'broken UTF-8': '%ff%fe%c3%28',
  'half of a pair': '\ud800',
  'a long text': 'x'.repeat(20_000),
  'a forged place': '999999999999999~x',
  'a place before time': '-1~pro_1',
  'a place of another list': '2026-11-02~obl_1',
  'a huge number': '1e308',
  'minus one': '-1',
  'the day of nobody': '0000-00-00',
  'the last day': '9999-99-99',
  'a pattern': '%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_%_',
  'a prototype': '__proto__',
  SQL: "' or 1=1; drop table partners;--",
}

/** Two or three of them, others for each: all of them everywhere take minutes, and one of them fails in many places or in none. */
const someOf = (n: number) => Object.entries(odd).filter((_, place) => (place + n) % 7 === 0)

const declined = [200, 303, 400, 401, 403, 404, 409, 410, 413, 422, 429]

let world: World
let made: Awaited<ReturnType<typeof haveAddresses>>
let cookies: Map<string, string>
beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  world = await createWorld()
  const scene = await setScene(world)
  made = await haveAddresses(scene)
  cookies = await cookiesOf(scene)
}, 120_000)
afterEach(() => vi.restoreAllMocks())

/** Of whoever may open it first; pages behind a private link need none. */
const cookieFor = ({ route, cookie }: Address): Record<string, string> => {
  const found = cookie ?? cookies.get(route.roles[0] ?? 'anyone') ?? ''
  return found ? { cookie: found } : {}
}

async function faultsAt(path: string, options: Parameters<World['ask']>[1]): Promise<string[]> {
  const answer = await world.ask(path, options)
  const body = await answer.text()
  const isFile = !answer.headers.get('content-type')?.startsWith('text/html')
  return isFile && answer.status < 400 ? [] : faultsOf(answer.status, body, declined)
}

it('every page bears whatever stands behind its question mark', { timeout: 240_000 }, async () => {
  expect(made.pages.length).toBeGreaterThan(80)
  const faults: string[] = []
  for (const [n, page] of made.pages.entries()) {
    for (const [what, value] of someOf(n)) {
      // A list with a place that is none is declined before its filters are read, so both are asked.
      for (const asked of [filters, [...filters, ...places]]) {
        const query = asked.map((name) => `${name}=${value.startsWith('%ff') ? value : encodeURIComponent(value.toWellFormed())}`).join('&')
        const found = await faultsAt(`${page.path}?${query}`, { headers: cookieFor(page) })
        faults.push(...found.map((fault) => `${page.route.path} with ${what}: ${fault}`))
      }
    }
  }

  expect([...new Set(faults)]).toEqual([])
})

it('every form bears the same in all its fields at once', { timeout: 240_000 }, async () => {
  expect(made.targets.length).toBeGreaterThan(100)
  const faults: string[] = []
  for (const [n, target] of made.targets.entries()) {
    for (const [what, value] of someOf(n)) {
      const body = Object.keys(target.form)
        .map((name) => `${name}=${value.startsWith('%ff') ? value : encodeURIComponent(value.toWellFormed())}`)
        .join('&')
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...cookieFor(target) }
      const found = await faultsAt(target.path, { method: 'POST', body, headers })
      faults.push(...found.map((fault) => `${target.route.path} with ${what}: ${fault}`))
    }
  }

  expect([...new Set(faults)]).toEqual([])
})
