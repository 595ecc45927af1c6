import { sql } from 'drizzle-orm'
import { chainChecks } from './audit/anchor.ts'
import { dealsUpToDate } from './deals/check-deals.ts'
import type { Deps } from './deps.ts'
import { freshness } from './ledger/freshness.ts'
import { invariants } from './ledger/invariants.ts'
import { plansAsSigned, returnsAsBanksSay } from './payouts/check-books.ts'
import { type BookCheck, walkChecks } from './reconciliation/walk-checks.ts'

const rowsAtMost = 5

/** One statement, whole tables in it: D1 gives it 30 s. */
const bySql = (name: string, queryAt: (now: Date) => string | undefined): BookCheck => ({
  name,
  part: async ({ db, now }) => ({
    found: await db.all(sql.raw(`select * from (${queryAt(now())}) limit ${rowsAtMost}`)),
    next: undefined,
  }),
})

/** Every invariant that data at rest can tell (money.md 13): by SQL, and by the product's own arithmetic. */
export const bookChecks: readonly BookCheck[] = [
  ...Object.entries(invariants).map(([name, query]) => bySql(name, () => query)),
  ...Object.keys(freshness(0)).map((name) => bySql(name, (now) => freshness(now.getTime())[name])),
  plansAsSigned,
  returnsAsBanksSay,
  dealsUpToDate,
]

/** Nightly, and on each hour until it is through. */
export const checkBooks = (deps: Deps, { begin }: { begin: boolean }): Promise<void> => walkChecks(deps, 'books', bookChecks, { begin })

/** R6. */
export const checkChains = (deps: Deps, { begin }: { begin: boolean }): Promise<void> => walkChecks(deps, 'R6', chainChecks, { begin })
