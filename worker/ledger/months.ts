/** A calendar month in UTC, `2026-10`. */
export const monthOf = (at: Date): string => at.toISOString().slice(0, 7)

export const isMonth = (text: string): boolean => /^20\d\d-(0[1-9]|1[0-2])$/.test(text)

/** From its first moment to before the first of the next. */
export function boundsOf(month: string): { startsAt: Date; endsAt: Date } {
  const startsAt = new Date(`${month}-01T00:00:00Z`)
  return { startsAt, endsAt: new Date(Date.UTC(startsAt.getUTCFullYear(), startsAt.getUTCMonth() + 1)) }
}

export const monthAfter = (month: string): string => monthOf(boundsOf(month).endsAt)

export const monthBefore = (month: string): string => monthOf(new Date(boundsOf(month).startsAt.getTime() - 1))

/** From one month to another, both included; nothing when the first lies behind the last. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month)
  return months
}
