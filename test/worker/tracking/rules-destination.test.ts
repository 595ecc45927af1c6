import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locationOf, readDestination, routeOf } from '../../../worker/tracking/rules-destination.ts'

const allowed = ['www.wrenmarch.example', 'wrenmarch.example']

describe('a destination', () => {
  it.each([
    ['https://www.wrenmarch.example', '/'],
    ['https://www.wrenmarch.example/', '/'],
    ['HTTPS://WWW.Wrenmarch.example/Planning', '/Planning'],
    ['https://www.wrenmarch.example/planning?plan=a&b=%20c#prices', '/planning?plan=a&b=%20c#prices'],
    ['https://www.wrenmarch.example?plan=a', '/?plan=a'],
    ['https://www.wrenmarch.example#prices', '/#prices'],
    ['https://www.wrenmarch.example/a/../b', '/b'],
    ['https://www.wrenmarch.example/größe', '/gr%C3%B6%C3%9Fe'],
    ['https://www.wrenmarch.example//elsewhere.example', '//elsewhere.example'],
    ['https://www.wrenmarch.example/?next=https://elsewhere.example/', '/?next=https://elsewhere.example/'],
    ['https://www.wrenmarch.example/@elsewhere.example', '/@elsewhere.example'],
  ])('%s is kept', (text, path) => {
    expect(readDestination(text, allowed)).toEqual({ ok: true, host: 'www.wrenmarch.example', path })
  })

  it.each([
    '',
    'www.wrenmarch.example',
    '/planning',
    '//www.wrenmarch.example/',
    'http://www.wrenmarch.example/',
    'javascript:alert(1)',
    'javascript://www.wrenmarch.example/%0Aalert(1)',
    'data:text/html,hello',
    'ftp://www.wrenmarch.example/',
    'file:///etc/passwd',
    'blob:https://www.wrenmarch.example/1',
    'view-source:https://www.wrenmarch.example/',
    'https:www.wrenmarch.example',
    'https:/www.wrenmarch.example',
    'https:///www.wrenmarch.example',
    'https:\\\\www.wrenmarch.example',
    'https://\\www.wrenmarch.example',
    'https://elsewhere.example/',
    'https://elsewhere.example/www.wrenmarch.example',
    'https://elsewhere.example?www.wrenmarch.example',
    'https://elsewhere.example#www.wrenmarch.example',
    'https://elsewhere.example\\.www.wrenmarch.example/',
    'https://elsewhere.example\\@www.wrenmarch.example/',
    'https://www.wrenmarch.example\\@elsewhere.example/',
    'https://www.wrenmarch.example@elsewhere.example/',
    'https://www.wrenmarch.example:pass@elsewhere.example/',
    'https://ann@www.wrenmarch.example/',
    'https://ann:secret@www.wrenmarch.example/',
    'https://@www.wrenmarch.example/',
    'https://www.wrenmarch.example%40elsewhere.example/',
    'https://www.wrenmarch.example:443/',
    'https://www.wrenmarch.example:8443/',
    'https://www.wrenmarch.example:/',
    'https://www.wrenmarch.example./',
    'https://www.wrenmarch.example..elsewhere.example/',
    'https://www.wrenmarch.example.elsewhere.example/',
    'https://sub.www.wrenmarch.example/',
    'https://xwww.wrenmarch.example/',
    'https://wwwxwrenmarch.example/',
    'https://wrenmarch.example.co/',
    'https://www。wrenmarch。example/',
    'https://ｗｗｗ.wrenmarch.example/',
    'https://www.wrenmаrch.example/',
    'https://www.wrenmarch.example／elsewhere',
    'https://www.wrenmarch.example⁄elsewhere/',
    'https://www.wrenmarch.example\u200b/',
    'https://www.wrenmarch.example/\u202e',
    'https://www.wrenmarch.example\t/',
    'https://www.wrenmarch.example/\n/elsewhere.example',
    'https://www.wrenmarch.example/\r\nset-cookie: a=b',
    'https://www.wrenmarch.example/ x',
    ' https://www.wrenmarch.example/',
    'https://www.wrenmarch.example/<script>',
    'https://www.wrenmarch.example/\\elsewhere.example',
    'https://www.wrenmarch.example%2f@elsewhere.example/',
    'https://www.wrenmarch.example%00.elsewhere.example/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://localhost/',
    'http://localhost/',
    'http://localhost:8788/',
    'https://.wrenmarch.example/',
    'https://*.wrenmarch.example/',
    'https://www.wrenmarch.example&elsewhere.example/',
    'https://www.wrenmarch.example;elsewhere.example/',
    `https://www.wrenmarch.example/${'x'.repeat(2_000)}`,
  ])('%j is declined', (text) => {
    expect(readDestination(text, allowed)).toMatchObject({ ok: false, problem: expect.stringMatching(/\.$/) })
  })

  it('may be a local page only where local pages are allowed', () => {
    const local = ['localhost', ...allowed]

    expect(readDestination('http://localhost:8788/site?x=1', local)).toEqual({ ok: true, host: 'localhost:8788', path: '/site?x=1' })
    expect(readDestination('https://localhost:8788/site', local)).toMatchObject({ ok: false })
    expect(readDestination('http://localhost.elsewhere.example/', local)).toMatchObject({ ok: false })
    expect(routeOf({ host: 'localhost:8788', path: '/site' })).toMatchObject({ origin: 'http://localhost:8788' })
  })

  it('is on an allowed host whatever is typed', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'www.wrenmarch.example',
      'elsewhere.example',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '?',
      '#',
      '%2f',
      '\t',
      '。',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
          fc.webUrl(),
          fc.string(),
        ),
        (text) => {
          const read = readDestination(text, allowed)
          const route = read.ok ? routeOf(read) : undefined
          if (read.ok) expect(allowed).toContain(route && new URL(locationOf(route, '', 'x')).host)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('a route', () => {
  it.each([
    { host: 'www.wrenmarch.example', path: 'planning' },
    { host: 'www.wrenmarch.example', path: '.elsewhere.example/' },
    { host: 'www.wrenmarch.example', path: '@elsewhere.example/' },
    { host: 'www.wrenmarch.example@elsewhere.example', path: '/' },
    { host: 'www.wrenmarch.example:8443:1', path: '/' },
    { host: 'two words', path: '/' },
    { host: '', path: '//elsewhere.example' },
  ])('of broken parts %j is none', (parts) => {
    expect(routeOf(parts)).toBeUndefined()
  })

  const route = routeOf({ host: 'www.wrenmarch.example', path: '/planning?plan=a#prices' })
  if (!route) throw new Error('these parts are an address')

  it.each([
    ['', undefined, '?plan=a#prices'],
    ['', 'abc', '?plan=a&goodword_referral=abc#prices'],
    ['utm_source=x', 'abc', '?plan=a&utm_source=x&goodword_referral=abc#prices'],
    ['plan=b&plan=c', 'abc', '?plan=a&goodword_referral=abc#prices'],
    ['c=fair&x=1', 'abc', '?plan=a&x=1&goodword_referral=abc#prices'],
    ['goodword_referral=forged', 'abc', '?plan=a&goodword_referral=abc#prices'],
    ['goodword_referral=forged', undefined, '?plan=a#prices'],
    ['a=%0d%0aset-cookie:x', 'abc', '?plan=a&a=%0D%0Aset-cookie%3Ax&goodword_referral=abc#prices'],
    ['%E0%A4%A=%', 'abc', '?plan=a&%EF%BF%BD%25A=%25&goodword_referral=abc#prices'],
    ['#//elsewhere.example', 'abc', '?plan=a&%23%2F%2Felsewhere.example=&goodword_referral=abc#prices'],
  ])('with the visitor’s %j', (query, referral, rest) => {
    expect(locationOf(route, query, referral)).toMatch(/^https:\/\/www\.wrenmarch\.example\/planning\?/)
    expect(locationOf(route, query, referral).replace('https://www.wrenmarch.example/planning', '')).toBe(rest)
  })

  it('carries no click id that was stored with the destination', () => {
    const stored = routeOf({ host: 'www.wrenmarch.example', path: '/?goodword_referral=old&x=1' })

    expect(stored && locationOf(stored, '', undefined)).toBe('https://www.wrenmarch.example/?x=1')
  })

  it.each(['/?flag', '/?flag&q=a%20b&plus=a+b&empty=&=x', '/?plan=%C3%A9%2F&list[]=1&semi;colon#a?b=c&d', '/a%20b/%2F;v=1?x=%', '/??x&&y'])(
    'keeps %s as it is written',
    (path) => {
      const stored = routeOf({ host: 'www.wrenmarch.example', path })
      const [address = '', fragment] = path.split('#')

      expect(stored && locationOf(stored, '', undefined)).toBe(`https://www.wrenmarch.example${path}`)
      expect(stored && locationOf(stored, '', 'abc')).toBe(
        `https://www.wrenmarch.example${address}${address.includes('?') ? '&' : '?'}goodword_referral=abc${fragment === undefined ? '' : `#${fragment}`}`,
      )
    },
  )

  it.each(['goodword_referral=old', 'goodword%5Freferral=old', 'goodword_referral', 'x=1&goodword_referral=a&goodword_referral=b'])(
    'carries no click id that was stored as %s',
    (query) => {
      const stored = routeOf({ host: 'www.wrenmarch.example', path: `/?${query}` })

      expect(stored && new URL(locationOf(stored, '', 'abc')).searchParams.getAll('goodword_referral')).toEqual(['abc'])
    },
  )
})
