import { reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach } from 'vitest'

/** What stands after all migrations: each table with the rows that they put into it and its triggers, and what tells whether a test changed the schema. */
type Ground = {
  shape: string
  tables: { name: string; rows: D1PreparedStatement[]; drop: D1PreparedStatement[]; make: D1PreparedStatement[] }[]
}

/** Outlives a test file: those of one isolate run this module again and again. */
const kept = globalThis as { ground?: Ground }

beforeEach(async () => {
  const { ground } = kept
  if (ground && (await shapeNow()) === ground.shape) await clear(ground)
  else kept.ground = await migrate()
})

/** Everything anew; under load a reset is now and then lost, and the test would find the rows of the one before. */
async function migrate(): Promise<Ground> {
  do await reset()
  while ((await shapeNow()) !== '0')
  await env.DB.batch(env.MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query)))
  const { results } = await env.DB.prepare(
    "select type, name, tbl_name as of, sql from sqlite_master where sql is not null and name not glob 'sqlite_*' and name not glob '_cf_*'",
  ).all<{ type: string; name: string; of: string; sql: string }>()
  const triggersOf = (table: string) => results.filter(({ type, of }) => type === 'trigger' && of === table)
  const tables: Ground['tables'] = []
  for (const { name } of results.filter(({ type }) => type === 'table')) {
    const triggers = triggersOf(name)
    const drop = triggers.map((trigger) => env.DB.prepare(`drop trigger "${trigger.name}"`))
    tables.push({ name, rows: await rowsOf(name), drop, make: triggers.map(({ sql }) => env.DB.prepare(sql)) })
  }
  return { shape: await shapeNow(), tables }
}

/** Back to the rows of the migrations, where a test left others: most tests touch few tables, and making all anew costs more than a test. */
async function clear({ tables }: Ground): Promise<void> {
  const touched = await tablesWithRows(tables)
  const undone = tables.filter(({ name, rows }) => touched.has(name) || rows.length > 0)
  if (undone.length === 0) return
  await env.DB.batch([
    ...undone.flatMap(({ drop }) => drop),
    ...undone.flatMap(({ name, rows }) => [env.DB.prepare(`delete from "${name}"`), ...rows]),
    ...undone.flatMap(({ make }) => make),
  ])
}

/** D1 answers at most a hundred columns at once. */
const columnsAtOnce = 90

async function tablesWithRows(tables: Ground['tables']): Promise<Set<string>> {
  const parts = Array.from({ length: Math.ceil(tables.length / columnsAtOnce) }, (_, n) =>
    tables.slice(n * columnsAtOnce, (n + 1) * columnsAtOnce),
  )
  const questions = parts.map((part) => env.DB.prepare(`select ${part.map(({ name }) => `exists (select 1 from "${name}") as "${name}"`)}`))
  const answers = await env.DB.batch<Record<string, number>>(questions)
  return new Set(answers.flatMap(({ results }) => Object.entries(results[0] ?? {}).flatMap(([name, isThere]) => (isThere ? [name] : []))))
}

async function shapeNow(): Promise<string> {
  const row = await env.DB.prepare(
    "select count(*) || coalesce(':' || sum(length(sql)), '') as shape from sqlite_master where name not glob 'sqlite_*' and name not glob '_cf_*'",
  ).first<{ shape: string }>()
  return row?.shape ?? '0'
}

async function rowsOf(table: string): Promise<D1PreparedStatement[]> {
  const { results } = await env.DB.prepare(`select * from "${table}"`).all()
  return results.map((row) => {
    const columns = Object.keys(row).map((column) => `"${column}"`)
    return env.DB.prepare(`insert into "${table}" (${columns}) values (${columns.map(() => '?')})`).bind(...Object.values(row))
  })
}
