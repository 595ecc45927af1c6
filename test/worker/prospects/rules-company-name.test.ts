import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areAlike, nameMarksOf } from '../../../worker/prospects/rules-company-name.ts'

const keyOf = (name: string) => nameMarksOf(name).nameKey
const mayMeet = (one: string, other: string) =>
  nameMarksOf(one).nameLead === nameMarksOf(other).nameLead && areAlike(keyOf(one), keyOf(other))

describe('a company’s name', () => {
  it.each([
    ['Halewick Dairies B.V.', 'halewick dairies'],
    ['HALEWICK  DAIRIES, bv', 'halewick dairies'],
    ['Halewick Dairies GmbH & Co. KG', 'halewick dairies and'],
    ['Société Générale S.A.', 'societe generale'],
    ['Müller Straße AG', 'muller strasse'],
    ['Ørsted A/S', 'orsted'],
    ['Elkem AS, Oslo', 'elkem oslo'],
    ['Fjällräven Aktiebolag AB', 'fjallraven aktiebolag'],
    ['Łódź Sp. z o.o.', 'lodz'],
    ['Łódź SP. Z O. O.', 'lodz'],
    ['Corbel S.à r.l.', 'corbel'],
    ['Corbel UG (haftungsbeschränkt)', 'corbel'],
    ['Corbel Private Limited', 'corbel'],
    ['Corbel Pvt. Ltd.', 'corbel'],
    ['Private Dining Ltd', 'private dining'],
    // The form may stand before the name, too.
    ['GmbH Ofenbau', 'ofenbau'],
    ['NV Energy', 'energy'],
    ['A.S. Corbel', 'corbel'],
    ['Quill & Anvil Studio Inc.', 'quill and anvil studio'],
    ['O’Brien’s Bakery Ltd', 'obriens bakery'],
    ['Ltd', 'ltd'],
    ['株式会社ホシカワ', '株式会社ホシカワ'],
    ['', ''],
  ])('%j is kept as %j', (name, key) => {
    expect(keyOf(name)).toBe(key)
  })

  it.each([
    ['Halewick Dairies', 'Halewick Dairy'],
    ['Halewick Dairies', 'Hallewick Dairies BV'],
    ['Copsedale Printworks', 'Copsedale Print Works Ltd.'],
    ['Quill & Anvil', 'Quill and Anvil'],
    ['The Corbel Group', 'Corbel'],
    ['Elkem A/S', 'Elkem'],
    ['Łódź Sp. z o.o.', 'Łódź'],
    ['UAB Ofenbau', 'Ofenbau'],
    ['Salthaven Foods', 'SALTHAVEN FOOD'],
    ['Aldermist Vets', 'Aldermist Vetts'],
  ])('%j and %j may be one', (one, other) => {
    expect(mayMeet(one, other)).toBe(true)
  })

  it.each([
    ['Halewick Dairies', 'Haldrick Foundry'],
    ['Northquay', 'Southquay'],
    ['Oakhanger Ferments', 'Oakhanger Timber Supplies'],
    ['Granite Quay Hotels', 'Granite Works'],
    ['Hollin Dental Lab', 'Hollow Dental'],
    ['', 'Ltd'],
  ])('%j and %j are two', (one, other) => {
    expect(mayMeet(one, other)).toBe(false)
  })
})

// From five letters on, so that chance makes no legal form of four (sarl, sasu) of a word.
const word = fc.stringMatching(/^[bcdfgklmnprstv][a-z]{4,9}$/)
const company = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
const legalForm = fc.constantFrom('', ' Ltd', ' LTD.', ' GmbH', ' B.V.', ' bv', ', Inc.', ' S.p.A.', ' S.A.', ' AB', ' Oy', ' plc', ' LLC')
const accents: Record<string, string> = { a: 'á', e: 'é', i: 'ï', o: 'ö', u: 'ü', n: 'ñ', c: 'ç', s: 'š' }

describe('however it is written', () => {
  it('case, accents, punctuation, spaces and legal form change neither key nor lead', () => {
    const spelling = fc.record({
      upper: fc.boolean(),
      accented: fc.boolean(),
      gap: fc.constantFrom(' ', '  ', '-', ' – ', '. '),
      legalForm,
    })
    fc.assert(
      fc.property(company, spelling, (name, { upper, accented, gap, legalForm: form }) => {
        const marked = accented ? [...name].map((letter) => accents[letter] ?? letter).join('') : name
        const spelt = `${marked.split(' ').join(gap)}${form}`
        expect(nameMarksOf(upper ? spelt.toUpperCase() : spelt)).toEqual(nameMarksOf(name))
      }),
      { numRuns: 500 },
    )
  })

  it('likeness is the same both ways, and each is like itself', () => {
    fc.assert(
      fc.property(company, company, (one, other) => {
        expect(areAlike(keyOf(one), keyOf(one))).toBe(true)
        expect(areAlike(keyOf(one), keyOf(other))).toBe(areAlike(keyOf(other), keyOf(one)))
      }),
      { numRuns: 500 },
    )
  })

  it('a letter left out behind the first word is still alike, from ten letters on', () => {
    fc.assert(
      fc.property(company, fc.nat(), (name, seed) => {
        const from = name.split(' ')[0]?.length ?? 0
        fc.pre(name.length >= 12 && name.length - from > 3)
        const at = from + 2 + (seed % (name.length - from - 2))
        fc.pre(name[at] !== ' ' && name[at - 1] !== ' ' && name[at + 1] !== ' ')
        expect(mayMeet(name, name.slice(0, at) + name.slice(at + 1))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('any text at all has a key and a lead, bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        const { nameKey, nameLead } = nameMarksOf(name)
        expect(nameLead.length).toBeLessThanOrEqual(6)
        expect(nameMarksOf(nameKey).nameKey).toBe(nameKey)
      }),
      { numRuns: 500 },
    )
  })
})
