import { beforeEach, describe, expect, it } from 'vitest'
import { signatureHeader } from '../../stripe/signature.ts'
import { testSecrets } from '../../support/bindings.ts'
import { havePartner } from '../../support/fixtures.ts'
import { pathWith, routes } from '../../support/routes.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink } from '../tracking/fixtures.ts'
import { faultsOf } from './answers.ts'
import { script, segments, sqlText } from './hostile.ts'
import { dump } from './stored.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})

const long = 'x'.repeat(10_000)

async function faultsAt(path: string, allowed: readonly number[], options: Parameters<World['ask']>[1] = {}): Promise<string[]> {
  const answer = await world.ask(path, options)
  return faultsOf(answer.status, await answer.text(), allowed).map((fault) => `${path.slice(0, 100)}: ${fault}`)
}

describe('/r/:code', () => {
  it.each([...segments, 'nobody', 'a', 'x'.repeat(65), 'h%61lyard%00'])(
    'answers the code %j with a page for people, and keeps no click',
    async (code) => {
      const before = await dump(world)

      expect(await faultsAt(`/r/${code}`, [404], { headers: browser })).toEqual([])
      await world.settle()

      expect(await dump(world)).toEqual(before)
    },
  )

  it.each([
    'goodword_referral=forged',
    `goodword_referral=${long}`,
    'url=https://evil.example/',
    'redirect=//evil.example&next=https://evil.example',
    'a=%0d%0aset-cookie:%20x=y',
    'a=%00%ff',
    `c=${encodeURIComponent(script)}`,
    `c=${encodeURIComponent(sqlText)}&c=2`,
    '=&&&=%',
    '@evil.example',
    `x=${long}`,
  ])('leads nowhere else for ?%s', async (query) => {
    const link = await haveLink(world, (await havePartner(world)).id)

    const answer = await world.ask(`/r/${link.code}?${query}`, { headers: browser })
    await world.settle()

    expect(answer.status).toBe(302)
    const location = new URL(answer.headers.get('location') ?? '')
    expect([location.protocol, location.host, location.username]).toEqual(['https:', 'www.wrenmarch.example', ''])
    expect(answer.headers.getSetCookie().every((cookie) => cookie.startsWith('goodword_referral='))).toBe(true)
  })

  it.each([
    { cookie: `goodword_referral=${long}` },
    { cookie: ';;;=;goodword_referral' },
    { referer: long },
    { referer: 'javascript:alert(1)' },
    { 'user-agent': `${long}${script}` },
    { 'cf-connecting-ip': 'not an address' },
    { 'sec-fetch-mode': long, 'sec-purpose': script },
    { accept: '*/*;q=NaN', 'accept-language': long },
  ] satisfies Record<string, string>[])('counts a click whatever the headers say: %j', async (headers) => {
    const link = await haveLink(world, (await havePartner(world)).id)

    const answer = await world.ask(`/r/${link.code}`, { headers: { ...browser, ...headers } as Record<string, string> })
    await world.settle()

    expect(answer.status).toBe(302)
  })
})

describe('/i/:code', () => {
  const form = { act: 'act_1', company: 'Quillworks', contactName: 'Ada', email: 'ada@quillworks.example', need: 'A tool.' }
  const codeOf = async () => (await haveLink(world, (await havePartner(world)).id, { kind: 'introduction' })).code

  it.each(['forged', long, script, '\u0000', 'a.b.c'])('bears the click id %j, and shows it to nobody', async (referral) => {
    const code = await codeOf()
    const path = `/i/${code}?${new URLSearchParams({ goodword_referral: referral })}`

    expect(await faultsAt(path, [200], { headers: { cookie: `goodword_referral=${encodeURIComponent(referral)}` } })).toEqual([])
    const sent = await world.ask(`/i/${code}`, { form: { ...form, goodword_referral: referral } })
    expect(sent.status).toBe(referral === '\u0000' ? 422 : 303)
  })

  it('thanks a program that fills in the trap, and keeps nothing', async () => {
    const code = await codeOf()
    const before = await dump(world)

    const answer = await world.ask(`/i/${code}`, { form: { ...form, website: 'https://spam.example' } })

    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/i/${code}/thanks`])
    expect(await dump(world)).toEqual(before)
  })

  it('declines a flood from one address', async () => {
    const code = await codeOf()
    const headers = { 'cf-connecting-ip': '203.0.113.9' }
    for (let n = 0; n < 20; n += 1) await world.ask(`/i/${code}`, { form: { ...form, email: 'no address' }, headers })
    const before = await dump(world)

    expect(await faultsAt(`/i/${code}`, [429], { form, headers })).toEqual([])
    expect(await dump(world)).toEqual(before)
  })
})

describe.each([
  ['/webhooks/stripe', testSecrets.STRIPE_WEBHOOK_SECRET, testSecrets.STRIPE_CONNECT_WEBHOOK_SECRET],
  ['/webhooks/stripe/connect', testSecrets.STRIPE_CONNECT_WEBHOOK_SECRET, testSecrets.STRIPE_ACCOUNTS_WEBHOOK_SECRET],
  ['/webhooks/stripe/accounts', testSecrets.STRIPE_ACCOUNTS_WEBHOOK_SECRET, testSecrets.STRIPE_WEBHOOK_SECRET],
])('%s', (path, secret, secretOfAnother) => {
  const event = JSON.stringify({ id: 'evt_1', object: 'event', type: 'invoice.paid', data: { object: { id: 'in_1' } } })
  const seconds = () => Math.floor(world.now().getTime() / 1000)
  type Sent = { body: string; header?: (body: string) => string | Promise<string>; allowed: number[] }
  const signed =
    (by: string, shiftS = 0) =>
    (body: string) =>
      signatureHeader([by], body, seconds() + shiftS)

  const cases: Record<string, Sent> = {
    'without a signature': { body: event, allowed: [400] },
    'with an empty signature': { body: event, header: () => '', allowed: [400] },
    'with garbage for a signature': { body: event, header: () => `t=${long},v1=${script}`, allowed: [400] },
    'with a signature of no time': { body: event, header: () => 'v1=abc', allowed: [400] },
    "with another endpoint's signature": { body: event, header: signed(secretOfAnother), allowed: [400] },
    'with the signature of another body': { body: event, header: () => signed(secret)(`${event} `), allowed: [400] },
    'signed six minutes ago': { body: event, header: signed(secret, -360), allowed: [400] },
    'signed six minutes ahead': { body: event, header: signed(secret, 360), allowed: [400] },
    'that is huge': { body: `${event}${' '.repeat(300_000)}`, header: signed(secret), allowed: [413] },
    'that is empty and unsigned': { body: '', allowed: [400] },
    'that is signed and no JSON': { body: 'half {', header: signed(secret), allowed: [200] },
    'that is signed and a number': { body: '7', header: signed(secret), allowed: [200] },
    'that is signed and null': { body: 'null', header: signed(secret), allowed: [200] },
    'that is signed and a list': { body: '[]', header: signed(secret), allowed: [200] },
    'that is signed and has no id': { body: '{"object":"event","type":"invoice.paid"}', header: signed(secret), allowed: [200] },
    'that is signed and has an id of another type': { body: '{"object":"event","id":7,"type":[]}', header: signed(secret), allowed: [200] },
    'that is signed and has a huge id': {
      body: JSON.stringify({ object: 'event', id: long, type: 'a' }),
      header: signed(secret),
      allowed: [200],
    },
  }

  it.each(Object.entries(cases))('answers an event %s and stores nothing', async (_case, { body, header, allowed }) => {
    const before = await dump(world)
    const headers: Record<string, string> = header ? { 'stripe-signature': await header(body) } : {}

    expect(await faultsAt(path, allowed, { method: 'POST', body, headers })).toEqual([])
    await world.settle()

    expect(await dump(world)).toEqual(before)
  })
})

describe('addresses and methods that nobody has', () => {
  it.each([
    '/nowhere',
    '/.env',
    '/wp-admin/setup.php',
    '//evil.example',
    '/%00',
    '/%ff',
    '/%',
    `/${'a'.repeat(5_000)}`,
    `/${encodeURIComponent(script)}`,
    '/漢字',
    '/r',
    '/i',
    '/webhooks',
    '/webhooks/stripe/other',
    '/sign-in/link',
    '/deals/a/b/c/d',
    '/up/and/away',
    '/__proto__',
  ])('GET %s is a page that says so', async (path) => {
    const { owner } = await havePartner(world)

    expect(await faultsAt(path, [404])).toEqual([])
    expect(await faultsAt(path, [404], { as: owner })).toEqual([])
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'POST'])('%s reaches nothing but what takes it', async (method) => {
    const { owner } = await havePartner(world)
    const before = await dump(world)
    const taken = new Set(routes.filter((route) => route.method === method).map(({ path }) => path))

    const faults: string[] = []
    for (const path of new Set(['/nowhere', ...routes.map((route) => (taken.has(route.path) ? '/nowhere' : pathWith(route, 'nobody')))])) {
      faults.push(...(await faultsAt(path, [404], { as: owner, method })))
    }

    expect(faults).toEqual([])
    expect(await dump(world)).toEqual(before)
  })

  it('HEAD answers as GET does, without a body', async () => {
    for (const path of new Set(['/nowhere', '/up', '/sign-in', ...routes.map((route) => pathWith(route, 'nobody'))])) {
      const [head, get] = [await world.ask(path, { method: 'HEAD' }), await world.ask(path)]
      expect([path, head.status, await head.text()]).toEqual([path, get.status, ''])
    }
  })

  it('/up answers whatever stands behind it', async () => {
    const answer = await world.ask(`/up?${new URLSearchParams({ a: script, b: long })}`)
    expect([answer.status, await answer.json()]).toMatchObject([200, { ok: true }])
  })
})
