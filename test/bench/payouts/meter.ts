import type { Clock } from './clock.ts'

type Time = Pick<Clock, 'during' | 'sleep'>

export type Rows = { calls: number; statements: number; read: number; written: number }

/** What one request, batch of hints or cron run asked of D1; the platform allows it a thousand queries. */
export type Invocation = Rows & { name: string }

export const invocation = (name: string): Invocation => ({ name, calls: 0, statements: 0, read: 0, written: 0 })

type Bound = { inner: D1PreparedStatement; sql: string }

/** D1 with its own `rows_read` and `rows_written` of every statement added up, and a time that a call takes on the clock. */
export class Meter {
  readonly statements = new Map<string, Rows>()
  readonly #clock: Time
  readonly #latencyMs: (calls: { statements: number; written: number }) => number

  constructor(clock: Time, latencyMs: (call: { statements: number; written: number }) => number) {
    this.#clock = clock
    this.#latencyMs = latencyMs
  }

  bindingOf(db: D1Database, into: Invocation): D1Database {
    const bounds = new WeakMap<object, Bound>()
    const measured = async <Result>(sqls: string[], work: () => Promise<Result>, resultsOf: (result: Result) => D1Result[]) => {
      const result = await this.#clock.during(work)
      await this.#clock.sleep(this.#count(into, sqls, resultsOf(result)))
      return result
    }
    const statementOf = (bound: Bound): D1PreparedStatement => {
      const one = (work: () => Promise<D1Result>) => measured([bound.sql], work, (result) => [result])
      const statement = {
        bind: (...values: unknown[]) => statementOf({ ...bound, inner: bound.inner.bind(...values) }),
        all: () => one(() => bound.inner.all()),
        run: () => one(() => bound.inner.run()),
        // `raw` keeps its figures to itself. Without a join no two columns have one name, so the rows of `all` say as much.
        raw: async () => {
          const { results } = await one(() => bound.inner.all())
          return / join /i.test(bound.sql)
            ? this.#clock.during(() => bound.inner.raw())
            : results.map((row) => Object.values(row as object))
        },
      }
      bounds.set(statement, bound)
      return statement as unknown as D1PreparedStatement // what the query builder calls of one
    }
    return {
      prepare: (sql: string) => statementOf({ inner: db.prepare(sql), sql }),
      batch: (batch: D1PreparedStatement[]) => {
        const inner = batch.map((each) => bounds.get(each)).filter((each) => each !== undefined)
        return measured(
          inner.map(({ sql }) => sql),
          () => db.batch(inner.map((each) => each.inner)),
          (results) => results,
        )
      },
    } as unknown as D1Database // as above
  }

  /** Gives how long the call takes. */
  #count(into: Invocation, sqls: string[], results: D1Result[]): number {
    into.calls += 1
    let written = 0
    for (const [n, sql] of sqls.entries()) {
      const meta = results[n]?.meta
      const rows = this.statements.get(sql) ?? { calls: 0, statements: 0, read: 0, written: 0 }
      this.statements.set(sql, rows)
      for (const sum of [rows, into]) {
        sum.statements += 1
        sum.read += meta?.rows_read ?? 0
        sum.written += meta?.rows_written ?? 0
      }
      written += meta?.rows_written ?? 0
    }
    return this.#latencyMs({ statements: sqls.length, written })
  }
}
