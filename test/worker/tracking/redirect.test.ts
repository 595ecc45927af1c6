import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { clicks } from '../../../schema/tracking.ts'
import { readClickId } from '../../../worker/tracking/click-id.ts'
import { haveGroup, havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink, referralOf } from './fixtures.ts'

let world: World

let partner: { id: string }

beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const follow = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  world.ask(path, { method, headers: { ...browser, ...headers } })

async function clicksCounted(): Promise<number> {
  await world.settle()
  return (await world.deps.db.select().from(clicks)).length
}

describe('a tracked link', () => {
  it('leads to its destination with a signed click id, a cookie and nothing to keep', async () => {
    const link = await haveLink(world, partner.id, { code: 'Ada', destinationPath: '/planning?plan=a#prices' })

    const answer = await follow('/r/ada?utm_source=letter')
    const referral = referralOf(answer) ?? ''

    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe(
      `https://www.wrenmarch.example/planning?plan=a&utm_source=letter&goodword_referral=${referral}#prices`,
    )
    expect(answer.headers.get('set-cookie')).toBe(`goodword_referral=${referral}; Max-Age=5184000; Path=/; Secure; SameSite=Lax`)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('referrer-policy')).toBeNull()
    expect(readClickId(world.deps.settings.signingKeys, referral)).toMatchObject({
      linkId: link.id,
      partnerId: partner.id,
      clickedAt: world.now(),
    })
  })

  it('keeps the click as evidence, without the visitor’s address', async () => {
    const link = await haveLink(world, partner.id, { code: 'ada', campaign: 'fair' })

    const answer = await follow('/r/ada', { 'cf-connecting-ip': '203.0.113.9', referer: 'https://blog.ada.example/post' })
    await world.settle()

    const read = readClickId(world.deps.settings.signingKeys, referralOf(answer) ?? '')
    const [row] = await world.deps.db.select().from(clicks)
    expect(row).toMatchObject({
      linkId: link.id,
      partnerId: partner.id,
      campaign: 'fair',
      device: 'desktop',
      referrerHost: 'blog.ada.example',
    })
    expect(row?.id).toBe(read.ok && read.clickId)
    expect(row?.visitorHash).toMatch(/^[0-9a-f]{24}$/)
    expect(JSON.stringify(row)).not.toContain('203.0.113')
  })

  it.each([
    ['NL', 'NL'],
    ['XX', null],
    ['T1', null],
    ['nl; x', null],
  ])('keeps the country that Cloudflare says, %s, as %s', async (said, country) => {
    await haveLink(world, partner.id, { code: 'ada' })

    await follow('/r/ada', { 'cf-ipcountry': said })
    await world.settle()

    expect(await world.deps.db.select().from(clicks)).toMatchObject([{ country }])
  })

  it('takes the campaign of the address before its own, if it is one', async () => {
    await haveLink(world, partner.id, { code: 'ada', campaign: 'fair' })

    await follow('/r/ada?c=spring-fair')
    await follow('/r/ada?c=%3Cscript%3E')
    await world.settle()

    expect((await world.deps.db.select().from(clicks)).map(({ campaign }) => campaign).toSorted()).toEqual(['fair', 'spring-fair'])
  })

  it.each([
    ['HEAD', {}, 'HEAD'],
    ['a prefetch', { 'sec-purpose': 'prefetch' }, 'GET'],
    ['a prerender', { 'sec-purpose': 'prefetch;prerender' }, 'GET'],
    ['an older prefetch', { 'x-moz': 'prefetch' }, 'GET'],
    ['an older preview', { purpose: 'preview' }, 'GET'],
    ['a known bot', { 'user-agent': 'Twitterbot/1.0' }, 'GET'],
    ['a program without a name', { 'user-agent': '' }, 'GET'],
  ])('leads %s to the same place and counts no click', async (_who, headers, method) => {
    await haveLink(world, partner.id, { code: 'ada' })

    const answer = await follow('/r/ada', headers, method)

    expect([answer.status, new URL(answer.headers.get('location') ?? '').host]).toEqual([302, 'www.wrenmarch.example'])
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await clicksCounted()).toBe(0)
  })

  it.each([
    ['an image', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a frame', { 'sec-fetch-dest': 'iframe' }],
  ])('gives nobody credit for %s', async (_what, headers) => {
    await haveLink(world, partner.id, { code: 'ada' })

    const answer = await follow('/r/ada', headers)

    expect([answer.status, referralOf(answer), answer.headers.get('set-cookie')]).toEqual([302, null, null])
    expect(await clicksCounted()).toBe(0)
  })

  it('sets no cookie where the visitor asks for privacy, and still counts', async () => {
    await haveLink(world, partner.id, { code: 'ada' })

    const answer = await follow('/r/ada', { 'sec-gpc': '1' })

    expect([answer.headers.get('set-cookie'), referralOf(answer)]).toEqual([null, expect.stringMatching(/./)])
    expect(await clicksCounted()).toBe(1)
  })

  it('counts a browser that sends no Sec-Fetch headers', async () => {
    await haveLink(world, partner.id, { code: 'ada' })

    await world.ask('/r/ada', { headers: { 'user-agent': browser['user-agent'] } })

    expect(await clicksCounted()).toBe(1)
  })

  it('leads to the introduction page when it is a link of that kind', async () => {
    await haveLink(world, partner.id, { code: 'Ada', kind: 'introduction' })

    const answer = await follow('/r/ada?x=1')

    expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:8787\/i\/Ada\?x=1&goodword_referral=[\w-]+$/)
  })
})

describe('the cookie', () => {
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0]

  it('stays with the first click while that is inside the window', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    await haveLink(world, (await havePartner(world)).id, { code: 'tom' })
    const first = cookieOf(await follow('/r/ada')) ?? ''

    await world.travel({ days: 60 })
    expect(cookieOf(await follow('/r/tom', { cookie: first }))).toBeUndefined()
    await world.travel({ seconds: 1 })
    expect(cookieOf(await follow('/r/tom', { cookie: first }))).toMatch(/^goodword_referral=/)
  })

  it('follows the last click where the group says so, and anything is better than a forged one', async () => {
    const group = await haveGroup(world, { model: 'last_touch' })
    const trade = await havePartner(world, { groupId: group.id })
    await haveLink(world, trade.id, { code: 'tom' })
    await haveLink(world, partner.id, { code: 'ada' })
    const first = cookieOf(await follow('/r/ada')) ?? ''

    expect(cookieOf(await follow('/r/tom', { cookie: first }))).toMatch(/^goodword_referral=/)
    expect(cookieOf(await follow('/r/ada', { cookie: `${first}x` }))).toMatch(/^goodword_referral=/)
  })
})

describe('a visitor is never punished', () => {
  it('by an archived link: the way stays, the credit does not', async () => {
    await haveLink(world, partner.id, { code: 'ada', archivedAt: world.now() })

    const answer = await follow('/r/ada?goodword_referral=abc&x=1')

    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://www.wrenmarch.example/?x=1'])
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await clicksCounted()).toBe(0)
  })

  it.each(['suspended', 'invited', 'left'] as const)('by a partner that is %s', async (status) => {
    await haveLink(world, partner.id, { code: 'ada' })
    await world.deps.db.update(partners).set({ status }).where(eq(partners.id, partner.id))

    const answer = await follow('/r/ada')

    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://www.wrenmarch.example/'])
    expect(await clicksCounted()).toBe(0)
  })

  it.each([
    '/r/nobody',
    '/r/x',
    '/r/ad%61%00',
    '/r/..%2f..%2fx',
    '/r/%E0%A4%A',
    '/r/https:%2f%2felsewhere.example',
    `/r/${'a'.repeat(65)}`,
    '/r/a%20b',
    '/r/%F0%9F%98%80',
  ])('by %s: a page says where to go on', async (path) => {
    const answer = await follow(path)

    expect(answer.status).toBe(404)
    expect(await answer.text()).toMatch(/This link leads nowhere.*href="https:\/\/www\.wrenmarch\.example\/"/s)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})
