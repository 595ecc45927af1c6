import { eq } from 'drizzle-orm'
import { type PromotionCode, promotionCodes } from '../../schema/codes.ts'
import { partners } from '../../schema/people.ts'
import { groups } from '../../schema/terms.ts'
import type { Db } from '../database.ts'
import { findCodeOfPartner } from './promotion-store.ts'
import { offInWords, whyNoCredit } from './rules-promotion.ts'

/** What a prospect gets for coming by a partner, and the code with which it gets it. */
export type Benefit = { words: string; code: string }

/**
 * The benefit of a partner's group: the coupon behind the group's code. A code of the partner's own with the same coupon takes its place,
 * since its use says who recommended us; nothing is promised that Stripe would not take.
 */
export async function findBenefit(db: Db, partnerId: string, at: Date): Promise<Benefit | undefined> {
  const [row] = await db
    .select({ shared: promotionCodes, words: groups.benefitWords })
    .from(partners)
    .innerJoin(groups, eq(groups.id, partners.groupId))
    .innerJoin(promotionCodes, eq(promotionCodes.id, groups.benefitCode))
    .where(eq(partners.id, partnerId))
  if (!row) return undefined
  const own = await findCodeOfPartner(db, partnerId, row.shared.coupon)
  const shared = isNobodysElse(row.shared, partnerId) && isOpen(row.shared, at) ? row.shared : undefined
  const code = own && !whyNoCredit(own, at, true) ? own : shared
  return code && { words: row.words || offInWords(code), code: code.code }
}

/** A code of another partner's would take the credit from the one who recommends. */
const isNobodysElse = (code: PromotionCode, partnerId: string): boolean => code.partnerId === null || code.partnerId === partnerId

const isOpen = ({ isActive, expiresAt, mostRedemptions, redemptions }: PromotionCode, at: Date): boolean =>
  isActive && (expiresAt === null || at <= expiresAt) && (mostRedemptions === null || redemptions < mostRedemptions)
