import { currencyCodes } from '../../schema/currency.ts'
import { buyingRoleNames } from '../../schema/customers.ts'
import { categories } from '../../schema/proposals.ts'
import { type ReportFigure, referenceFacts } from '../../schema/reports.ts'
import type { Db } from '../database.ts'
import { movementOf, oldestDay, quarterBegins, quarterOf } from './rules.ts'
import { listFigures } from './store.ts'

/** What stands in the order of a report's columns. */
export const columnsOf = {
  category: categories,
  level: ['none', ...referenceFacts],
  fact: referenceFacts,
  hours: buyingRoleNames,
  support: [''],
} as const

/** Everything that is counted by quarter, as the page draws it. */
export async function readQuarters(db: Db, today: string) {
  const since = quarterOf(oldestDay(today))
  const read = (report: string) => listFigures(db, report, since)
  const [category, level, fact, hours, support, influence] = await Promise.all([
    read('category'),
    read('level'),
    read('fact'),
    read('hours'),
    read('support'),
    read('influence'),
  ])
  return {
    countedAt: category[0]?.countedAt,
    categories: rowsOf(category, columnsOf.category),
    levels: rowsOf(level, columnsOf.level),
    facts: rowsOf(fact, columnsOf.fact),
    totals: totalsOf(category),
    hours: rowsOf(hours, columnsOf.hours),
    support: rowsOf(support, columnsOf.support),
    influence: moneyOf(influence),
  }
}

const rowsOf = (figures: readonly ReportFigure[], whats: readonly string[]) =>
  movementOf(figures, whats).map((row) => ({ ...row, begins: quarterBegins(row.quarter) }))

/** All customers of a quarter: each has one category. */
export const totalsOf = (category: readonly ReportFigure[]): Record<string, number> => {
  const totals: Record<string, number> = {}
  for (const { quarter, n } of category) totals[quarter] = (totals[quarter] ?? 0) + n
  return totals
}

/** A row for each quarter and currency: they are never added (CUR1). */
export const moneyOf = (figures: readonly ReportFigure[]) =>
  figures.flatMap(({ quarter, what, n, amountMinor }) => {
    const currency = currencyCodes.find((code) => code === what)
    return currency ? [{ quarter, currency, n, amountMinor: amountMinor ?? 0 }] : []
  })
