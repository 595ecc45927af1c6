import { describe, expect, it } from 'vitest'
import { firstDayShown, outcomesOf } from '../../../worker/partners/rules-weeks.ts'

const now = new Date('2026-11-02T09:00:00Z')
const day = (text: string, figures: Partial<{ clicks: number; prospects: number; deals: number }>) => ({
  day: text,
  clicks: 0,
  prospects: 0,
  deals: 0,
  ...figures,
})

describe('the last eight weeks', () => {
  it('begin 55 days ago and end today', () => {
    expect(firstDayShown(now)).toBe('2026-09-08')
    const { weeks } = outcomesOf([], [], now)
    expect(weeks.map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
      '2026-09-08',
      '2026-09-15',
      '2026-09-22',
      '2026-09-29',
      '2026-10-06',
      '2026-10-13',
      '2026-10-20',
      '2026-10-27',
    ])
  })

  it('add up days, each in the week that it lies in, and leave out what is older', () => {
    const { weeks } = outcomesOf(
      [
        day('2026-09-07', { clicks: 100 }),
        day('2026-09-08', { clicks: 1 }),
        day('2026-09-14', { clicks: 2, prospects: 1 }),
        day('2026-11-02', { clicks: 4, deals: 1 }),
      ],
      [],
      now,
    )
    expect(weeks.map(({ clicks }) => clicks)).toEqual([3, 0, 0, 0, 0, 0, 0, 4])
    expect(weeks[0]).toMatchObject({ prospects: 1, deals: 0 })
    expect(weeks[7]).toMatchObject({ prospects: 0, deals: 1 })
  })

  it('keep currencies apart, and what came back below zero', () => {
    const { earnings } = outcomesOf(
      [],
      [
        { day: '2026-11-01', currency: 'usd', amountMinor: -4_115 },
        { day: '2026-10-27', currency: 'eur', amountMinor: 9_000 },
        { day: '2026-11-02', currency: 'eur', amountMinor: 5_000 },
      ],
      now,
    )
    expect(earnings.map(({ currency, weeks }) => [currency, weeks[7]?.amountMinor])).toEqual([
      ['eur', 14_000],
      ['usd', -4_115],
    ])
  })
})
