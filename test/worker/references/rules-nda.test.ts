import { describe, expect, it } from 'vitest'
import { isSameName, ndaText, protects } from '../../../worker/references/rules-nda.ts'

const parties = { company: 'Wrenmarch B.V.', prospect: 'Copsedale Printworks', signer: 'Pia Cope', endsOn: '2028-11-02' }

describe('an NDA', () => {
  it('says in its text who keeps what, until when, and who signs', () => {
    const oneWay = ndaText('one_way', parties)

    expect(oneWay).toContain('Copsedale Printworks keeps them to itself')
    expect(oneWay).toContain('ends with 2 November 2028')
    expect(oneWay).toContain('by Pia Cope')
    expect(ndaText('mutual', parties)).toContain('Each keeps to itself')
  })

  it.each([
    ['sent', '2028-11-02', false],
    ['signed', '2026-11-02', true],
    ['signed', '2026-11-01', false],
    ['ended', '2028-11-02', false],
    ['declined', '2028-11-02', false],
  ] as const)('NDA1 %s until %s protects a name today: %s', (status, endsOn, holds) => {
    expect(protects({ status, endsOn, kind: 'one_way' }, '2026-11-02')).toBe(holds)
  })

  it('NDA3 protects a roadmap only when it binds both sides', () => {
    const nda = { status: 'signed', endsOn: '2028-11-02' } as const

    expect(protects({ ...nda, kind: 'one_way' }, '2026-11-02', 'mutual')).toBe(false)
    expect(protects({ ...nda, kind: 'mutual' }, '2026-11-02', 'mutual')).toBe(true)
  })

  it('knows its signer by name, spaces and case aside', () => {
    expect(isSameName('  pia   COPE ', 'Pia Cope')).toBe(true)
    expect(isSameName('Pia Cop', 'Pia Cope')).toBe(false)
  })
})
