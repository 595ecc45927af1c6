import { and, desc, eq, sql } from 'drizzle-orm'
import { type PromotionCode, promotionCodes } from '../../schema/codes.ts'
import { type PartnerStatus, partners } from '../../schema/people.ts'
import { groups } from '../../schema/terms.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import type { PromotionCodeAnswer } from '../stripe/port-revenue.ts'

export type PromotionCodeRow = PromotionCode & { partnerName: string | null; partnerStatus: PartnerStatus | null }

const withPartner = (db: Db) =>
  db
    .select({ code: promotionCodes, partnerName: partners.name, partnerStatus: partners.status })
    .from(promotionCodes)
    .leftJoin(partners, eq(partners.id, promotionCodes.partnerId))

const flat = (rows: { code: PromotionCode; partnerName: string | null; partnerStatus: PartnerStatus | null }[]): PromotionCodeRow[] =>
  rows.map(({ code, ...partner }) => ({ ...code, ...partner }))

type CodeFilter = { partnerId?: string | undefined; search?: string | undefined; ownerless?: boolean | undefined }

/** Newest first, one more than a page. */
export const listPromotionCodes = async (
  db: Db,
  { partnerId, search, ownerless }: CodeFilter,
  cursor: Cursor | undefined,
): Promise<PromotionCodeRow[]> =>
  flat(
    await withPartner(db)
      .where(
        and(
          partnerId ? eq(promotionCodes.partnerId, partnerId) : undefined,
          ownerless ? sql`${promotionCodes.partnerId} is null` : undefined,
          search ? sql`lower(${promotionCodes.code}) between ${search.toLowerCase()} and ${`${search.toLowerCase()}~`}` : undefined,
          behind(cursor, promotionCodes.madeAt, promotionCodes.id),
        ),
      )
      .orderBy(desc(promotionCodes.madeAt), desc(promotionCodes.id))
      .limit(pageSize + 1),
  )

/** @throws Refusal not_found */
export async function getPromotionCode(db: Db, id: string): Promise<PromotionCodeRow> {
  const found = await findPromotionCode(db, id)
  if (!found) throw notFound()
  return found
}

export async function findPromotionCode(db: Db, id: string): Promise<PromotionCodeRow | undefined> {
  const [row] = flat(await withPartner(db).where(eq(promotionCodes.id, id)).limit(1))
  return row
}

/** By what a customer types, in any case. Of several with one text at most one is active; it comes first, then the newest. */
export async function findTypedCode(db: Db, text: string): Promise<PromotionCodeRow | undefined> {
  const [row] = flat(
    await withPartner(db)
      .where(sql`lower(${promotionCodes.code}) = ${text.toLowerCase()}`)
      .orderBy(desc(promotionCodes.isActive), desc(promotionCodes.madeAt), promotionCodes.id)
      .limit(1),
  )
  return row
}

/** A partner's own code with this coupon that Stripe takes, the newest. */
export async function findCodeOfPartner(db: Db, partnerId: string, coupon: string): Promise<PromotionCode | undefined> {
  const [row] = await db
    .select()
    .from(promotionCodes)
    .where(and(eq(promotionCodes.partnerId, partnerId), eq(promotionCodes.coupon, coupon), eq(promotionCodes.isActive, true)))
    .orderBy(desc(promotionCodes.madeAt))
    .limit(1)
  return row
}

/** Stores what Stripe says of a code; whose it is and what it gives stays as people decided. */
export const putPromotionCode = (db: Db, answer: PromotionCodeAnswer, at: Date) => {
  const { id, madeAt: _, ...facts } = answer
  return db
    .insert(promotionCodes)
    .values({ ...answer, askedAt: at, version: 1 })
    .onConflictDoUpdate({ target: promotionCodes.id, set: { ...facts, askedAt: at } })
    .returning({ id: promotionCodes.id })
}

export const listCodesOfCoupon = (db: Db, coupon: string): Promise<{ id: string }[]> =>
  db.select({ id: promotionCodes.id }).from(promotionCodes).where(eq(promotionCodes.coupon, coupon)).limit(500)

/** Partners to choose from, by name. */
export const listPartnersToOwn = (db: Db): Promise<{ id: string; name: string }[]> =>
  db
    .select({ id: partners.id, name: partners.name })
    .from(partners)
    .where(eq(partners.status, 'active'))
    .orderBy(sql`${partners.name} collate nocase`, partners.id)
    .limit(200)

/** Whether prospects of a whole group are shown it. */
export const isBenefit = async (db: Db, codeId: string): Promise<boolean> => (await listBenefitsOf(db, codeId)).length > 0

/** The groups whose prospects get this code. */
export const listBenefitsOf = (db: Db, codeId: string): Promise<{ id: string; name: string; words: string }[]> =>
  db
    .select({ id: groups.id, name: groups.name, words: groups.benefitWords })
    .from(groups)
    .where(eq(groups.benefitCode, codeId))
    .orderBy(groups.name, groups.id)
    .limit(100)
