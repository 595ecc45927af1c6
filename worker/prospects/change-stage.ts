import { and, eq } from 'drizzle-orm'
import { prospects } from '../../schema/prospects.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import type { StageChange } from './shapes.ts'
import { getProspect, hasWonDeal } from './store.ts'

/**
 * Sales says where a prospect stands, and why. A customer is made by a won deal, never by hand.
 *
 * @throws Refusal not_found, wrong_state, stale when it changed since it was read
 */
export async function changeStage({ db, now }: Deps, staffId: string, prospectId: string, change: StageChange): Promise<void> {
  const before = await getProspect(db, prospectId)
  if (before.stage === change.stage) throw new Refusal('wrong_state', 'The prospect stands there already.')
  const at = now()
  const becomesCustomer = change.stage === 'customer'
  try {
    await inOneBatch(db, [
      ...(becomesCustomer ? holdsNow(db, hasWonDeal(prospectId)) : []),
      db
        .update(prospects)
        .set({
          stage: change.stage,
          stageReason: change.reason,
          version: change.version + 1,
          ...(becomesCustomer && { customerSince: before.customerSince ?? at }),
        })
        .where(and(eq(prospects.id, prospectId), eq(prospects.version, change.version))),
      ...changedExactly(db, 1),
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
