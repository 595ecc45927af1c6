import { sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { explain } from '../prospects/explain.ts'
import { listTouchesWithPartners } from '../prospects/store.ts'
import { type Explanation, explainInFull, explainTo, type Named } from './rules-explanation.ts'
import { listAttributions, listRefusedEvidence, listRulesOfTouches } from './store.ts'

/** Who has the credit for a prospect and why, with everybody's names: for staff. */
export const readExplanation = async (db: Db, prospectId: string): Promise<Explanation> => explainInFull(await readFound(db, prospectId))

/** The same as a partner may read it. */
export const readExplanationTo = async (db: Db, partnerId: string, prospectId: string): Promise<Explanation> =>
  explainTo(partnerId, await readFound(db, prospectId))

async function readFound(db: Db, prospectId: string) {
  const [decisions, touches, rules, refused] = await Promise.all([
    listAttributions(db, prospectId),
    listTouchesWithPartners(db, prospectId),
    listRulesOfTouches(db, prospectId),
    listRefusedEvidence(db, prospectId),
  ])
  const ids = [...decisions, ...touches].flatMap(({ partnerId }) => partnerId ?? [])
  return { decisions, touches: explain(touches, decisions[0]), rules, refused, partners: await listNames(db, [...new Set(ids)]) }
}

const listNames = (db: Db, ids: readonly string[]): Promise<Named[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select({ id: partners.id, name: partners.name })
        .from(partners)
        .where(sql`${partners.id} in (select value from json_each(${JSON.stringify(ids)}))`)
        .limit(200)
