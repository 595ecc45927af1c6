import { and, desc, eq, gte, sql } from 'drizzle-orm'
import { commissions } from '../../schema/commissions.ts'
import type { Currency } from '../../schema/currency.ts'
import { deals } from '../../schema/deals.ts'
import { payouts } from '../../schema/payouts.ts'
import { attributions, prospects } from '../../schema/prospects.ts'
import { links, partnerDays } from '../../schema/tracking.ts'
import { isAbout } from '../commissions/store-pages.ts'
import type { Db } from '../database.ts'

/** What reached the partner's Stripe account so far, by currency. */
export const listPaidOfPartner = (db: Db, partnerId: string): Promise<{ currency: Currency; amountMinor: number }[]> =>
  db
    .select({ currency: payouts.currency, amountMinor: sql<number>`sum(${payouts.amountMinor})` })
    .from(payouts)
    .where(and(eq(payouts.partnerId, partnerId), eq(payouts.status, 'paid')))
    .groupBy(payouts.currency)
    .orderBy(payouts.currency)

export const listLatestCommissions = (db: Db, partnerId: string) =>
  db
    .select({
      id: commissions.id,
      amountMinor: commissions.amountMinor,
      currency: commissions.currency,
      status: commissions.status,
      accruedAt: commissions.accruedAt,
      maturesAt: commissions.maturesAt,
      company: prospects.company,
    })
    .from(commissions)
    .leftJoin(deals, eq(deals.id, commissions.dealId))
    .leftJoin(prospects, isAbout)
    .where(eq(commissions.partnerId, partnerId))
    .orderBy(desc(commissions.accruedAt), desc(commissions.id))
    .limit(5)

/** The prospects whose credit came to the partner last, and is still there. */
export const listLatestProspects = (db: Db, partnerId: string) =>
  db
    .select({ id: prospects.id, company: prospects.company, stage: prospects.stage, level: prospects.level, at: attributions.decidedAt })
    .from(attributions)
    .innerJoin(prospects, eq(prospects.id, attributions.prospectId))
    .where(
      and(
        eq(attributions.partnerId, partnerId),
        sql`${attributions.n} = (select max(a.n) from attributions a where a.prospect_id = ${attributions.prospectId})`,
      ),
    )
    .orderBy(desc(attributions.decidedAt), desc(attributions.id))
    .limit(5)

export async function hasLink(db: Db, partnerId: string): Promise<boolean> {
  const rows = await db.select({ id: links.id }).from(links).where(eq(links.partnerId, partnerId)).limit(1)
  return rows.length > 0
}

/** The oldest of the partner's links in use: the one that was made with the partner, as a rule. */
export async function findFirstLink(db: Db, partnerId: string): Promise<{ id: string; code: string } | undefined> {
  const [link] = await db
    .select({ id: links.id, code: links.code })
    .from(links)
    .where(and(eq(links.partnerId, partnerId), sql`${links.archivedAt} is null`))
    .orderBy(links.createdAt, links.id)
    .limit(1)
  return link
}

/** Counted clicks on the partner's links since a day, `YYYY-MM-DD`. */
export async function clicksOfPartnerSince(db: Db, partnerId: string, day: string): Promise<number> {
  const [row] = await db
    .select({ clicks: sql<number>`coalesce(sum(${partnerDays.clicks}), 0)` })
    .from(partnerDays)
    .where(and(eq(partnerDays.partnerId, partnerId), gte(partnerDays.day, day)))
  return row?.clicks ?? 0
}
