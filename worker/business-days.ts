const dayMs = 86_400_000

/** Days off besides Saturdays and Sundays, each `YYYY-MM-DD`. */
export type Holidays = ReadonlySet<string>

/**
 * When `n` business days after `from` are over. Days are UTC, Monday to Friday less the holidays, and time outside of them does not count:
 * what comes on a Friday at ten is due on Tuesday at ten, what comes on a weekend begins on Monday at midnight.
 *
 * @param n - whole, from 0
 */
export function dueAfterBusinessDays(from: Date, n: number, holidays: Holidays): Date {
  let at = isBusinessDay(from, holidays) ? from : nextBusinessDay(startOfDay(from), holidays)
  for (let passed = 0; passed < n; passed += 1) at = nextBusinessDay(at, holidays)
  return at
}

/** How many business days are left until then, the begun one counted: 0 once it is due. Beyond a year it is no clock any more. */
export function businessDaysLeft(now: Date, dueAt: Date, holidays: Holidays): number {
  let left = 0
  while (left < 366 && dueAfterBusinessDays(now, left, holidays) < dueAt) left += 1
  return left
}

export const isBusinessDay = (at: Date, holidays: Holidays): boolean =>
  !(at.getUTCDay() === 0 || at.getUTCDay() === 6 || holidays.has(at.toISOString().slice(0, 10)))

/** The same time of the first business day after this one. A list of days off has an end, and so has the loop. */
function nextBusinessDay(at: Date, holidays: Holidays): Date {
  let next = at
  do next = new Date(next.getTime() + dayMs)
  while (!isBusinessDay(next, holidays))
  return next
}

const startOfDay = (at: Date): Date => new Date(Math.floor(at.getTime() / dayMs) * dayMs)
