/** `2026-Q4` of a day, as the ladder's moves are counted. */
export const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`

/** Its first day. */
export const quarterBegins = (quarter: string): Date =>
  new Date(Date.UTC(Number(quarter.slice(0, 4)), (Number(quarter.slice(6)) - 1) * 3, 1))

/** How many quarters a page tells of. */
const quartersTold = 6

/** The first day of the oldest quarter that a page tells of, `YYYY-MM-DD`. */
export function oldestDay(today: string): string {
  const begins = quarterBegins(quarterOf(today))
  begins.setUTCMonth(begins.getUTCMonth() - 3 * (quartersTold - 1))
  return begins.toISOString().slice(0, 10)
}

type Figure = { quarter: string; what: string; n: number }

/** A row for each quarter, the newest first, with what changed since the quarter before it; the first has nothing to compare with. */
export function movementOf<What extends string>(figures: readonly Figure[], whats: readonly What[]) {
  const quarters = [...new Set(figures.map(({ quarter }) => quarter))].sort().reverse()
  const nOf = (quarter: string | undefined, what: What) => figures.find((each) => each.quarter === quarter && each.what === what)?.n ?? 0
  return quarters.map((quarter, index) => {
    const before = quarters[index + 1]
    return {
      quarter,
      values: whats.map((what) => ({
        what,
        n: nOf(quarter, what),
        change: before === undefined ? null : nOf(quarter, what) - nOf(before, what),
      })),
    }
  })
}
