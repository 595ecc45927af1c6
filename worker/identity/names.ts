import { sql } from 'drizzle-orm'
import type { Db } from '../database.ts'

const actors: Record<string, string> = { system: 'Goodword', stripe: 'Stripe', prospect: 'The prospect' }

/** Names of members, staff and API keys by id, and of the actors that are no person; an unknown id is absent. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids)]
  const names = new Map(asked.flatMap((id) => (actors[id] ? [[id, actors[id]] as const] : [])))
  if (names.size === asked.length) return names

  const rows = await db.all<{ id: string; name: string }>(sql`
    with asked (id) as (select value from json_each(${JSON.stringify(asked)}))
    select s.id, s.name from asked join staff s on s.id = asked.id
    union all select m.id, m.name from asked join members m on m.id = asked.id
    union all select k.id, 'API key ' || k.name from asked join api_keys k on k.id = asked.id`)
  for (const { id, name } of rows) names.set(id, name)
  return names
}
