import { describe, expect, it } from 'vitest'
import { judgePartner, type KnownPartners, readPartner } from '../../../worker/imports/rules-partners.ts'

const groups = [
  { id: 'grp_1', name: 'Standard' },
  { id: 'grp_2', name: 'Twin' },
  { id: 'grp_3', name: 'twin' },
]
const fine = { name: 'Tern Works', country: 'nl', email: 'Ida@Tern.example', group: 'STANDARD' }
const read = (cells: Partial<typeof fine>) =>
  readPartner({ line: 2, cells: { ...fine, ...cells } }, groups, ['NL', 'IE'], (email) =>
    email.endsWith('tern.example') ? 'tern.example' : undefined,
  )

describe('a line of partners', () => {
  it('has a group by name or id, a country in any case, an address in lower case, and its company’s domain', () => {
    const wanted = { name: 'Tern Works', country: 'NL', email: 'ida@tern.example', group: groups[0], domain: 'tern.example' }

    expect(read({})).toEqual({ line: 2, title: 'Tern Works', wanted })
    expect(read({ group: 'grp_1', country: 'NL' })).toMatchObject({ wanted })
  })

  it.each([
    [{ name: '' }, /Give the partner’s name/],
    [{ name: 'x'.repeat(101) }, /100 characters/],
    [{ name: '<b>' }, /no < or >/],
    [{ name: 'two\nlines' }, /line breaks/],
    [{ country: 'Netherlands' }, /Choose a country/],
    [{ country: 'FR' }, /Stripe cannot carry money/],
    [{ email: 'nobody' }, /no mail address/],
    [{ email: 'ida@tërn.example' }, /no mail address/],
    [{ group: '' }, /Say which group/],
    [{ group: 'Gold' }, /no group called “Gold”/],
    [{ group: 'TWIN' }, /Several groups/],
  ])('with %j is refused', (cells, why) => {
    expect(read(cells)).toMatchObject({ problem: expect.stringMatching(why) })
  })
})

describe('a partner', () => {
  const wanted = {
    name: 'tern works',
    country: 'NL',
    email: 'ida@tern.example',
    group: { id: 'grp_1', name: 'Standard' },
    domain: 'tern.example',
  }
  const tern = { id: 'par_1', name: 'Tern Works', country: 'NL', groupId: 'grp_1', domain: 'tern.example' }
  const judged = (known: Partial<KnownPartners>) => judgePartner(wanted, { people: [], partners: [], ...known })
  const people = [{ email: 'ida@tern.example', partnerId: 'par_1' }]

  it('is new where nobody knows it', () => {
    expect(judged({})).toEqual({ state: 'new', note: 'ida@tern.example, of the company at tern.example. Nobody is written to yet.' })
  })

  it('is the same with its address, name, country and group', () => {
    expect(judged({ people, partners: [tern] })).toMatchObject({ state: 'same' })
  })

  it.each([
    [{ people: [{ email: 'ida@tern.example', partnerId: null }] }, /our own people/],
    [{ people, partners: [{ ...tern, name: 'Other' }] }, /Somebody of Other signs in/],
    [{ people, partners: [{ ...tern, country: 'IE' }] }, /another country or group/],
    [{ people, partners: [{ ...tern, groupId: 'grp_2' }] }, /another country or group/],
    [{ partners: [{ ...tern, domain: null }] }, /partner of this name/],
    [{ partners: [{ ...tern, name: 'Other' }] }, /Other already is the partner of this domain/],
  ])('where %j is known is refused', (known, why) => {
    expect(judged(known)).toEqual({ state: 'refused', note: expect.stringMatching(why) })
  })
})
