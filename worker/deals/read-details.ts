import * as v from 'valibot'
import type { Currency } from '../../schema/currency.ts'
import { type DealDetails, retainerPeriods } from '../../schema/deal-kinds.ts'
import type { DealKind } from '../../schema/terms.ts'
import { amountIn, type Issue } from '../amount-shape.ts'
import { isDay } from '../day-shape.ts'

/** What a deal of one kind says of itself (domain.md A7); what other kinds say is absent. */
export type Details = Partial<Omit<DealDetails, 'dealId' | 'leftMinutes' | 'recordedBy' | 'recordedAt'>>

const optionalText = v.optional(v.pipe(v.string(), v.maxLength(300, 'That is longer than 300 characters. Please shorten it.')), '')

const kindsByField = {
  pilot_seats: ['one_off'],
  pilot_months: ['one_off'],
  hours: ['hour_pool', 'retainer'],
  expires_on: ['hour_pool'],
  period: ['retainer'],
  rollover: ['retainer', 'hour_pool'],
  scope: ['flat_fee'],
  items: ['flat_fee'],
  metric: ['performance'],
  baseline: ['performance'],
  target: ['performance'],
  metric_source: ['performance'],
  formula: ['performance'],
  floor: ['performance'],
  cap: ['performance'],
  covers: ['warranty'],
  term_months: ['warranty'],
} as const satisfies Record<string, readonly DealKind[]>
type DetailField = keyof typeof kindsByField
const detailNames = Object.keys(kindsByField) as DetailField[] // the keys of the table just above

export const detailFields = Object.fromEntries(detailNames.map((name) => [name, optionalText])) as Record<
  DetailField,
  typeof optionalText // built from the table above
>

type Typed = Record<DetailField, string>

/** What was typed for the deal's kind, with each problem at its field; what belongs to another kind is a problem, too. */
export function detailsOf(kind: DealKind, typed: Typed, currency: Currency, issue: Issue): Details {
  for (const name of detailNames) {
    const kinds: readonly DealKind[] = kindsByField[name]
    if (typed[name] && !kinds.includes(kind)) issue('This belongs to another kind of deal. Leave it empty.', name)
  }
  const texts = (name: DetailField, column: keyof Details) => (typed[name] ? { [column]: typed[name] } : {})
  switch (kind) {
    case 'one_off':
      return pilotOf(typed, issue)
    case 'hour_pool':
      return { ...hoursOf(typed, issue, true), ...dayOf(typed, issue), rollover: isTicked(typed, issue) }
    case 'retainer':
      return { ...hoursOf(typed, issue, false), ...periodOf(typed, issue), rollover: isTicked(typed, issue) }
    case 'flat_fee':
      return { ...texts('scope', 'scope'), ...texts('items', 'items') }
    case 'performance':
      return performanceOf(typed, currency, issue)
    case 'warranty':
      return { ...texts('covers', 'covers'), ...wholeOf(typed, 'term_months', 'termMonths', 120, issue) }
  }
}

function pilotOf(typed: Typed, issue: Issue): Details {
  if (!typed.pilot_seats && !typed.pilot_months) return {}
  const seats = wholeOf(typed, 'pilot_seats', 'seats', 100_000, issue)
  const months = wholeOf(typed, 'pilot_months', 'months', 120, issue)
  for (const name of ['pilot_seats', 'pilot_months'] as const) if (!typed[name]) issue('A pilot has seats and months: give both.', name)
  return { pilot: true, ...seats, ...months }
}

function wholeOf(typed: Typed, name: DetailField, column: keyof Details, max: number, issue: Issue): Details {
  if (!typed[name]) return {}
  const value = /^\d{1,6}$/.test(typed[name]) ? Number(typed[name]) : 0
  if (value < 1 || value > max) issue(`That has to be a whole number from 1 to ${max}.`, name)
  return { [column]: value }
}

/** `40` or `7.5` hours, kept in minutes; quarters of an hour at least. */
export function minutesIn(text: string): number | undefined {
  const parts = /^(\d{1,5})(?:\.(25|5|50|75|0|00))?$/.exec(text)
  if (!parts) return undefined
  return Number(parts[1]) * 60 + Math.round(Number(`0.${parts[2] ?? 0}`) * 60)
}

function hoursOf(typed: Typed, issue: Issue, isNeeded: boolean): Details {
  if (!typed.hours && !isNeeded) return {}
  const minutes = minutesIn(typed.hours)
  if (!minutes) issue('Give hours above 0, like 40 or 7.5.', 'hours')
  return { boughtMinutes: minutes ?? 0 }
}

function dayOf(typed: Typed, issue: Issue): Details {
  if (!typed.expires_on) return {}
  if (!isDay(typed.expires_on)) issue('Give a day that exists, like 2026-11-03.', 'expires_on')
  return { expiresOn: typed.expires_on }
}

function periodOf(typed: Typed, issue: Issue): Details {
  if (!typed.period) return {}
  const period = retainerPeriods.find((each) => each === typed.period)
  if (!period) issue('Choose a month, a quarter or a year.', 'period')
  return period ? { period } : {}
}

function isTicked(typed: Typed, issue: Issue): boolean {
  if (typed.rollover !== '' && typed.rollover !== 'yes') issue('Tick it or leave it.', 'rollover')
  return typed.rollover === 'yes'
}

/** DEA4: metric, source, formula, floor and cap stand before it is won. */
function performanceOf(typed: Typed, currency: Currency, issue: Issue): Details {
  for (const name of ['metric', 'metric_source', 'formula'] as const)
    if (!typed[name]) issue('Say it before the deal is opened: it is what gets paid.', name)
  const floorMinor = amountIn({ name: 'floor', text: typed.floor, allowZero: true }, currency, issue)
  const capMinor = amountIn({ name: 'cap', text: typed.cap }, currency, issue)
  if (floorMinor > capMinor) issue('The floor cannot lie above the cap.', 'floor')
  const { metric, baseline, target, formula } = typed
  return { metric, baseline: baseline || null, target: target || null, metricSource: typed.metric_source, formula, floorMinor, capMinor }
}
