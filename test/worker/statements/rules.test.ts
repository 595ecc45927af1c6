import { describe, expect, it } from 'vitest'
import { templates } from '../../../schema/ledger.ts'
import { boundsOf, monthsBetween } from '../../../worker/ledger/months.ts'
import { agreementFor, lineKindOf, monthDue, netOf, readStatementId, statementIdOf } from '../../../worker/statements/rules.ts'

const on = (text: string) => new Date(`${text}T00:00:00Z`)

describe('which month is due', () => {
  it.each([
    ['2026-12-03', '2026-11'],
    ['2026-12-02', '2026-10'],
    ['2027-01-31', '2026-12'],
    ['2027-01-01', '2026-11'],
    ['2028-03-03', '2028-02'],
  ])('on %s it is %s', (day, month) => {
    expect(monthDue(on(day))).toBe(month)
  })
})

it('a month ends where the next begins, in UTC', () => {
  expect(boundsOf('2026-12')).toEqual({ startsAt: on('2026-12-01'), endsAt: on('2027-01-01') })
  expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
  expect(monthsBetween('2027-02', '2026-11')).toEqual([])
})

it('only what crosses the border of what is owed is a line', () => {
  const lines = templates.filter((template) => lineKindOf[template] !== null)
  expect(lines).toEqual(['accrue', 'settle', 'refund_pending', 'refund_available', 'reversal', 'adjust', 'writeoff'])
})

it('an id says whose statement it is, and nothing else is one', () => {
  const key = { partnerId: 'par_0a-1', currency: 'usd' as const, month: '2026-11', n: 2 }
  expect(readStatementId(statementIdOf(key))).toEqual(key)
  for (const odd of ['', 'stm_par_1_usd_2026-11', 'stm_par_1_xxx_2026-11_0', 'stm_par_1_usd_2026-00_0', 'stm__usd_2026-11_0']) {
    expect(readStatementId(odd)).toBeUndefined()
  }
})

describe('self-billing is never retroactive', () => {
  const agreement = (version: number, agreed: string, ended: string | null = null) => ({
    version,
    agreedAt: on(agreed),
    endedAt: ended === null ? null : on(ended),
  })
  it.each([
    ['agreed before the month', [agreement(1, '2026-10-31')], 1],
    ['agreed at its first moment', [agreement(1, '2026-11-01')], 1],
    ['agreed within it', [agreement(1, '2026-11-02')], undefined],
    ['agreed after it', [agreement(1, '2026-12-01')], undefined],
    ['ended within it', [agreement(1, '2026-10-01', '2026-11-15')], undefined],
    ['ended after it', [agreement(1, '2026-10-01', '2026-12-01')], 1],
    ['a new version took over within it', [agreement(2, '2026-11-15'), agreement(1, '2026-10-01', '2026-11-15')], 2],
    ['a gap lay between two versions', [agreement(2, '2026-11-15'), agreement(1, '2026-10-01', '2026-11-10')], undefined],
    ['two versions, both within it', [agreement(2, '2026-11-15'), agreement(1, '2026-11-10', '2026-11-15')], undefined],
    ['none', [], undefined],
  ])('%s', (_, agreements, version) => {
    expect(agreementFor(agreements, '2026-11')?.version).toBe(version)
  })
})

it('an invoice is about commissions and their corrections alone', () => {
  expect(
    netOf([
      { kind: 'commission', amountMinor: 500 },
      { kind: 'correction', amountMinor: -700 },
      { kind: 'payout', amountMinor: -500 },
      { kind: 'reversal', amountMinor: 40 },
    ]),
  ).toBe(-200)
  expect(netOf([{ kind: 'payout', amountMinor: -500 }])).toBeUndefined()
})
