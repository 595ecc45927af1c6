const formatOf = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options })

const day = formatOf({ day: 'numeric', month: 'long', year: 'numeric' })
const minute = formatOf({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' })
const month = formatOf({ month: 'short' })
const fullMonth = formatOf({ month: 'long', year: 'numeric' })
const shortDay = formatOf({ day: 'numeric', month: 'short' })
const distance = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `3 November 2026`, the calendar day in UTC. */
export const formatDay = (at: Date): string => day.format(at)

/** `3 November 2026 to 9 November 2026` from days as the tables keep them, `2026-11-03`. */
export const formatDays = (from: string, to: string): string => `${formatDay(dateOf(from))} to ${formatDay(dateOf(to))}`

/** The start of a day in UTC, from `2026-11-03`. */
export const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`)

/** `3 November 2026, 14:05 UTC`. */
export const formatInstant = (at: Date): string => `${minute.format(at).replace(' at ', ', ')} UTC`

/** `Nov`, and in January the year instead, so an axis says it once: `2027`. */
export const formatMonth = (at: Date): string => (at.getUTCMonth() === 0 ? String(at.getUTCFullYear()) : month.format(at))
/** `November 2026`. */
export const formatFullMonth = (at: Date): string => fullMonth.format(at)
export const formatShortDay = (at: Date): string => shortDay.format(at)

const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

/** `in 5 days`, `3 hours ago`, `now`: how far `at` lies from `now`, in the largest unit that fits. */
export function formatDistance(at: Date, now: Date): string {
  const apartMs = at.getTime() - now.getTime()
  const step = steps.find(({ ms }) => Math.abs(apartMs) >= ms)
  return step ? distance.format(Math.trunc(apartMs / step.ms), step.unit) : distance.format(0, 'second')
}
