import { eq } from 'drizzle-orm'
import { agreements, type Obligation, obligationMoves, obligations } from '../../schema/agreements.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'

type Delivered = { obligationId: string; activityId: string; n: number; at: Date; by: string }

/**
 * Statements for the batch in which an activity becomes *held* (OBL2): they deliver `n` of what is owed, once per activity. The table's own
 * triggers move the figures and undo the whole batch when less than `n` is due, the agreement is not in force, or the activity has delivered before.
 */
export const deliverStatements = (db: Db, { obligationId, activityId, n, at, by }: Delivered): Statement[] => [
  db.insert(obligationMoves).values({ id: `obm_${activityId}`, obligationId, kind: 'delivered', activityId, n, recordedBy: by, at }),
  trail(db, { at, actor: by, act: 'obligation.delivered', subject: obligationId, detail: { activity: activityId, n } }),
]

/**
 * Why `n` of an obligation cannot be delivered now; asked before, and after a batch was refused.
 *
 * @throws Refusal not_found, one_signature, agreement_ended, more_than_owed
 */
export async function requireDue(db: Db, obligationId: string, n: number): Promise<Obligation> {
  const [row] = await db
    .select({ obligation: obligations, status: agreements.status })
    .from(obligations)
    .innerJoin(agreements, eq(agreements.id, obligations.agreementId))
    .where(eq(obligations.id, obligationId))
  if (!row) throw notFound()
  const { obligation, status } = row
  if (status === 'draft' || status === 'offered')
    throw new Refusal('one_signature', 'Nothing is owed under it before both sides have signed.')
  if (status === 'ended') throw new Refusal('agreement_ended', 'This agreement has ended, so nothing more is owed under it.')
  if (obligation.due < n) {
    const left = obligation.due === 0 ? 'Nothing of it is due any more.' : `Only ${obligation.due} of it is due.`
    throw new Refusal('more_than_owed', `${left} More than was agreed is a favour: ask for it as one.`)
  }
  return obligation
}

/**
 * Gives up a part of what is owed, with a reason that both sides read. Delivered + due + cancelled stays what was promised (OBL1).
 *
 * @throws Refusal not_found, one_signature, agreement_ended, more_than_owed
 */
export async function cancelObligation(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { id, obligationId, n, reason, by }: { id: string; obligationId: string; n: number; reason: string; by: string },
): Promise<void> {
  const at = now()
  await requireDue(db, obligationId, n)
  try {
    await inOneBatch(db, [
      db.insert(obligationMoves).values({ id, obligationId, kind: 'cancelled', n, reason, recordedBy: by, at }),
      trail(db, { at, actor: by, act: 'obligation.cancelled', subject: obligationId, detail: { n, reason } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    // The same form again is the same act; anything else moved what was due.
    const [done] = await db.select({ id: obligationMoves.id }).from(obligationMoves).where(eq(obligationMoves.id, id))
    if (!done) await requireDue(db, obligationId, n)
  }
}
