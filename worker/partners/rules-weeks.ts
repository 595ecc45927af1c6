import type { Currency } from '../../schema/currency.ts'

/** Figures of a day, `2026-11-02`, as the triggers keep them. */
type DayFigures = { day: string; clicks: number; prospects: number; deals: number }
type DayEarnings = { day: string; currency: Currency; amountMinor: number }

/** A week of seven days UTC that begins on this one; the last week ends today. */
type WeekFigures = Omit<DayFigures, 'day'> & { at: Date }
export type Outcomes = {
  weeks: WeekFigures[]
  /** A row a currency, never added across them; what was earned less what returned payments took back. */
  earnings: { currency: Currency; weeks: { at: Date; amountMinor: number }[] }[]
}

const dayMs = 86_400_000
const weeksShown = 8

/** The first day that is shown, `YYYY-MM-DD`. */
export const firstDayShown = (now: Date): string => new Date(firstMsOf(now)).toISOString().slice(0, 10)

const firstMsOf = (now: Date): number => Math.floor(now.getTime() / dayMs) * dayMs - (weeksShown * 7 - 1) * dayMs

/** From daily figures to weeks: clicks, the prospects that were credited, the deals that were won and what they earned. */
export function outcomesOf(days: readonly DayFigures[], earnings: readonly DayEarnings[], now: Date): Outcomes {
  const first = firstMsOf(now)
  const starts = Array.from({ length: weeksShown }, (_, n) => first + n * 7 * dayMs)
  const within = <Row extends { day: string }>(rows: readonly Row[], start: number): Row[] =>
    rows.filter(({ day }) => start <= Date.parse(day) && Date.parse(day) < start + 7 * dayMs)
  const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0)
  return {
    weeks: starts.map((start) => {
      const rows = within(days, start)
      return {
        at: new Date(start),
        clicks: sum(rows, ({ clicks }) => clicks),
        prospects: sum(rows, ({ prospects }) => prospects),
        deals: sum(rows, ({ deals }) => deals),
      }
    }),
    earnings: [...Map.groupBy(earnings, ({ currency }) => currency)]
      .map(([currency, rows]) => ({
        currency,
        weeks: starts.map((start) => ({ at: new Date(start), amountMinor: sum(within(rows, start), ({ amountMinor }) => amountMinor) })),
      }))
      .sort((a, b) => a.currency.localeCompare(b.currency)),
  }
}
