import { beforeEach, describe, expect, it } from 'vitest'
import { havePartner } from '../../support/fixtures.ts'
import { createWorld, type World } from '../../support/world.ts'
import { browser, haveLink } from './fixtures.ts'

let world: World

let partner: { id: string }

beforeEach(async () => {
  world = await createWorld()
  partner = await havePartner(world)
})

const follow = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  world.ask(path, { method, headers: { ...browser, ...headers } })

describe('no input leads elsewhere', () => {
  it.each([
    { destinationHost: 'elsewhere.example' },
    { destinationHost: 'www.wrenmarch.example.elsewhere.example' },
    { destinationHost: 'www.wrenmarch.example@elsewhere.example' },
    { destinationHost: 'www.wrenmarch.example:8443' },
    { destinationHost: 'localhost:8788' },
    { destinationHost: '' },
  ])('not a stored %j', async (stored) => {
    await haveLink(world, partner.id, { code: 'ada', ...stored })

    expect((await follow('/r/ada')).status).toBe(404)
  })

  it.each([
    '//elsewhere.example/',
    '/\\elsewhere.example',
    '/@elsewhere.example',
    '/%0d%0alocation:https://elsewhere.example',
    '/?x=1#//elsewhere.example',
  ])('not a stored path %j', async (destinationPath) => {
    await haveLink(world, partner.id, { code: 'ada', destinationPath })

    const answer = await follow('/r/ada?y=1')

    expect(new URL(answer.headers.get('location') ?? '').host).toBe('www.wrenmarch.example')
  })

  it.each<[string, Record<string, string>]>([
    ['?url=https://elsewhere.example', {}],
    ['?goodword_referral=x@elsewhere.example', {}],
    ['?@elsewhere.example', {}],
    ['?%5c%5celsewhere.example', {}],
    ['?a=%0d%0aLocation:%20https://elsewhere.example', {}],
    ['?https://elsewhere.example/', {}],
    ['?c=https://elsewhere.example', {}],
    ['', { host: 'elsewhere.example' }],
    ['', { 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'http' }],
    ['', { forwarded: 'host=elsewhere.example' }],
    ['', { origin: 'https://elsewhere.example', referer: 'https://elsewhere.example/' }],
    ['', { referer: 'nonsense' }],
    ['', { cookie: 'goodword_referral=%0d%0aLocation: https://elsewhere.example' }],
    ['', { cookie: 'goodword_referral=' }],
    ['', { 'x-original-url': '//elsewhere.example', 'x-rewrite-url': '//elsewhere.example' }],
  ])('not %j with %j', async (query, headers) => {
    await haveLink(world, partner.id, { code: 'ada', destinationPath: '/planning' })
    await haveLink(world, partner.id, { code: 'form', kind: 'introduction' })

    for (const [code, origin] of [
      ['ada', 'https://www.wrenmarch.example'],
      ['form', 'http://localhost:8787'],
    ] as const) {
      const answer = await follow(`/r/${code}${query}`, headers)

      expect([answer.status, new URL(answer.headers.get('location') ?? '').origin]).toEqual([302, origin])
    }
  })
})
