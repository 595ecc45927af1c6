import * as v from 'valibot'

/** Of a moment, in UTC: `2026-11-03`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
/** Its beginning in UTC. */
export const startOf = (text: string): Date => new Date(`${text}T00:00:00Z`)
const written = /^\d{4}-\d{2}-\d{2}$/
/** 31 February would otherwise become a day in March. */
const exists = (text: string): boolean => startOf(text).toJSON()?.startsWith(text) === true
const isOfThisCentury = (text: string): boolean => text >= '2000' && text < '2100'
export const isDay = (text: string): boolean => written.test(text) && exists(text) && isOfThisCentury(text)

/** `2026-11-03`, a day that exists, as its text. */
export const dayShape = (missing = 'Give a day.') =>
  v.pipe(
    v.string(missing),
    v.nonEmpty(missing),
    v.regex(written, 'Give the day like 2026-11-03.'),
    v.check(exists, 'There is no such day.'),
    v.check(isOfThisCentury, 'That day is too far away.'),
  )
