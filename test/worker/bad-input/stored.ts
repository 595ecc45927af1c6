import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import type { World } from '../../support/world.ts'

/** What a declined form may leave behind, each with its reason. */
const excepted: Record<string, string> = {
  d1_migrations: 'of the database itself',
  passkey_challenges: 'a page that asks for a passkey notes what it asked, the declined one anew',
  rate_counts: 'counting tries is what a declined try leaves behind',
  sessions: 'the test signs its people in',
  sign_ins: 'a wrong code uses up one of its tries',
}

async function tablesOf(world: World): Promise<string[]> {
  const rows = await world.deps.db.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%' order by name`,
  )
  return rows.map(({ name }) => name).filter((name) => !Object.hasOwn(excepted, name))
}

export type Counts = Record<string, number>

/** The number of rows of each table. */
export async function openCounter(world: World): Promise<() => Promise<Counts>> {
  const tables = await tablesOf(world)
  const queries = tables.map((name) => env.DB.prepare(`select count(*) as rows from "${name}"`))
  return async () => {
    const results = await env.DB.batch<{ rows: number }>(queries)
    return Object.fromEntries(tables.map((name, index) => [name, results[index]?.results[0]?.rows ?? 0]))
  }
}

/** Tables whose number of rows differs, as `links +1`. */
export const differences = (before: Counts, after: Counts): string[] =>
  Object.keys(after).flatMap((table) => {
    const grown = (after[table] ?? 0) - (before[table] ?? 0)
    return grown === 0 ? [] : [`${table} ${grown > 0 ? '+' : ''}${grown}`]
  })

type Rows = Record<string, unknown[]>

/** The tables of two dumps whose rows differ, with how many more there are. */
export const changes = (before: Rows, after: Rows): string[] =>
  Object.keys(after).flatMap((table) => {
    const [was = [], is = []] = [before[table], after[table]]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [`${table}: ${is.length - was.length} more, or others`]
  })

/** Every row there is, so that a changed one shows as well. */
export async function dump(world: World): Promise<Rows> {
  const tables = await tablesOf(world)
  const results = await env.DB.batch(tables.map((name) => env.DB.prepare(`select * from "${name}"`)))
  return Object.fromEntries(tables.map((name, index) => [name, results[index]?.results ?? []]))
}
