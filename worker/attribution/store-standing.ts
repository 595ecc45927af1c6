import { eq, type SQL, sql } from 'drizzle-orm'
import { type Attribution, attributions } from '../../schema/prospects.ts'
import { signals } from '../../schema/signals.ts'
import type { Db } from '../database.ts'
import { findReasonOfSecondBenefit } from '../deals/store-benefit.ts'
import { standingOf } from './rules-signals-hold.ts'

/** The signals that a new commission of a credit has to know: all about the credit, and open ones about the partner. */
export const selectSignals = (db: Db, prospectId: SQL | string, partnerId: SQL | string) =>
  db
    .select({
      id: signals.id,
      rule: signals.rule,
      subjectKind: signals.subjectKind,
      status: signals.status,
      reason: signals.reason,
      decidedAt: signals.decidedAt,
    })
    .from(signals)
    .where(
      sql`${signals.prospectId} = ${prospectId} and ${signals.partnerId} = ${partnerId}
        or ${signals.prospectId} is null and ${signals.partnerId} = ${partnerId} and ${signals.status} = 'open'`,
    )
    .orderBy(signals.foundAt, signals.id)
    .limit(50)

/** Why a credit waits or has ended, as the partner reads it; null where it does neither (any more). */
export async function findStanding(db: Db, attribution: Attribution): Promise<{ waits: string | null; ended: string | null }> {
  const { prospectId, partnerId, heldReason, decidedBy, decidedAt } = attribution
  const found = partnerId ? await selectSignals(db, prospectId, partnerId) : []
  const about = found.filter(({ subjectKind }) => subjectKind === 'prospect')
  const { holds, forfeited } = standingOf(about, heldReason, decidedBy === 'rule' ? null : decidedAt)
  const secondBenefit = partnerId ? await findReasonOfSecondBenefit(db, prospectId, partnerId) : null
  return { waits: holds[0]?.reason ?? null, ended: forfeited ?? secondBenefit }
}

/** For a list of attributions: whether a person still has to look, by the signals where there are any. */
export const isHeldNow = sql<boolean>`coalesce(
  (select max(s.status = 'open') from signals s where s.prospect_id = ${attributions.prospectId} and s.partner_id = ${attributions.partnerId}),
  ${attributions.heldReason} is not null)`.mapWith(Boolean)

/** The same of one attribution; undefined while it is not stored. */
export async function findHeldNow(db: Db, attributionId: string): Promise<boolean | undefined> {
  const [row] = await db.select({ held: isHeldNow }).from(attributions).where(eq(attributions.id, attributionId))
  return row?.held
}
