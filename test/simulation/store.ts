import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Inlining } from './inline.ts'

export type Row = Record<string, unknown>
export type Bound = { sql: string; parameters: readonly unknown[] }

/** So many statements are kept compiled. */
const textsAtMost = 3000

type Prepared = { statement: StatementSync; isRead: boolean }

const isReading = (sql: string): boolean => /^\s*(select|with)\b/i.test(sql)

/** How D1 says that a key, a guard, a CHECK or a trigger spoke. */
const refusal = (message: string) => new Error(`D1_ERROR: ${message}: SQLITE_CONSTRAINT`)

/**
 * Real SQLite under the shape of D1: numbers arrive as REAL, a hundred parameters at most, a batch is one transaction, and nobody
 * begins one. What never happens at rest (an error of SQL itself) is told to `onFault`.
 */
export class Store {
  readonly sqlite = new DatabaseSync(':memory:')
  /** How many statements wrote, or may have: who looks after each step need not look when it stands. */
  writes = 0
  #prepared = new Map<string, Prepared>()
  #asArrays = new Map<string, Prepared>()
  #savepoint: { begin: StatementSync; release: StatementSync }
  #inlining = new Inlining()
  #onFault: (message: string) => void

  constructor(migrations: readonly string[], onFault: (message: string) => void) {
    this.#onFault = onFault
    this.sqlite.exec('pragma temp_store = memory')
    for (const migration of migrations) this.sqlite.exec(migration)
    this.#savepoint = { begin: this.sqlite.prepare('savepoint d1'), release: this.sqlite.prepare('release d1') }
  }

  /** All that a seed does lies in one transaction, so that the next one finds the tables as they were migrated. */
  begin(): void {
    this.sqlite.exec('begin')
  }

  forget(): void {
    this.sqlite.exec('rollback')
  }

  /** A moment to which `goBack` goes back: a point inside the seed's transaction. */
  keepMoment(): void {
    this.sqlite.exec('savepoint moment')
  }

  goBack(): void {
    this.sqlite.exec('rollback to moment; release moment')
    this.writes += 1
  }

  /** One statement, as rows by name. Alone it needs no transaction: SQLite undoes a statement that fails. */
  one(bound: Bound): Row[] {
    return this.#run(bound)
  }

  /** One statement, as rows of values. */
  oneRaw(bound: Bound): unknown[][] {
    return this.#run(bound, true)
  }

  batch(bounds: readonly Bound[]): Row[][] {
    this.#savepoint.begin.run()
    try {
      const results = bounds.map((bound): Row[] => this.#run(bound))
      this.#savepoint.release.run()
      return results
    } catch (error) {
      this.sqlite.exec('rollback to d1; release d1')
      throw error
    }
  }

  isRead(sql: string): boolean {
    return this.#prepared.get(sql)?.isRead ?? this.#asArrays.get(sql)?.isRead ?? isReading(sql)
  }

  /** For the simulator's own eyes and for what lies before the beginning: no port, no fault. */
  peek<Found = Row>(sql: string, ...parameters: SQLInputValue[]): Found[] {
    return this.#prepare(sql).statement.all(...parameters) as Found[] // as its SQL says
  }

  #run(bound: Bound): Row[]
  #run(bound: Bound, asArrays: true): unknown[][]
  #run(bound: Bound, asArrays = false): unknown[] {
    const { sql, parameters } = this.#inlining.of(bound)
    const { statement, isRead } = this.#prepare(sql, asArrays)
    if (!isRead) this.writes += 1
    return this.#guarded(() => statement.all(...inputs(parameters)))
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if ('errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 19) throw refusal(error.message)
      this.#onFault(error.message)
      throw new Error(`D1_ERROR: ${error.message}: SQLITE_ERROR`)
    }
  }

  #prepare(sql: string, asArrays = false) {
    const all = asArrays ? this.#asArrays : this.#prepared
    const known = all.get(sql)
    if (known) return known
    if (/^\s*(begin|commit|rollback|savepoint|release)\b/i.test(sql)) {
      throw new Error('D1_ERROR: To execute a transaction, please use the state.storage.transaction() API: SQLITE_AUTH')
    }
    if (sql.length > 100_000) this.#onFault('A statement is longer than D1 takes')
    const statement = this.#guarded(() => this.sqlite.prepare(sql))
    statement.setReturnArrays(asArrays)
    const prepared = { statement, isRead: isReading(sql) }
    // Some texts carry a moment and never come again.
    if (all.size >= textsAtMost) all.clear()
    all.set(sql, prepared)
    return prepared
  }
}

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  if (parameters.length > 100) throw new Error('D1_ERROR: too many SQL variables: SQLITE_ERROR')
  return parameters.map(inputOf)
}

/** What D1 takes; node:sqlite binds a number as REAL, as D1 does. */
function inputOf(value: unknown): SQLInputValue {
  if (typeof value === 'string' || value === null) return value
  if (typeof value === 'number') return Number.isNaN(value) ? null : value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Uint8Array) return value
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${String(value)}'`)
}
