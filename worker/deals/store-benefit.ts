import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { reasonOfSecondBenefit } from './rules-benefit.ts'

/**
 * What a commission for this partner on this prospect's payments would meet (CAT4). A discount counts from the day both signed it, until staff
 * let both stand. A trigger of `commissions` asks the same, so that what is signed in between undoes the batch.
 */
export const selectSecondBenefit = (db: Db, prospectId: SQL | string, partnerId: SQL | string | null) =>
  db
    .select({
      isOwn: sql<boolean>`exists (select 1 from partners p where p.id = ${partnerId} and p.prospect_id = ${prospectId})`
        .mapWith(Boolean)
        .as('is_own'),
      isCut: sql<boolean>`exists (select 1 from discounts x join agreements a on a.id = x.agreement_id where x.referred_id = ${prospectId}
        and a.signed_at is not null and not exists (select 1 from benefit_overrides o where o.discount_id = x.id))`
        .mapWith(Boolean)
        .as('is_cut'),
    })
    .from(sql`(select 1)`)

/** The same for a deal, as its credit stands. */
export const selectSecondBenefitOf = (db: Db, dealId: string) =>
  selectSecondBenefit(
    db,
    sql`(select d.prospect_id from deals d where d.id = ${dealId})`,
    sql`(select d.partner_id from deals d where d.id = ${dealId})`,
  )

/** The agreement whose price was cut for referring this prospect, where nobody let both stand: staff decides there. */
export async function findAgreementOfCut(db: Db, prospectId: string): Promise<string | null> {
  const [row] = await db.all<{ id: string }>(sql`select a.id from discounts x join agreements a on a.id = x.agreement_id
    where x.referred_id = ${prospectId} and a.signed_at is not null
      and not exists (select 1 from benefit_overrides o where o.discount_id = x.id) order by a.id limit 1`)
  return row?.id ?? null
}

/** Why new payments of this prospect earn this partner nothing; null where they do. */
export async function findReasonOfSecondBenefit(db: Db, prospectId: string, partnerId: string): Promise<string | null> {
  const [found] = await selectSecondBenefit(db, prospectId, partnerId)
  return found ? reasonOfSecondBenefit(found) : null
}
