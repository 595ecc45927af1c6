import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import {
  type Agreement,
  type AgreementKind,
  type AgreementStatus,
  agreements,
  type Benefit,
  benefits,
  type Discount,
  type DiscountRequest,
  discountRequests,
  discounts,
  type Obligation,
  obligationMoves,
  obligations,
} from '../../schema/agreements.ts'
import { partners } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** @throws Refusal not_found */
export async function getAgreement(db: Db, id: string): Promise<Agreement> {
  const [agreement] = await db.select().from(agreements).where(eq(agreements.id, id))
  if (!agreement) throw notFound()
  return agreement
}

/** One customer's own; a draft is nobody's yet. @throws Refusal not_found */
export async function getAgreementOfCustomer(db: Db, prospectId: string, id: string): Promise<Agreement> {
  const agreement = await getAgreement(db, id)
  if (agreement.prospectId !== prospectId || agreement.offeredAt === null) throw notFound()
  return agreement
}

export type Lines = { obligations: Obligation[]; benefits: Benefit[]; discount: Discount | undefined }

/** What an agreement states beside its words. */
export async function linesOf(db: Db, agreementId: string): Promise<Lines> {
  const [owed, gets, cuts] = await db.batch([
    db
      .select()
      .from(obligations)
      .where(eq(obligations.agreementId, agreementId))
      .orderBy(asc(obligations.dueOn), asc(obligations.id))
      .limit(100),
    db.select().from(benefits).where(eq(benefits.agreementId, agreementId)).orderBy(asc(benefits.id)).limit(100),
    db.select().from(discounts).where(eq(discounts.agreementId, agreementId)).limit(1),
  ])
  return { obligations: owed, benefits: gets, discount: cuts[0] }
}

type AgreementRow = Pick<Agreement, 'id' | 'kind' | 'version' | 'status' | 'startsOn' | 'endsOn' | 'createdAt' | 'prospectId'> & {
  company: string
}
type AgreementFilter = { kind?: AgreementKind | undefined; status?: AgreementStatus | undefined; prospectId?: string | undefined }

/** Newest first, one more than a page. */
export const listAgreements = (
  db: Db,
  { kind, status, prospectId }: AgreementFilter,
  cursor: Cursor | undefined,
): Promise<AgreementRow[]> =>
  db
    .select({
      id: agreements.id,
      kind: agreements.kind,
      version: agreements.version,
      status: agreements.status,
      startsOn: agreements.startsOn,
      endsOn: agreements.endsOn,
      createdAt: agreements.createdAt,
      prospectId: agreements.prospectId,
      company: prospects.company,
    })
    .from(agreements)
    .innerJoin(prospects, eq(prospects.id, agreements.prospectId))
    .where(
      and(
        kind && eq(agreements.kind, kind),
        status && eq(agreements.status, status),
        prospectId ? eq(agreements.prospectId, prospectId) : undefined,
        behind(cursor, agreements.createdAt, agreements.id),
      ),
    )
    .orderBy(desc(agreements.createdAt), desc(agreements.id))
    .limit(pageSize + 1)

/** All of one customer that were offered or signed, the ones in force first. */
export const listAgreementsOfCustomer = (db: Db, prospectId: string): Promise<Agreement[]> =>
  db
    .select()
    .from(agreements)
    .where(
      and(
        eq(agreements.prospectId, prospectId),
        inArray(agreements.status, ['offered', 'signed', 'ended']),
        sql`${agreements.offeredAt} is not null`,
      ),
    )
    .orderBy(
      sql`case ${agreements.status} when 'offered' then 0 when 'signed' then 1 else 2 end`,
      desc(agreements.createdAt),
      desc(agreements.id),
    )
    .limit(20)

export const listMoves = (db: Db, obligationIds: readonly string[]) =>
  db
    .select()
    .from(obligationMoves)
    .where(sql`${obligationMoves.obligationId} in (select value from json_each(${JSON.stringify(obligationIds)}))`)
    .orderBy(desc(obligationMoves.at), desc(obligationMoves.id))
    .limit(100)

export const listDiscountRequests = (db: Db, prospectId: string): Promise<DiscountRequest[]> =>
  db
    .select()
    .from(discountRequests)
    .where(eq(discountRequests.prospectId, prospectId))
    .orderBy(desc(discountRequests.createdAt), desc(discountRequests.id))
    .limit(20)

/** The largest cut of this customer's other agreements that both signed, by kind. */
export async function discountsInForce(db: Db, prospectId: string): Promise<Map<AgreementKind, number>> {
  const rows = await db
    .select({ kind: agreements.kind, percentBps: sql<number>`max(${discounts.percentBps})` })
    .from(discounts)
    .innerJoin(agreements, eq(agreements.id, discounts.agreementId))
    .where(and(eq(agreements.prospectId, prospectId), eq(agreements.status, 'signed')))
    .groupBy(agreements.kind)
  return new Map(rows.map(({ kind, percentBps }) => [kind, percentBps]))
}

/** The customer that a partner is, if it is one of ours. */
export async function findCustomerOfPartner(db: Db, partnerId: string): Promise<{ prospectId: string; company: string } | undefined> {
  const [row] = await db
    .select({ prospectId: prospects.id, company: prospects.company })
    .from(partners)
    .innerJoin(prospects, eq(prospects.id, partners.prospectId))
    .where(eq(partners.id, partnerId))
  return row
}

/** For mails: the owners of the partner that this customer is. */
export const ownersOfCustomer = (prospectId: string): SQL =>
  sql`select m.id, m.email from members m join partners p on p.id = m.partner_id
      where p.prospect_id = ${prospectId} and m.role = 'owner' and m.status = 'active'`

export type OwedRow = { agreement: Agreement; company: string; discount: Discount | null; obligation: Obligation }

/** Everything owed under signed agreements, the earliest day first, one more than a page. */
export const listOwed = (
  db: Db,
  { late, today }: { late: boolean; today: string },
  after: { dueOn: string; id: string } | undefined,
  limit = pageSize + 1,
): Promise<OwedRow[]> =>
  db
    .select({ agreement: agreements, company: prospects.company, discount: discounts, obligation: obligations })
    .from(obligations)
    .innerJoin(agreements, eq(agreements.id, obligations.agreementId))
    .innerJoin(prospects, eq(prospects.id, obligations.prospectId))
    .leftJoin(discounts, eq(discounts.agreementId, agreements.id))
    .where(
      and(
        sql`${obligations.due} > 0`,
        eq(agreements.status, 'signed'),
        late ? sql`${obligations.dueOn} < ${today}` : undefined,
        after && sql`(${obligations.dueOn}, ${obligations.id}) > (${after.dueOn}, ${after.id})`,
      ),
    )
    .orderBy(asc(obligations.dueOn), asc(obligations.id))
    .limit(limit)
