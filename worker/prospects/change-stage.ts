import { eq, sql } from 'drizzle-orm'
import { prospects } from '../../schema/prospects.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { evidenceStatement } from './evidence-store.ts'
import type { StageChange } from './shapes.ts'
import { getProspect, hasWonDeal } from './store.ts'

/**
 * Sales says where a prospect stands, and why. A customer is made by a won deal, never by hand.
 *
 * @throws Refusal not_found, wrong_state, stale when it changed since it was read
 */
export async function changeStage({ db, now, newId }: Deps, staffId: string, prospectId: string, change: StageChange): Promise<void> {
  const before = await getProspect(db, prospectId)
  if (before.stage === change.stage) throw new Refusal('wrong_state', 'The prospect stands there already.')
  const at = now()
  const becomesCustomer = change.stage === 'customer'
  try {
    await inOneBatch(db, [
      ...(becomesCustomer ? holdsNow(db, hasWonDeal(prospectId)) : []),
      ...holdsNow(db, sql`(select version from prospects where id = ${prospectId}) = cast(${change.version} as integer)`),
      ...moving(db, prospectId, change, staffId, at, newId),
      trail(db, {
        at,
        actor: staffId,
        act: 'prospect.stage_changed',
        subject: prospectId,
        detail: { from: before.stage, to: change.stage, reason: change.reason },
      }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    if (before.version !== change.version)
      throw new Refusal('stale', 'Somebody changed this prospect meanwhile. Look at the page again first.')
    throw new Refusal('wrong_state', 'A prospect becomes a customer when a deal of it is won. Close the deal first.')
  }
}

const levelOf = { in_contact: 1, evaluating: 4, customer: 7 } as const

/** A stage is what the ladder makes of it: a step up, or lost. */
function moving(db: Db, prospectId: string, { stage, reason }: StageChange, staffId: string, at: Date, newId: Deps['newId']): Statement[] {
  if (stage === 'lost' || stage === 'new')
    return [
      db
        .update(prospects)
        .set({ stage, stageReason: reason, version: sql`${prospects.version} + 1` })
        .where(eq(prospects.id, prospectId)),
    ]
  const [happenedOn = ''] = at.toISOString().split('T')
  return [
    evidenceStatement(db, {
      id: newId('evd'),
      prospectId,
      level: levelOf[stage],
      direction: 'up',
      detail: reason,
      happenedOn,
      recordedBy: staffId,
      recordedAt: at,
    }),
  ]
}
