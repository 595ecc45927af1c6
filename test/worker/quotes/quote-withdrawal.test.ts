import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners, staffRoles } from '../../../schema/people.ts'
import { quotes } from '../../../schema/quotes.ts'
import { useGrant } from '../../../worker/agreements/grant-use.ts'
import { sendRelationshipLink } from '../../../worker/agreements/relationship-link.ts'
import { makeLink } from '../../../worker/agreements/store-links.ts'
import { havePartner } from '../../support/fixtures.ts'
import { hasParameter, isBare, isOpen, pathWith, type Route, routes } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { act, haveGrant } from '../agreements/have.ts'
import { haveKey } from '../api/fixtures.ts'
import { cookieOf, type Scene, setScene } from '../bad-input/scene.ts'
import { haveSides, recordOf, type Side } from '../not-yours/sides.ts'
import { haveGuest, haveReference, haveSignedNda, linkIn } from '../references/desk.ts'
import { haveClosed, havePublished, line } from './have-quotes.ts'

/** What must not be found anywhere once it was withdrawn: the words, who said them, the logo, and what it got. */
const logo = 'https://files.example/salthaven-heron.svg'
const benefit = 'a tenth off the baking'
const canaries = ['heron', 'Rasmus Holt', 'salthaven-heron', benefit]

let world: World
let scene: Scene
let ours: Side
let salthaven: {
  prospectId: string
  owner: { kind: 'member'; id: string; email: string; name: string }
  quoteId: string
  logoId: string
  page: string
}
let open: Record<string, string>
let apiHeaders: Record<string, string>

beforeEach(async () => {
  world = await createWorld()
  scene = await setScene(world)
  ours = (await haveSides(scene)).ours
  salthaven = await haveSalthaven()
  open = await haveOpenPages()
  apiHeaders = (await haveKey(world, ['references:read', 'prospects:read'])).headers
}, 60_000)

/** A reference in the pool that is a partner, too, with a published line and its logo on the wall. */
async function haveSalthaven(): Promise<typeof salthaven> {
  const { customerId: prospectId } = await haveReference(world, 'Salthaven Foods')
  const partner = await havePartner(world, { groupId: scene.group.id, name: 'Salthaven' })
  await world.deps.db.update(partners).set({ prospectId }).where(eq(partners.id, partner.id))
  const { id, page } = await havePublished(world, await haveClosed(world, { prospectId }), {}, { benefitDisclosed: benefit })
  const logoId = await haveGrant(world, prospectId, 'logo', { file: logo, benefitDisclosed: benefit })
  await useGrant(world.deps, logoId, { act: act(world), use: 'wall', place: 'ours' }, 'stf_1')
  return { prospectId, owner: partner.owner, quoteId: id, logoId, page }
}

/** Private pages of others: a prospect under NDA that looks for a reference, and a customer that is no partner. */
async function haveOpenPages(): Promise<Record<string, string>> {
  const guest = await haveGuest(world)
  await haveSignedNda(world, guest)
  const reference = await makeLink(world.deps.db, { kind: 'prospect', subject: guest.prospectId, contactId: guest.contact.id }, world.now())
  await reference.statement
  const person = { act: act(world), name: 'Ida Holm', email: 'ida@velmora.example' }
  const other = await haveClosed(world, { company: 'Velmora Ceramics' })
  await sendRelationshipLink(world.deps, other.prospectId, person, 'stf_1')
  await world.settle()
  const mailed = (path: string) => world.mails.map(({ text }) => new RegExp(`(${path}/[\\w-]+)`).exec(text)?.[1]).findLast(Boolean) ?? ''
  return {
    '/references/:link': `/references/${reference.token}`,
    '/nda/:link': mailed('/nda'),
    '/me/:token': mailed('/me'),
    '/me/:token/data.json': `${mailed('/me')}/data.json`,
    '/me/:token/erasure': `${mailed('/me')}/erasure`,
    '/relationship/by-link/:link': linkIn(world, person.email, '/relationship/by-link'),
    '/i/:code': `/i/${ours.link.code}`,
    '/r/:code': `/r/${ours.link.code}`,
  }
}

type Look = { who: string; path: string; headers: Record<string, string> }

/** Every page, file and answer that anybody outside of the house may read, and every file that staff may take out of it. */
async function everyLook(): Promise<Look[]> {
  const gets = routes.filter(({ method }) => method === 'GET')
  const asNobody = gets.filter((route) => isOpen(route)).map((route) => ({ who: 'anybody', path: pathOfOpen(route), headers: {} }))
  const ofPartners = gets.filter((route) => !isBare(route) && route.roles.some((role) => role.startsWith('partner')))
  const [owner, member] = await Promise.all([ours.partner.owner, ours.member].map((person) => cookieOf(world, person)))
  const asPartner = ofPartners.flatMap((route) =>
    [owner, member].map((cookie = '', n) => ({ who: n ? 'member' : 'owner', path: pathOfPartner(route), headers: { cookie } })),
  )
  const asKey = gets
    .filter(({ path }) => path.startsWith('/api/'))
    .map((route) => ({ who: 'key', path: pathWith(route, ours.prospectId), headers: apiHeaders }))
  const files = gets.filter((route) => /\.(csv|json)$/.test(route.path) && !hasParameter(route))
  const asStaff = await Promise.all(
    staffRoles.map(async (role) => {
      const headers = { cookie: await cookieOf(world, scene.people[role]) }
      return files.filter((route) => route.roles.includes(role)).map(({ path }) => ({ who: role, path, headers }))
    }),
  )
  return [...asNobody, ...asPartner, ...asKey, ...asStaff.flat()]
}

const pathOfOpen = (route: Route): string => open[route.path] || pathWith(route, 'nobodys')
const pathOfPartner = (route: Route): string =>
  hasParameter(route) ? route.path.replaceAll(/:\w+/g, recordOf(route.path, ours)) : route.path

/** Who finds any of it, and where. */
async function found(): Promise<string[]> {
  const seen = new Set<string>()
  for (const { who, path, headers } of await everyLook()) {
    const body = await (await world.ask(path, { headers })).text()
    if (canaries.some((word) => body.includes(word))) seen.add(`${who} ${path}`)
  }
  return [...seen].toSorted()
}

const shownAt = [
  'admin /quotes/file.csv',
  'anybody /sponsors.json',
  'anybody /wall',
  'auditor /quotes/file.csv',
  'key /api/v1/quotes',
  'sales /quotes/file.csv',
]

const withdraw = async () => {
  for (const path of [`/relationship/quotes/${salthaven.quoteId}/withdrawal`, `/relationship/grants/${salthaven.logoId}/withdrawal`]) {
    const click = await world.ask(path, { as: salthaven.owner, method: 'POST', form: {} })
    expect([path, click.status, click.headers.get('location')]).toEqual([path, 303, '/relationship'])
  }
}

describe('GRA3 a line that was withdrawn with one click', { timeout: 120_000 }, () => {
  it('is gone from every page, export and answer of the API for everybody outside, and from every file of staff', async () => {
    expect((await everyLook()).length).toBeGreaterThan(60)
    expect(await found()).toEqual(shownAt)

    await withdraw()

    expect(await found()).toEqual([])
  })

  it('is in no answer that a cache may keep or give again', async () => {
    const before = new Map<string, Headers>()
    for (const { who, path, headers } of await everyLook()) {
      if (shownAt.includes(`${who} ${path}`)) before.set(path, (await world.ask(path, { headers })).headers)
    }
    for (const [path, kept] of before) {
      expect([path, kept.get('cache-control'), kept.get('etag'), kept.get('last-modified')]).toEqual([
        path,
        expect.stringContaining('no-store'),
        null,
        null,
      ])
    }
    await withdraw()

    for (const asked of [
      { 'if-none-match': '*' },
      { 'if-none-match': '"kept"' },
      { 'if-modified-since': new Date(8.64e15).toUTCString() },
    ]) {
      for (const path of ['/sponsors.json', '/wall']) {
        const answer = await world.ask(path, { headers: asked as Record<string, string> })
        const body = await answer.text()
        expect([path, answer.status, canaries.filter((word) => body.includes(word))]).toEqual([path, 200, []])
      }
    }
  })

  it('its author takes it back on its own page just so', async () => {
    const click = await world.ask(`${salthaven.page}/withdrawal`, { method: 'POST', form: {} })

    expect(click.status).toBe(303)
    expect(await (await world.ask(salthaven.page)).text()).not.toContain(line)
    for (const path of ['/wall', '/sponsors.json']) expect(await (await world.ask(path)).text()).not.toContain(line)
  })

  it('another customer’s click gets what a missing line gets, and the line stands', async () => {
    const path = `/relationship/quotes/${salthaven.quoteId}/withdrawal`
    const theirs = await world.ask(path, { as: ours.partner.owner, method: 'POST', form: {} })
    const member = await world.ask(path, { as: ours.member, method: 'POST', form: {} })

    expect([theirs.status, member.status]).toEqual([404, 404])
    const [row] = await world.deps.db.select().from(quotes).where(eq(quotes.id, salthaven.quoteId))
    expect(row?.status).toBe('published')
  })
})
