import { sql } from 'drizzle-orm'
import { type Evidence, evidence } from '../../schema/ladder.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'

type NewEvidence = Pick<Evidence, 'id' | 'prospectId' | 'level' | 'direction' | 'detail' | 'happenedOn' | 'recordedBy' | 'recordedAt'> &
  Partial<Pick<Evidence, 'file' | 'dealId' | 'whoElse' | 'reason' | 'source'>>

/** A statement: a step on the ladder. Triggers keep the prospect's level, its customer row, figures and the reward that it may earn. */
export const evidenceStatement = (db: Db, step: NewEvidence): Statement => db.insert(evidence).values(step)

/**
 * A statement: what proves itself (a won deal, an approved quote, a signed agreement) proves its level, unless that stands proven, the
 * same source did so before, or the prospect was erased. Never refuses the batch it rides in.
 */
export const proveOnce = (db: Db, step: Omit<NewEvidence, 'id' | 'direction'> & { source: string }): Statement =>
  db.insert(evidence).select(
    sql`select ${`evd_${step.source.replace(/\W/g, '_')}`}, p.id, cast(${step.level} as integer), 'up', ${step.detail}, ${step.file ?? null}, ${step.happenedOn},
      ${step.dealId ?? null}, null, null, ${step.source}, ${step.recordedBy}, cast(${step.recordedAt.getTime()} as integer)
      from prospects p where p.id = ${step.prospectId} and ${mayProve(step.level, step.source)}`,
  )

const mayProve = (level: number, source: string) => sql`p.erased_at is null
  and not exists (select 1 from proven_levels l where l.prospect_id = p.id and l.level = cast(${level} as integer))
  and not exists (select 1 from evidence e where e.source = ${source})
  and (cast(${level} as integer) < 8 or exists (select 1 from customers c where c.prospect_id = p.id))`

type WonDeal = { id: string; prospectId: string; name: string }

/** A statement: a won deal proves the line; a pilot proves the fifth level alone (domain.md A4). */
export const proveByDeal = (db: Db, { id, prospectId, name }: WonDeal, wonAt: Date, actor: string, at: Date): Statement => {
  const source = `deal/${id}`
  return db.insert(evidence).select(
    sql`select ${`evd_${id}`}, p.id, k.level, 'up', ${`Won: ${name}`}, null, ${wonAt.toISOString().slice(0, 10)}, ${id}, null, null, ${source},
      ${actor}, cast(${at.getTime()} as integer)
      from prospects p, (select iif(exists (select 1 from deal_details x where x.deal_id = ${id} and x.pilot = 1), 5, 7) as level) k
      where p.id = ${prospectId} and p.erased_at is null
        and not exists (select 1 from proven_levels l where l.prospect_id = p.id and l.level = k.level)
        and not exists (select 1 from evidence e where e.source = ${source})`,
  )
}
