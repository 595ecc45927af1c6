import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { readDestination } from '../../../worker/tracking/rules-destination.ts'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { addressesElsewhere } from './addresses-elsewhere.ts'
import { browser, haveLink } from './fixtures.ts'

const ours = 'www.wrenmarch.example'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

/** Where a browser would go; undefined where nobody is sent anywhere. */
function targetOf(answer: Response): string | undefined {
  const location = answer.headers.get('location')
  if (location === null) return undefined
  const { protocol, host, username, password } = new URL(location, world.deps.settings.portalOrigin)
  return `${protocol}//${username}${password}${host}`
}

/** What of these inputs led anywhere but to the company's site. */
async function strays(inputs: readonly string[], ask: (input: string) => Promise<Response>): Promise<string[]> {
  const found: string[] = []
  for (const input of inputs) {
    const answer = await ask(input)
    const target = targetOf(answer)
    const isHome = target === undefined || target === `https://${ours}` || target === world.deps.settings.portalOrigin
    if (!isHome || answer.status >= 500) found.push(`${JSON.stringify(input)} leads to ${answer.status} ${target}`)
  }
  return found
}

const follow = (path: string, headers: Record<string, string> = {}) => world.ask(path, { headers: { ...browser, ...headers } })
/** As a header may carry it. */
const asHeader = (text: string) => encodeURI(text).replaceAll('%25', '%')

it('the corpus holds 150 different inputs, before its places are counted', () => {
  expect(new Set(addressesElsewhere).size).toBe(addressesElsewhere.length)
  expect(addressesElsewhere.length).toBeGreaterThanOrEqual(150)
})

describe('no input leads elsewhere', () => {
  it('not as a destination: it is declined, or it is a page of ours', () => {
    const allowed = [ours]
    const strange = addressesElsewhere.filter((text) => {
      const read = readDestination(text, allowed)
      return read.ok && new URL(`https://${read.host}${read.path}`).host !== ours
    })
    expect(strange).toEqual([])
  })

  it('not as a code', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    expect(await strays(addressesElsewhere, (text) => follow(`/r/${encodeURIComponent(text)}`))).toEqual([])
    expect(await strays(addressesElsewhere, (text) => follow(`/r/ada${encodeURI(text)}`))).toEqual([])
  })

  it('not in a query', async () => {
    await haveLink(world, partner.id, { code: 'ada', destinationPath: '/planning?plan=a#prices' })
    for (const name of ['url', 'next', 'c', 'goodword_referral', '']) {
      const query = (text: string) => (name === '' ? encodeURI(text) : `${name}=${encodeURIComponent(text)}`)
      expect(await strays(addressesElsewhere, (text) => follow(`/r/ada?${query(text)}`))).toEqual([])
    }
  })

  it('not in a header', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    await haveLink(world, partner.id, { code: 'form', kind: 'introduction' })
    for (const name of ['x-forwarded-host', 'forwarded', 'referer', 'origin', 'x-original-url', 'cookie']) {
      const value = (text: string) => (name === 'cookie' ? `goodword_referral=${asHeader(text)}` : asHeader(text))
      expect(await strays(addressesElsewhere, (text) => follow('/r/ada', { [name]: value(text) }))).toEqual([])
      expect(await strays(addressesElsewhere.slice(0, 10), (text) => follow('/r/form', { [name]: value(text) }))).toEqual([])
    }
  })

  it('not when it stands in the database, as a host or as a path', async () => {
    const { db } = world.deps
    const answers = async (n: number, host: string, path: string) => {
      const link = await haveLink(world, partner.id, { code: `stored-${n}` })
      // As somebody who writes past the product: what SQL itself declines never leads anywhere.
      await db.run(sql`drop trigger if exists links_frozen`)
      const isStored = await db
        .run(sql`update links set destination_host = ${host}, destination_path = ${path} where id = ${link.id}`)
        .then(
          () => true,
          () => false,
        )
      return isStored ? follow(`/r/stored-${n}`) : new Response(null, { status: 404 })
    }
    let n = 0
    expect(await strays(addressesElsewhere, (text) => answers(++n, text, '/'))).toEqual([])
    expect(await strays(addressesElsewhere, (text) => answers(++n, ours, `/${text}`))).toEqual([])
    expect(await strays(addressesElsewhere, (text) => answers(++n, ours, text))).toEqual([])
  })
})
