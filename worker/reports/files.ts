import { ladderLevels } from '../../schema/ladder.ts'
import { amountCells, csvOf, dayCell } from '../csv.ts'
import type { Db } from '../database.ts'
import { listFunnel } from '../prospects/store-ladder.ts'
import { listOverdue } from '../references/store-requests.ts'
import { listCover, listFigures } from './store.ts'
import { moneyOf, totalsOf } from './view.ts'

export const reportTables = ['categories', 'levels', 'facts', 'hours', 'support', 'influence', 'requests', 'funnel', 'coverage'] as const
export type ReportTable = (typeof reportTables)[number]

type Row = (string | number | null)[]
type File = { header: string[]; rows: (db: Db, at: Date) => Promise<Row[]> }

const files: Record<ReportTable, File> = {
  categories: { header: ['quarter', 'category', 'customers', 'of'], rows: (db) => sharesIn(db, 'category') },
  levels: { header: ['quarter', 'strongest', 'customers', 'of'], rows: (db) => sharesIn(db, 'level') },
  facts: { header: ['quarter', 'fact', 'customers', 'of'], rows: (db) => sharesIn(db, 'fact') },
  hours: {
    header: ['quarter', 'role', 'minutes'],
    rows: async (db) => (await listFigures(db, 'hours', '')).map(({ quarter, what, n }) => [quarter, what, n]),
  },
  support: {
    header: ['quarter', 'moved_to_support'],
    rows: async (db) => (await listFigures(db, 'support', '')).map(({ quarter, n }) => [quarter, n]),
  },
  influence: {
    header: ['quarter', 'deals', 'amount_minor', 'amount', 'currency'],
    rows: async (db) =>
      moneyOf(await listFigures(db, 'influence', '')).map(({ quarter, n, amountMinor, currency }) => [
        quarter,
        n,
        ...amountCells(amountMinor, currency),
      ]),
  },
  requests: { header: ['id', 'prospect', 'activity', 'status', 'since_on', 'asked_on'], rows: overdueRows },
  funnel: {
    header: ['level', 'prospects'],
    rows: async (db) => (await listFunnel(db)).map(({ level, n }) => [ladderLevels[level - 1] ?? 'none', n]),
  },
  coverage: { header: ['activity', 'side', 'industry', 'size', 'customers'], rows: coverRows },
}

/** The rows behind one table of the reports. */
export async function reportFile(db: Db, table: ReportTable, at: Date): Promise<string> {
  const { header, rows } = files[table]
  return csvOf(header, await rows(db, at))
}

async function sharesIn(db: Db, report: string): Promise<Row[]> {
  const totals = totalsOf(await listFigures(db, 'category', ''))
  return (await listFigures(db, report, '')).map(({ quarter, what, n }) => [quarter, what, n, totals[quarter] ?? 0])
}

const requestsInFile = 100

async function overdueRows(db: Db, at: Date): Promise<Row[]> {
  const overdue = await listOverdue(db, at, requestsInFile)
  return overdue.map(({ id, prospect, activity, status, sinceAt, askedAt }) => [
    id,
    prospect,
    activity,
    status,
    dayCell(sinceAt),
    dayCell(askedAt),
  ])
}

/** Whoever is not in it has nobody. */
async function coverRows(db: Db): Promise<Row[]> {
  return (await listCover(db)).map(({ report, what, n }) => [...report.split('/').slice(1), ...what.split('/'), n])
}
