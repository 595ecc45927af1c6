import { effect, type Invocation } from './invocation.ts'
import { minute, second } from './schedule.ts'
import { type Sim, strikes } from './sim.ts'
import type { Bound, Row, Store } from './store.ts'

/** Texts of D1's that the port knows as passing, and one that it does not. */
const passing = [
  'D1_ERROR: Network connection lost.',
  'D1_ERROR: Internal error in D1 storage caused object to be reset.',
  'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
  'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
] as const
const strange = 'D1_ERROR: Failed to parse body as JSON, got: error code: 1031'

/** A read is repeated by the platform, so an error of it is seldom seen. */
const seldomForReads = 6

type Statement = D1PreparedStatement & Bound

/** The binding of one invocation. Drizzle and the port call what is here and nothing else. */
export function bindingOf(sim: Sim, invocation: Invocation): D1Database {
  const { store } = sim
  return bindingWith({
    one: (bound) => call(sim, invocation, [bound], () => store.one(bound)),
    oneRaw: (bound) => call(sim, invocation, [bound], () => store.oneRaw(bound)),
    batch: (bounds) => call(sim, invocation, bounds, () => store.batch(bounds)),
  })
}

/** At once and without faults. */
export const quietBindingOf = (store: Store): D1Database =>
  bindingWith({
    one: async (bound) => store.one(bound),
    oneRaw: async (bound) => store.oneRaw(bound),
    batch: async (bounds) => store.batch(bounds),
  })

type Calls = {
  one: (bound: Bound) => Promise<Row[]>
  oneRaw: (bound: Bound) => Promise<unknown[][]>
  batch: (bounds: readonly Bound[]) => Promise<Row[][]>
}

function bindingWith(calls: Calls): D1Database {
  const statementOf = (sql: string, parameters: readonly unknown[]): Statement => {
    const bound = { sql, parameters }
    return {
      ...bound,
      bind: (...values: unknown[]) => statementOf(sql, values),
      all: async () => resultOf(await calls.one(bound)),
      run: async () => resultOf(await calls.one(bound)),
      first: async () => (await calls.one(bound))[0] ?? null,
      raw: () => calls.oneRaw(bound),
    } as unknown as Statement // as much of D1's statement as is called
  }
  return {
    prepare: (sql: string) => statementOf(sql, []),
    batch: async (statements: Statement[]) => (await calls.batch(statements)).map(resultOf),
  } as unknown as D1Database // as above
}

const resultOf = (results: Row[]) => ({ results, success: true, meta: { changes: 0 } })

function call<Result>(sim: Sim, invocation: Invocation, bounds: readonly Bound[], perform: () => Result): Promise<Result> {
  const name = () => nameOfStatements(bounds)
  const isRead = bounds.every(({ sql }) => sim.store.isRead(sql))
  const weight = isRead ? 0.35 : 1.5
  return effect<Result>(sim, invocation, name, { latencyMs: latencyOf(sim), weight }, ({ give, fail }) => {
    if (sim.schedule.now < sim.weather.d1Until) return fail(new Error(passing[0]))
    const rate = sim.mix.d1 / (isRead ? seldomForReads : 1)
    if (strikes(sim, 'F3', rate / 2)) return fail(errorOf(sim))
    if (strikes(sim, 'F6', rate / 20)) {
      // It hangs for minutes, then goes through, long after the port has given it up.
      sim.schedule.after(12 * minute, () => answer(perform, give, fail))
      return
    }
    if (strikes(sim, 'F4', rate / 2)) return answer(perform, () => fail(errorOf(sim)), fail)
    answer(perform, give, fail)
  })
}

function answer<Result>(perform: () => Result, give: (result: Result) => void, fail: (error: unknown) => void): void {
  let result: Result
  try {
    result = perform()
  } catch (error) {
    fail(error)
    return
  }
  give(result)
}

const errorOf = (sim: Sim): Error => {
  const random = sim.random('d1 texts')
  return new Error(random.chance(0.1) ? strange : random.pick(passing))
}

const latencyOf = (sim: Sim): number => {
  const random = sim.random('d1 latency')
  return random.chance(0.02) ? random.between(1, 4) * second : random.between(2, 40)
}

/** `insert payouts, update commissions (…)`: verbs and tables in order, and the texts that were bound. */
function nameOfStatements(bounds: readonly Bound[]): string {
  const words = bounds.map(({ sql }) => wordOf(sql)).filter((word) => word !== 'insert guard' && word !== 'delete guard')
  const texts = bounds.flatMap(({ parameters }) => parameters.filter((each) => typeof each === 'string' && each.length < 60))
  return `${words.join(', ')} (${texts.join(' ')})`
}

const wordOf = (sql: string): string => {
  const [, verb = 'select', table = ''] = /^\s*(insert into|update|delete from)\s+"?(\w+)"?/i.exec(sql) ?? []
  if (!table) return `select ${/\bfrom\s+"?(\w+)"?/i.exec(sql)?.[1] ?? ''}`
  const column = /"(gen|transfer|doubts|paused|fingerprint|approved_by)" = /.exec(sql)?.[1]
  return `${verb.split(' ')[0]} ${table}${verb === 'update' && column ? `.${column}` : ''}`
}
