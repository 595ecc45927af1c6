import { expect, it } from 'vitest'
import { sinceOf } from '../../../worker/stripe/rules-pull.ts'

const day = (n: number) => new Date(Date.UTC(2026, 10, n, 3, 20))

it.each<[string, Date | null, number, Date]>([
  ['the first walk goes back a month', null, 0, new Date(Date.UTC(2026, 9, 31, 3, 20))],
  ['the first walk of a list with a longer reach goes back that far', null, 120, new Date(Date.UTC(2026, 7, 2, 3, 20))],
  ['the next goes back to a day before the last', day(29), 0, day(28)],
  ['or to where its rows may still change', day(29), 14, day(16)],
  ['or to a day before the last, when that was long ago', day(2), 14, day(1)],
])('%s', (_case, completeUntil, reachDays, since) => {
  expect(sinceOf(completeUntil, reachDays, day(30))).toEqual(since)
})
