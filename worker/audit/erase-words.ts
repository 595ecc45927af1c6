import { type SQL, sql } from 'drizzle-orm'
import { sealSalts } from '../../schema/privacy.ts'
import { attributions } from '../../schema/prospects.ts'
import { audit } from '../../schema/records.ts'
import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { eachOf } from '../payouts/parameters.ts'
import { saltKey, sealedLogs } from './rules-seals.ts'
import { digestOfWords, sealLogs } from './seal.ts'
import { readSalted } from './store-seals.ts'

/** What stands in the trail where words were erased; the trigger lets nothing else through. */
const erased = { erased: true }

/**
 * Statements for a batch that marks the prospect as erased before them: the words about it leave the sealed logs, and the digest that
 * the seals cover takes the place of their salt. What is not sealed yet is sealed first, or it could not be erased.
 *
 * @param subjects - ids of the prospect and of everything that hangs on it
 */
export async function eraseWords(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  prospectId: string,
  subjects: readonly string[],
): Promise<Statement[]> {
  await sealLogs(deps)
  const decisions = await digestsOf(deps, 'attributions', sql`attributions.prospect_id = ${prospectId}`)
  const entries = await digestsOf(deps, 'audit', sql`audit.subject in ${eachOf(subjects)}`)
  const digests = JSON.stringify([...decisions, ...entries])
  const positionsOf = (log: string) => sql`(select value ->> 'position' from json_each(${digests}) where value ->> 'log' = ${log})`
  const digest = sql`(select value ->> 'digest' from json_each(${digests})
    where value ->> 'log' = ${sealSalts.log} and value ->> 'position' = ${sealSalts.position})`
  const { db } = deps
  return [
    db
      .update(sealSalts)
      .set({ salt: null, digest, erasedWith: prospectId })
      .where(
        sql`${sealSalts.salt} is not null and (log = 'audit' and position in ${positionsOf('audit')} or log = 'attributions' and position in ${positionsOf('attributions')})`,
      ),
    db
      .update(audit)
      .set({ detail: erased })
      .where(sql`rowid in ${positionsOf('audit')} and detail <> ${JSON.stringify(erased)}`),
    db
      .update(attributions)
      .set({
        reason: 'erased',
        heldReason: sql`case when held_reason is null then null else 'erased' end`,
        explanation: sql`(select json_group_array(json_set(value, '$.why', 'erased')) from json_each(explanation))`,
      })
      .where(sql`rowid in ${positionsOf('attributions')} and reason <> 'erased'`),
  ]
}

/** Of the rows that still have their salt. */
async function digestsOf({ db }: Pick<Deps, 'db'>, name: 'attributions' | 'audit', about: SQL) {
  const log = sealedLogs.find(({ table }) => table === name)
  if (!log?.words) return []
  const { words } = log
  const rows = (await readSalted(db, log, about)).filter((row) => row[saltKey] !== null)
  return Promise.all(rows.map(async (row) => ({ log: name, position: Number(row.position), digest: await digestOfWords(words, row) })))
}
