import { describe, expect, it } from 'vitest'
import { judgeLink, type KnownLink, readLink, type WantedLink } from '../../../worker/imports/rules-links.ts'
import { partnerCalled } from '../../../worker/imports/rules-partner-called.ts'

const hosts = ['www.wrenmarch.example']
const ada = { id: 'par_1', name: 'Ostervane Textiles', status: 'active' } as const
const read = (cells: { code?: string; destination?: string; campaign?: string }, partner: typeof ada | string = ada) =>
  readLink({ line: 2, cells: { code: '', partner: '', destination: '', campaign: '', ...cells } }, partner, hosts)

describe('a line of links', () => {
  it('leads to a page or to the introduction page', () => {
    expect(read({ code: 'Ada_1', destination: 'https://www.wrenmarch.example/a?b#c', campaign: 'fair' })).toEqual({
      line: 2,
      title: 'Ada_1',
      wanted: { code: 'Ada_1', partner: ada, destination: { host: 'www.wrenmarch.example', path: '/a?b#c' }, campaign: 'fair' },
    })
    expect(read({ code: 'ada' })).toMatchObject({ wanted: { destination: undefined } })
  })

  it('gets a code that the same line gets again, and no other line', () => {
    const codeOf = (cells: Parameters<typeof read>[0], partner = ada) => {
      const line = read(cells, partner)
      return 'wanted' in line ? line.wanted.code : line.problem
    }
    const codes = [
      codeOf({ campaign: 'spring.mail' }),
      codeOf({}),
      codeOf({ destination: 'https://www.wrenmarch.example/' }),
      codeOf({}, { ...ada, id: 'par_2' } as never),
    ]

    expect(codes[0]).toMatch(/^ostervane-spring-mail-[0-9a-f]{6}$/)
    expect(codeOf({ campaign: 'spring.mail' })).toBe(codes[0])
    expect(new Set(codes).size).toBe(4)
    expect(codeOf({ campaign: 'x'.repeat(64) })).toMatch(/^[\w-]{2,64}$/)
  })

  it.each([
    [{ code: 'a b' }, /a code has 2 to 64/i],
    [{ code: 'x' }, /a code has/i],
    [{ code: 'x'.repeat(65) }, /a code has/i],
    [{ code: 'ädä' }, /a code has/i],
    [{ code: '=cmd|calc' }, /a code has/i],
    [{ code: 'fine', campaign: 'spring fair' }, /campaign tag/],
    [{ code: 'fine', destination: 'https://elsewhere.example/' }, /Links may lead to www\.wrenmarch\.example only/],
    [{ code: 'fine', destination: 'https://www.wrenmarch.example@elsewhere.example/' }, /user name/],
    [{ code: 'fine', destination: 'https://www.wrenmarch.example.elsewhere.example/' }, /only/],
    [{ code: 'fine', destination: 'https://www.wrenmаrch.example/' }, /not an address/],
    [{ code: 'fine', destination: 'javascript:alert(1)' }, /whole address/],
    [{ code: 'fine', destination: '//elsewhere.example' }, /whole address/],
  ])('%j is refused', (cells, why) => {
    expect(read(cells)).toMatchObject({ problem: expect.stringMatching(why) })
  })

  it('is refused for nobody', () => {
    expect(read({ code: 'fine' }, 'There is no such partner.')).toMatchObject({ problem: 'There is no such partner.' })
  })
})

describe('a code that stands', () => {
  const wanted: WantedLink = { code: 'ADA', partner: ada, destination: { host: 'www.wrenmarch.example', path: '/a' }, campaign: '' }
  const known: KnownLink = {
    code: 'ada',
    partnerId: 'par_1',
    partnerName: 'Ostervane Textiles',
    kind: 'redirect',
    host: 'www.wrenmarch.example',
    path: '/a',
    campaign: 'fair',
    isArchived: false,
  }
  const judged = (changes: Partial<WantedLink>, stands: Partial<KnownLink> = {}) =>
    judgeLink({ ...wanted, ...changes }, { ...known, ...stands }, 'partner')

  it('is the same with its own partner and destination', () => {
    expect(judged({})).toMatchObject({ state: 'same' })
    expect(judged({ campaign: 'fair' })).toMatchObject({ state: 'same' })
    expect(judged({ destination: undefined }, { kind: 'introduction', path: '/', campaign: null })).toMatchObject({ state: 'same' })
  })

  it.each([
    [{}, { isArchived: true }, /archived/],
    [{}, { path: '/b' }, /elsewhere/],
    [{}, { host: 'wrenmarch.example' }, /elsewhere/],
    [{}, { kind: 'introduction' as const }, /elsewhere/],
    [{ destination: undefined }, {}, /elsewhere/],
    [{ campaign: 'mail' }, {}, /another campaign tag/],
  ])('with %j where %j stands is refused', (changes, stands, why) => {
    expect(judged(changes, stands)).toEqual({ state: 'refused', note: expect.stringMatching(why) })
  })

  it('of another partner is refused, and only staff read whose it is', () => {
    const others = { ...known, partnerId: 'par_2', partnerName: 'Kestrel Yard' }

    expect(judgeLink(wanted, others, 'staff')).toEqual({ state: 'refused', note: 'The code is Kestrel Yard’s.' })
    expect(judgeLink(wanted, others, 'partner')).toEqual({ state: 'refused', note: 'This code is taken. Choose another one.' })
  })

  it('is new when nobody had it', () => {
    expect(judgeLink(wanted, undefined, 'staff')).toEqual({
      state: 'new',
      note: 'Ostervane Textiles. ADA leads to www.wrenmarch.example/a.',
    })
    expect(judgeLink({ ...wanted, partner: { ...ada, status: 'invited' } }, undefined, 'staff').note).toMatch(/earns nothing before/)
  })
})

describe('a partner', () => {
  const others = [ada, { id: 'par_2', name: 'Twin', status: 'active' }, { id: 'par_3', name: 'TWIN', status: 'left' }] as const

  it('is named by its id or its name in any case', () => {
    expect(partnerCalled('par_1', others)).toBe(ada)
    expect(partnerCalled('ostervane TEXTILES', others)).toBe(ada)
  })

  it.each([
    ['', /Say which partner/],
    ['Nobody', /no partner called “Nobody”/],
    ['twin', /Several partners/],
    ['par_9', /no partner/],
  ])('%j is none', (cell, why) => {
    expect(partnerCalled(cell, others)).toMatch(why)
  })
})
