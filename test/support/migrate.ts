import { reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach } from 'vitest'

const isEmpty = async () => (await env.DB.prepare("select 1 from sqlite_master where name = 'partners'").first()) === null

/** What stands after all migrations, in the order in which it can be made at once: half the work of making it step by step. */
let ground: D1PreparedStatement[] | undefined

beforeEach(async () => {
  // Under load a reset is now and then lost, and the test would find the rows of the one before.
  do await reset()
  while (!(await isEmpty()))
  if (ground) await env.DB.batch(ground)
  else {
    await env.DB.batch(env.MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query)))
    ground = await groundNow()
  }
})

/** Tables, the rows that migrations put into them, then indexes and triggers. */
async function groundNow(): Promise<D1PreparedStatement[]> {
  const { results } = await env.DB.prepare(
    "select type, name, sql from sqlite_master where sql is not null and name not glob 'sqlite_*' and name not glob '_cf_*' order by rowid",
  ).all<{ type: string; name: string; sql: string }>()
  const tables = results.filter(({ type }) => type === 'table')
  const rows: D1PreparedStatement[] = []
  for (const { name } of tables) rows.push(...(await rowsOf(name)))
  const made = (of: typeof results) => of.map(({ sql }) => env.DB.prepare(sql))
  return [...made(tables), ...rows, ...made(results.filter(({ type }) => type !== 'table'))]
}

async function rowsOf(table: string): Promise<D1PreparedStatement[]> {
  const { results } = await env.DB.prepare(`select * from "${table}"`).all()
  return results.map((row) => {
    const columns = Object.keys(row).map((column) => `"${column}"`)
    return env.DB.prepare(`insert into "${table}" (${columns}) values (${columns.map(() => '?')})`).bind(...Object.values(row))
  })
}
