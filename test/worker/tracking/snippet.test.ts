import { brotliCompressSync, gzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { partners } from '../../../schema/people.ts'
import { attributions, contacts, prospects } from '../../../schema/prospects.ts'
import { groups } from '../../../schema/terms.ts'
import { clicks } from '../../../schema/tracking.ts'
import { readClickId } from '../../../worker/tracking/click-id.ts'
import { forgetSnippet } from '../../../worker/tracking/snippet.ts'
import { saveOrigins } from '../../../worker/tracking/store-site.ts'
import { haveGroup, havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveClickId, haveLink } from './fixtures.ts'

let world: World
let partner: Awaited<ReturnType<typeof havePartner>>
beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const origin = 'https://www.wrenmarch.example'
const ofPage = { ...browser, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', origin }
const tell = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  world.ask(`/goodword/${path}`, { method: 'POST', body: JSON.stringify(body), headers: { ...ofPage, ...headers } })

type Arrived = { referral: string; days: number; wait: boolean }
const arrive = async (body: object, headers?: Record<string, string>) => (await tell('arrivals', body, headers)).json<Arrived>()
const configIn = (text: string) => JSON.parse(/\)\((\{.*\})\)\s*$/.exec(text)?.[1] ?? '{}')

describe('/goodword.js', () => {
  it('is small, may be cached by anybody, and is not sent again unchanged', async () => {
    const answer = await world.ask('/goodword.js')
    const text = await answer.text()

    expect(gzipSync(text).length).toBeLessThan(2_048)
    expect(brotliCompressSync(text).length).toBeLessThan(2_048)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
      'cross-origin-resource-policy': 'cross-origin',
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    const again = await world.ask('/goodword.js', { headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(() => new Function(text)).not.toThrow()
  })

  it('knows the parameters of all groups, and asks only where their rules differ', async () => {
    const one = configIn(await (await world.ask('/goodword.js')).text())
    const other = await haveGroup(world, { model: 'last_touch' })
    await world.deps.db.update(groups).set({ parameter: 'friend', rulesVersion: 2, rulesSince: world.now() }).where(eq(groups.id, other.id))
    forgetSnippet()
    const two = configIn(await (await world.ask('/goodword.js')).text())

    expect(one).toEqual({ portal: 'http://localhost:8787', names: ['via', 'ref'], days: 60, last: false, wait: false, ask: false })
    expect(two).toMatchObject({ names: ['friend', 'via', 'ref'], last: false, ask: true })
  })
})

describe('an arrival with a code', () => {
  it('is a click of the partner’s link, answered with a signed id', async () => {
    const link = await haveLink(world, partner.id, { code: 'Ada', campaign: 'fair' })

    const arrived = await arrive({ code: 'ADA', kept: '', from: 'blog.ada.example' }, { 'cf-connecting-ip': '203.0.113.9' })
    await world.settle()

    expect(arrived).toMatchObject({ days: 60, wait: false })
    const read = readClickId(world.deps.settings.signingKeys, arrived.referral)
    expect(read).toMatchObject({ ok: true, linkId: link.id, partnerId: partner.id, rulesVersion: 1 })
    const [row] = await world.deps.db.select().from(clicks)
    expect(row).toMatchObject({
      id: read.ok && read.clickId,
      campaign: 'fair',
      referrerHost: 'blog.ada.example',
      device: 'desktop',
      counted: true,
    })
  })

  it('keeps the tag of the address, and that somebody paid for the visit', async () => {
    await haveLink(world, partner.id, { code: 'ada', campaign: 'fair' })

    await arrive({ code: 'ada', kept: '', query: 'via=ada&c=spring&gclid=x1' })
    await world.settle()

    expect(await world.deps.db.select().from(clicks)).toMatchObject([{ campaign: 'spring', paidBy: 'gclid' }])
  })

  it('counts a visitor once an hour and link, whether the redirect or the page saw it', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    const address = { 'cf-connecting-ip': '203.0.113.9' }

    await world.ask('/r/ada', { headers: { ...browser, ...address } })
    await arrive({ code: 'ada', kept: '' }, address)
    await world.settle()

    expect((await world.deps.db.select().from(clicks)).map(({ counted }) => counted).toSorted()).toEqual([false, true])
  })

  it.each([
    ['an unknown code', 'nobody'],
    ['no code at all', '<script>'],
    ['an archived link', 'old'],
  ])('is nothing for %s, and no error in anybody’s console', async (_what, code) => {
    await haveLink(world, partner.id, { code: 'ada' })
    await haveLink(world, partner.id, { code: 'old', archivedAt: world.now() })

    const answer = await tell('arrivals', { code, kept: '' })
    await world.settle()

    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(await world.deps.db.select().from(clicks)).toEqual([])
  })

  it.each([
    ['a known bot', { 'user-agent': 'Twitterbot/1.0' }],
    ['a page drawn ahead', { 'sec-purpose': 'prefetch;prerender' }],
  ])('gives %s an id as the redirect does, and counts no click', async (_what, headers) => {
    await haveLink(world, partner.id, { code: 'ada' })

    const { referral } = await arrive({ code: 'ada', kept: '' }, headers as Record<string, string>)
    await world.settle()

    expect(readClickId(world.deps.settings.signingKeys, referral)).toMatchObject({ ok: true, partnerId: partner.id })
    expect(await world.deps.db.select().from(clicks)).toEqual([])
  })

  it('gives a paused partner nothing', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    await world.deps.db.update(partners).set({ status: 'suspended' }).where(eq(partners.id, partner.id))

    expect((await tell('arrivals', { code: 'ada', kept: '' })).status).toBe(204)
  })

  it('leaves the id of a first touch in its place, and never one that we did not sign', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    const first = await arrive({ code: 'ada', kept: '' })
    await world.travel({ days: 59 })
    const second = await arrive({ code: 'ada', kept: first.referral })
    await world.travel({ days: 2 })
    const late = await arrive({ code: 'ada', kept: first.referral })
    const forged = await arrive({ code: 'ada', kept: `${first.referral.slice(0, -2)}AA` })

    expect(second.referral).toBe(first.referral)
    expect(late.referral).not.toBe(first.referral)
    expect(forged.referral).not.toContain(first.referral.slice(0, -2))
  })

  it('gives the newest its place where the last touch wins, and says where a cookie waits', async () => {
    const group = await haveGroup(world, { model: 'last_touch' })
    await world.deps.db
      .update(groups)
      .set({ consentRequired: true, rulesVersion: 2, rulesSince: world.now() })
      .where(eq(groups.id, group.id))
    const other = await havePartner(world, { groupId: group.id })
    await haveLink(world, other.id, { code: 'zoe' })
    const first = await arrive({ code: 'zoe', kept: '' })
    const second = await arrive({ code: 'zoe', kept: first.referral })

    expect(second.referral).not.toBe(first.referral)
    expect(second.wait).toBe(true)
  })
})

it('partners of groups that differ meet under the first touch, each inside the window of its own group', async () => {
  const trade = await haveGroup(world, { model: 'last_touch' })
  await world.deps.db.update(groups).set({ windowDays: 90, rulesVersion: 2, rulesSince: world.now() }).where(eq(groups.id, trade.id))
  const other = await havePartner(world, { groupId: trade.id })
  const ada = await haveLink(world, partner.id, { code: 'ada' })
  const zoe = await haveLink(world, other.id, { code: 'zoe' })
  const [ofAda, ofZoe] = [haveClickId(world, ada), haveClickId(world, zoe)]
  const whose = async (referral: string) => {
    const read = readClickId(world.deps.settings.signingKeys, referral)
    return read.ok && read.linkId
  }
  const after = async (kept: string, code: string) => whose((await arrive({ code, kept })).referral)

  expect([await after(ofAda, 'zoe'), await after(ofZoe, 'ada')]).toEqual([ada.id, zoe.id])
  await world.travel({ days: 75 })
  expect([await after(ofAda, 'zoe'), await after(ofZoe, 'ada')]).toEqual([zoe.id, zoe.id])
  const fresh = haveClickId(world, ada)
  expect(await whose((await arrive({ referral: fresh, kept: ofZoe })).referral)).toBe(zoe.id)
  await world.travel({ days: 16 })
  expect([await after(ofZoe, 'ada'), await whose((await arrive({ referral: fresh, kept: ofZoe })).referral)]).toEqual([ada.id, ada.id])
})

describe('an arrival with a click id', () => {
  it('stays behind a first touch that is kept, and is no click again', async () => {
    const link = await haveLink(world, partner.id)
    const [kept, referral] = [haveClickId(world, link), haveClickId(world, link)]

    expect((await arrive({ referral, kept })).referral).toBe(kept)
    expect((await arrive({ referral, kept: 'forged' })).referral).toBe(referral)
    await world.settle()
    expect(await world.deps.db.select().from(clicks)).toEqual([])
  })

  it('is nothing when it is not ours', async () => {
    const link = await haveLink(world, partner.id)
    const ofAnother = haveClickId(world, { id: link.id, partnerId: 'par_other' })

    for (const referral of ['forged', ofAnother]) expect((await tell('arrivals', { referral, kept: '' })).status).toBe(204)
  })
})

describe('who may ask', () => {
  it('is a page of the list, exactly', async () => {
    await haveLink(world, partner.id, { code: 'ada' })
    const answer = await tell('arrivals', { code: 'ada', kept: '' })
    expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual([origin, 'Origin'])

    for (const other of ['https://evil.example', 'null', '', 'http://www.wrenmarch.example']) {
      const refused = await tell('arrivals', { code: 'ada', kept: '' }, { origin: other })
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null])
    }
    await world.settle()
    expect(await world.deps.db.select().from(clicks)).toHaveLength(1)
  })

  it('is what an administrator says', async () => {
    await saveOrigins(world.deps.db, ['https://shop.example'], 'stf_1', world.now())
    forgetSnippet()

    expect((await tell('arrivals', { code: 'ada', kept: '' })).status).toBe(403)
    expect((await tell('arrivals', { code: 'ada', kept: '' }, { origin: 'https://shop.example' })).status).toBe(204)
  })
})

describe('a visitor who says who it is', () => {
  const people = () => world.deps.db.select().from(contacts)

  it('is a prospect of the partner whose click id it carries, once', async () => {
    const referral = haveClickId(world, await haveLink(world, partner.id))
    const said = { referral, email: 'Max@Quillworks.example', name: 'Max', company: 'Quillworks' }

    const answers = await Promise.all([tell('identifications', said), tell('identifications', said)])

    expect(answers.map(({ status }) => status)).toEqual([204, 204])
    expect(await people()).toMatchObject([{ email: 'max@quillworks.example', name: 'Max', namedBy: 'prospect' }])
    expect(await world.deps.db.select().from(prospects)).toMatchObject([{ company: 'Quillworks', domain: 'quillworks.example' }])
    expect(await world.deps.db.select().from(attributions)).toMatchObject([{ partnerId: partner.id, decidedBy: 'rule' }])
  })

  it('is nobody without a click id of ours, and the page learns nothing', async () => {
    const known = haveClickId(world, await haveLink(world, partner.id))
    await tell('identifications', { referral: known, email: 'max@quillworks.example' })
    const [old, forged, empty] = [await people(), 'forged', '']

    for (const email of ['max@quillworks.example', 'eve@elsewhere.example']) {
      expect((await tell('identifications', { referral: forged, email })).status).toBe(204)
    }
    expect((await tell('identifications', { referral: empty, email: 'eve@elsewhere.example' })).status).toBe(422)
    expect(await people()).toEqual(old)
  })

  it('may leave out its name and company, or hand on that it knows none', async () => {
    const referral = haveClickId(world, await haveLink(world, partner.id))

    await tell('identifications', { referral, email: 'max@quillworks.example', name: null, company: null })
    await tell('identifications', { referral, email: 'ann@oak.example' })

    expect((await people()).map(({ name }) => name)).toEqual(['max@quillworks.example', 'ann@oak.example'])
  })

  it.each([{ amount: 4_900, currency: 'eur' }, { sale: true }, { stripe_customer: 'cus_1' }, { partner: 'par_1' }])(
    'tells no sale and nothing else: %j is refused whole',
    async (more) => {
      const referral = haveClickId(world, await haveLink(world, partner.id))

      expect((await tell('identifications', { referral, email: 'max@quillworks.example', ...more })).status).toBe(422)
      expect(await people()).toEqual([])
    },
  )

  it('is not believed to be a list of companies', async () => {
    const referral = haveClickId(world, await haveLink(world, partner.id))

    for (let n = 0; n < 12; n += 1) await tell('identifications', { referral, email: `a@company${n}.example` })

    expect(await people()).toHaveLength(10)
    const headers = { 'cf-connecting-ip': '203.0.113.9' }
    for (let n = 0; n < 30; n += 1) await tell('identifications', { referral: 'forged', email: 'a@b.example' }, headers)
    expect((await tell('identifications', { referral, email: 'a@b.example' }, headers)).status).toBe(429)
  })
})

describe('what is no arrival', () => {
  const long = 'x'.repeat(5_000)
  it.each([
    ['', 422],
    ['null', 422],
    ['7', 422],
    ['[]', 422],
    ['{', 422],
    ['{}', 422],
    ['{"code":7}', 422],
    ['{"code":"ada","referral":"x"}', 422],
    ['{"code":"ada","other":1}', 422],
    ['{"__proto__":{"code":"ada"}}', 422],
    ['{"constructor":1,"code":"ada"}', 422],
    [`{"code":"${'x'.repeat(201)}"}`, 422],
    [`{"code":"${long}"}`, 413],
  ])('%j gets a sentence', async (body, status) => {
    const answer = await world.ask('/goodword/arrivals', { method: 'POST', body, headers: ofPage })

    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(/^[A-Z].+\.$/)])
  })

  it('is read no further than it may be long, whatever it says of its length', async () => {
    let given = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1
        controller.enqueue(new Uint8Array(1_024).fill(120))
        if (given > 1_000) controller.close()
      },
    })

    const answer = await world.ask('/goodword/arrivals', { method: 'POST', body, headers: ofPage })

    expect(answer.status).toBe(413)
    expect(given).toBeLessThan(50)
  })
})
