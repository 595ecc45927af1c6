import { type Difference, Player } from './player.ts'
import { type Recording, selectAll, type Table } from './recording.ts'

export type Replayed = { calls: number; differences: Difference[] }

const differencesAtMost = 5

/** Runs in workerd: asks its D1 all that a seed asked, in order, and compares each answer, then each table. */
export default {
  async fetch(request: Request, env: Record<string, D1Database>): Promise<Response> {
    const db = env[new URL(request.url).searchParams.get('db') ?? '']
    if (!db) return new Response('There is no such database', { status: 404 })
    const { texts, steps, tables }: Recording = await request.json()
    const player = new Player(db, texts)
    for (const step of steps) {
      await player.play(step)
      if (player.differences.length >= differencesAtMost) break
    }
    await player.flush()
    const { differences } = player
    if (differences.length === 0) for (const table of tables) differences.push(...(await differencesOf(db, table)))
    const replayed: Replayed = { calls: steps.length, differences: differences.slice(0, differencesAtMost) }
    return Response.json(replayed)
  },
}

async function differencesOf(db: D1Database, { name, columns, rows }: Table): Promise<Difference[]> {
  const got = JSON.stringify(await db.prepare(selectAll(name, columns)).raw())
  const expected = JSON.stringify(rows)
  return got === expected ? [] : [{ where: `table ${name}`, expected: expected.slice(0, 4000), got: got.slice(0, 4000) }]
}
