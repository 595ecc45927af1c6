import { and, asc, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { restoredCommissions } from '../../schema/claims.ts'
import { commissionHolds, commissions } from '../../schema/commissions.ts'
import { dealDetails, measurements } from '../../schema/deal-kinds.ts'
import {
  type Deal,
  deals,
  type Payment,
  type PaymentFact,
  partnerYears,
  paymentFacts,
  paymentRefusals,
  payments,
} from '../../schema/deals.ts'
import { members } from '../../schema/people.ts'
import { attributions, prospects } from '../../schema/prospects.ts'
import { type TermsVersion, termsVersions } from '../../schema/terms.ts'
import { type CreditStanding, standingOf } from '../attribution/rules-signals-hold.ts'
import { selectSignals } from '../attribution/store-standing.ts'
import type { Statement } from '../batch.ts'
import type { Family } from '../commissions/rules.ts'
import { familiesOf } from '../commissions/store-families.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import type { Placed } from '../terms/rules-rank.ts'
import { besides, reasonOfSecondBenefit } from './rules-benefit.ts'
import { countedOf, type Measured } from './rules-measured.ts'
import { selectSecondBenefitOf } from './store-benefit.ts'
import { type Contesting, listContesting } from './store-credit.ts'

/** A deal with all that its commissions are decided from, read in one transaction: one moment, one version. */
export type DealState = CreditStanding & {
  deal: Deal
  company: string
  terms: TermsVersion | undefined
  owners: { id: string; email: string }[]
  payments: Payment[]
  /** Of a deal that says what it measures: what both sides accepted, oldest first. Null for every other one. */
  measured: Measured[] | null
  /** Where what it earns depends on the partner's years: the payments of its other deals. */
  others: Placed[]
  /** How many payments had joined the partner's years when they were read. */
  yearsVersion: number
  facts: PaymentFact[]
  families: Family[]
  /** Which payments were told that they earn nothing, of each partner that ever had the credit. */
  refusals: Refused[]
  /** When a person moved the credit to where it is; null where the rules decided. */
  movedAt: Date | null
  /** Open claims to what this prospect's deals earn. */
  claims: Contesting[]
  /** Ids of refused commissions that a claim gave back. */
  restored: string[]
}

export type Refused = Pick<typeof paymentRefusals.$inferSelect, 'paymentId' | 'partnerId' | 'termsVersionId'>

/** @throws Refusal not_found */
export async function readDeal(db: Db, dealId: string): Promise<DealState> {
  const paymentIds = db.select({ id: payments.id }).from(payments).where(eq(payments.dealId, dealId))
  const prospectId = sql`(select d.prospect_id from deals d where d.id = ${dealId})`
  // D1 answers the selects of a batch by column name: none may give two columns of one name.
  const [
    [deal],
    [about],
    [terms],
    paid,
    facts,
    rows,
    holds,
    refusals,
    owners,
    others,
    [years],
    contesting,
    restored,
    odd,
    measures,
    [second],
  ] = await db.batch([
    db.select().from(deals).where(eq(deals.id, dealId)),
    db
      .select({
        company: prospects.company,
        heldReason: attributions.heldReason,
        decidedBy: attributions.decidedBy,
        decidedAt: attributions.decidedAt,
      })
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
    db
      .select({
        paymentId: paymentRefusals.paymentId,
        partnerId: paymentRefusals.partnerId,
        termsVersionId: paymentRefusals.termsVersionId,
      })
      .from(paymentRefusals)
      .where(inArray(paymentRefusals.paymentId, paymentIds)),
    db
      .select({ id: members.id, email: members.email })
      .from(members)
      .innerJoin(deals, eq(deals.partnerId, members.partnerId))
      .where(and(eq(deals.id, dealId), eq(members.role, 'owner'), eq(members.status, 'active')))
      .orderBy(asc(members.createdAt), asc(members.id))
      .limit(10),
    selectOthers(db, dealId),
    selectYears(db, sql`select d.partner_id, d.currency from deals d where d.id = ${dealId}`),
    listContesting(db, prospectId),
    db
      .select({ id: restoredCommissions.commissionId })
      .from(restoredCommissions)
      .innerJoin(commissions, eq(commissions.id, restoredCommissions.commissionId))
      .where(eq(commissions.dealId, dealId)),
    selectSignals(db, prospectId, sql`(select d.partner_id from deals d where d.id = ${dealId})`),
    selectMeasured(db, dealId),
    selectSecondBenefitOf(db, dealId),
  ])
  if (!deal || !about) throw notFound()
  const { company, heldReason, decidedBy, decidedAt } = about
  const movedAt = decidedBy === null || decidedBy === 'rule' ? null : decidedAt
  return {
    deal,
    company,
    ...besides(standingOf(odd, heldReason, movedAt), second ? reasonOfSecondBenefit(second) : null),
    movedAt,
    claims: contesting,
    restored: restored.map(({ id }) => id),
    terms,
    owners,
    payments: paid,
    measured: measuredIn(measures),
    others: others.map(placedOf),
    yearsVersion: years?.version ?? 0,
    facts,
    families: familiesOf(
      rows,
      holds.map(({ hold }) => hold),
    ),
    refusals,
  }
}

/** What a deal that is about to be opened for a partner depends on. */
export async function readYears(
  db: Db,
  { id, partnerId, currency, dependsOnYear }: Deal,
): Promise<Pick<DealState, 'others' | 'yearsVersion'>> {
  if (!partnerId) return { others: [], yearsVersion: 0 }
  const isOther = and(eq(deals.partnerId, partnerId), eq(deals.currency, currency), ne(deals.id, id))
  const [[years], others] = await db.batch([
    selectYears(db, sql`select ${partnerId}, ${currency}`),
    selectPlaced(db).where(dependsOnYear ? isOther : sql`false`),
  ])
  return { others: others.map(placedOf), yearsVersion: years?.version ?? 0 }
}

/** Its own column for each: D1 answers by name. */
const selectPlaced = (db: Db) =>
  db
    .select({
      id: payments.id,
      dealId: payments.dealId,
      paidAt: payments.paidAt,
      baseMinor: payments.baseMinor,
      currency: payments.currency,
      kind: deals.kind,
      rates: termsVersions.rates,
      metric: dealDetails.metric,
      measuredMinor: measurements.amountMinor,
    })
    .from(deals)
    .innerJoin(payments, eq(payments.dealId, deals.id))
    .leftJoin(dealDetails, eq(dealDetails.dealId, deals.id))
    .leftJoin(measurements, and(eq(measurements.paymentId, payments.id), eq(measurements.status, 'paid')))
    .innerJoin(termsVersions, eq(termsVersions.id, deals.termsVersionId))

/** Nothing is read for a deal that does not depend on it. */
const selectOthers = (db: Db, dealId: string) =>
  selectPlaced(db).where(
    sql`${deals.id} <> ${dealId} and (${deals.partnerId}, ${deals.currency}) =
      (select me.partner_id, me.currency from deals me where me.id = ${dealId} and me.depends_on_year = 1)`,
  )

const selectYears = (db: Db, partnerAndCurrency: SQL) =>
  db
    .select({ version: sql<number>`coalesce(sum(${partnerYears.version}), 0)` })
    .from(partnerYears)
    .where(sql`(${partnerYears.partnerId}, ${partnerYears.currency}) = (${partnerAndCurrency})`)

type PlacedRow = Omit<Placed, 'terms' | 'waits'> & Pick<TermsVersion, 'rates'> & { metric: string | null; measuredMinor: number | null }

const placedOf = ({ rates, metric, measuredMinor, ...payment }: PlacedRow): Placed => {
  const paid =
    measuredMinor === null ? [] : [{ id: '', startsOn: '', amountMinor: measuredMinor, status: 'paid', paymentId: payment.id } as const]
  return { ...countedOf(payment, metric === null ? null : paid), terms: { rates } }
}

/** A deal that measures has a row at least, be it of no measurement. */
const selectMeasured = (db: Db, dealId: string) =>
  db
    .select({ metric: dealDetails.metric, measurement: measurements })
    .from(dealDetails)
    .leftJoin(measurements, and(eq(measurements.dealId, dealDetails.dealId), inArray(measurements.status, ['accepted', 'paid'])))
    .where(eq(dealDetails.dealId, dealId))
    .orderBy(asc(measurements.startsOn), asc(measurements.id))

const measuredIn = (rows: { metric: string | null; measurement: Measured | null }[]): Measured[] | null =>
  rows.some(({ metric }) => metric !== null) ? rows.flatMap(({ measurement }) => measurement ?? []) : null

/** The other deals of its partner whose commissions a payment moves: they depend on its year, and were paid after it. */
export async function listMovedBy(db: Db, deal: Deal, payment: Pick<Payment, 'id' | 'paidAt'>): Promise<string[]> {
  if (!deal.partnerId) return []
  const rows = await db.select({ id: deals.id }).from(deals).where(isMovedBy(deal, payment)).orderBy(asc(deals.id))
  return rows.map((row) => row.id)
}

/** Statements: undo the batch when there is such a deal by now. */
export const movesNone = (db: Db, deal: Deal, payment: Pick<Payment, 'id' | 'paidAt'>): readonly Statement[] =>
  deal.partnerId ? holdsNow(db, sql`not exists (select 1 from deals where ${isMovedBy(deal, payment)})`) : []

const isMovedBy = ({ partnerId, currency, id: dealId }: Deal, { paidAt, id }: Pick<Payment, 'id' | 'paidAt'>): SQL =>
  sql`deals.partner_id = ${partnerId} and deals.currency = ${currency} and deals.depends_on_year = 1 and deals.id <> ${dealId}
    and exists (select 1 from payments p where p.deal_id = deals.id
      and (p.paid_at > cast(${paidAt.getTime()} as integer) or p.paid_at = cast(${paidAt.getTime()} as integer) and p.id > ${id}))`
