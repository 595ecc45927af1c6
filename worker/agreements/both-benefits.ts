import { eq } from 'drizzle-orm'
import { discounts } from '../../schema/agreements.ts'
import { benefitOverrides } from '../../schema/proposals.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { type Db, wasRefused } from '../database.ts'
import { followDecisionOf } from '../deals/follow-decision.ts'
import { changeCredit } from '../deals/store-credit.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'

/** Why a discount for referring somebody and commissions on that customer's payments stand beside each other; undefined where they do not (CAT4). */
export async function findBothBenefits(db: Db, discountId: string) {
  const [row] = await db.select().from(benefitOverrides).where(eq(benefitOverrides.discountId, discountId))
  return row
}

/**
 * CAT4: staff lets the discount of an agreement, given for referring a customer, and the commissions on that customer's payments stand beside each
 * other. What was refused for that reason alone accrues now, each payment once.
 *
 * @throws Refusal wrong_state when it was not given for referring anybody, already_done
 */
export async function letBothStand(deps: Deps, agreementId: string, reason: string, by: string): Promise<void> {
  const { db, now } = deps
  const [discount] = await db
    .select({ id: discounts.id, referredId: discounts.referredId })
    .from(discounts)
    .where(eq(discounts.agreementId, agreementId))
  const referredId = discount?.referredId
  if (!referredId) throw new Refusal('wrong_state', 'The price was not cut for referring anybody, so there is nothing to allow.')
  const at = now()
  try {
    await inOneBatch(db, [
      db.insert(benefitOverrides).values({ discountId: discount.id, prospectId: referredId, reason, decidedBy: by, decidedAt: at }),
      changeCredit(db, referredId, `${discount.id}/both`, by, at),
      trail(db, {
        at,
        actor: by,
        act: 'discount.both_allowed',
        subject: agreementId,
        detail: { referred: referredId, discount: discount.id, reason },
      }),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('already_done', 'That was decided already. Please look at the page again.') : error
  }
  await followDecisionOf(deps, referredId)
}
