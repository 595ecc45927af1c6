import { and, asc, eq, inArray } from 'drizzle-orm'
import { commissionHolds, commissions } from '../../schema/commissions.ts'
import { type Deal, deals, type Payment, type PaymentFact, paymentFacts, paymentRefusals, payments } from '../../schema/deals.ts'
import { members } from '../../schema/people.ts'
import { attributions, prospects } from '../../schema/prospects.ts'
import { type TermsVersion, termsVersions } from '../../schema/terms.ts'
import type { Family } from '../commissions/rules.ts'
import { familiesOf } from '../commissions/store-families.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** A deal with all that its commissions are decided from, read in one transaction: one moment, one version. */
export type DealState = {
  deal: Deal
  company: string
  terms: TermsVersion | undefined
  /** Why a person must look at this credit first. */
  heldReason: string | null
  owners: { id: string; email: string }[]
  payments: Payment[]
  facts: PaymentFact[]
  families: Family[]
  refused: string[]
}

/** @throws Refusal not_found */
export async function readDeal(db: Db, dealId: string): Promise<DealState> {
  const paymentIds = db.select({ id: payments.id }).from(payments).where(eq(payments.dealId, dealId))
  // D1 answers the selects of a batch by column name: none may give two columns of one name.
  const [[deal], [about], [terms], paid, facts, rows, holds, refusals, owners] = await db.batch([
    db.select().from(deals).where(eq(deals.id, dealId)),
    db
      .select({ company: prospects.company, heldReason: attributions.heldReason })
      .from(deals)
      .innerJoin(prospects, eq(prospects.id, deals.prospectId))
      .leftJoin(attributions, eq(attributions.id, deals.attributionId))
      .where(eq(deals.id, dealId)),
    db
      .select()
      .from(termsVersions)
      .where(eq(termsVersions.id, db.select({ id: deals.termsVersionId }).from(deals).where(eq(deals.id, dealId)))),
    db.select().from(payments).where(eq(payments.dealId, dealId)).orderBy(asc(payments.paidAt), asc(payments.id)),
    db
      .select()
      .from(paymentFacts)
      .where(inArray(paymentFacts.paymentId, paymentIds))
      .orderBy(asc(paymentFacts.happenedAt), asc(paymentFacts.object)),
    db
      .select()
      .from(commissions)
      .where(and(eq(commissions.dealId, dealId), inArray(commissions.kind, ['earned', 'correction'])))
      .orderBy(asc(commissions.accruedAt), asc(commissions.id)),
    db
      .select({ hold: commissionHolds })
      .from(commissionHolds)
      .innerJoin(commissions, eq(commissions.id, commissionHolds.commissionId))
      .where(eq(commissions.dealId, dealId))
      .orderBy(asc(commissionHolds.commissionId), asc(commissionHolds.n)),
    db.select({ paymentId: paymentRefusals.paymentId }).from(paymentRefusals).where(inArray(paymentRefusals.paymentId, paymentIds)),
    db
      .select({ id: members.id, email: members.email })
      .from(members)
      .innerJoin(deals, eq(deals.partnerId, members.partnerId))
      .where(and(eq(deals.id, dealId), eq(members.role, 'owner'), eq(members.status, 'active')))
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(10),
  ])
  if (!deal || !about) throw notFound()
  return {
    deal,
    ...about,
    terms,
    owners,
    payments: paid,
    facts,
    families: familiesOf(
      rows,
      holds.map(({ hold }) => hold),
    ),
    refused: refusals.map(({ paymentId }) => paymentId),
  }
}
