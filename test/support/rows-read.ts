import { env } from 'cloudflare:workers'
import { openDatabase } from '../../worker/database.ts'
import type { AskOptions, World } from './world.ts'

/** What D1 says it reads while the address is answered; batches are counted, too. */
export async function rowsReadBy(world: World, path: string, options: AskOptions): Promise<{ rows: number; status: number }> {
  let rows = 0
  const note = <Result extends { meta: { rows_read?: number } }>(result: Result) => {
    rows += result.meta.rows_read ?? 0
    return result
  }
  const counted = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...values: unknown[]) => counted(target.bind(...values))
        if (name === 'all') return async () => note(await target.all())
        // Drizzle reads rows by `raw`, which tells no meta: ask once more for the figures.
        if (name === 'raw') return async () => [note(await target.all()), await target.raw()][1]
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  const binding = {
    prepare: (query: string) => counted(env.DB.prepare(query)),
    batch: async (statements: D1PreparedStatement[]) => (await env.DB.batch(statements)).map(note),
  }
  const plain = world.deps.db
  world.deps.db = openDatabase(binding as D1Database, { sleep: () => new Promise(() => {}), chance: () => 0.5 }) // what the port asks of it
  const { status } = await world.ask(path, options)
  world.deps.db = plain
  return { rows, status }
}
