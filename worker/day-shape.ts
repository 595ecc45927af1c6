import * as v from 'valibot'

/** Of a moment, in UTC: `2026-11-03`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
/** Its beginning in UTC. */
export const startOf = (text: string): Date => new Date(`${text}T00:00:00Z`)
/** 31 February would otherwise become a day in March. */
const isDay = (text: string): boolean => !Number.isNaN(startOf(text).getTime()) && startOf(text).toISOString().startsWith(text)

/** `2026-11-03`, a day that exists, as its text. */
export const dayShape = v.pipe(
  v.string('Give a day.'),
  v.regex(/^\d{4}-\d{2}-\d{2}$/, 'Give the day like 2026-11-03.'),
  v.check(isDay, 'There is no such day.'),
  v.check((text) => text >= '2000-01-01', 'That day is too long ago.'),
  v.check((text) => text <= '2100-12-31', 'That day is too far away.'),
)
