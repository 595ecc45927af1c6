import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type CommissionStatus, commissions } from '../../schema/commissions.ts'
import { deals } from '../../schema/deals.ts'
import { payouts } from '../../schema/payouts.ts'
import { partners } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import { groups, termsVersions } from '../../schema/terms.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'

export type CommissionFilter = {
  status?: CommissionStatus | undefined
  cursor?: Cursor | undefined
  limit?: number | undefined
}

/** The oldest open hold as one value; a hold stands on each member of a family, so a commission's own says it all. */
const openHold = sql<string | null>`(select json_array(h.reason, h.owner, h.opened_at) from commission_holds h
  where h.commission_id = ${commissions.id} and h.closed_at is null order by h.n limit 1)`

/** Whose it is: the deal's prospect, or for a level's reward and its corrections the one that its source names. */
export const isAbout = sql`${prospects.id} = coalesce(${deals.prospectId}, (select substr(h.source, 7, instr(substr(h.source, 7), '/') - 1)
  from commissions h where h.id = coalesce(${commissions.corrects}, ${commissions.id}) and h.source glob 'level/*'))`

const columns = {
  id: commissions.id,
  /** Whose receipt tells of it: the commission it corrects, or itself. */
  receiptOf: sql<string>`coalesce(${commissions.corrects}, ${commissions.id})`,
  kind: commissions.kind,
  amountMinor: commissions.amountMinor,
  currency: commissions.currency,
  status: commissions.status,
  statusReason: commissions.statusReason,
  accruedAt: commissions.accruedAt,
  maturesAt: commissions.maturesAt,
  partnerId: commissions.partnerId,
  partner: partners.name,
  company: prospects.company,
  dealKind: deals.kind,
  paymentId: commissions.paymentId,
  baseMinor: commissions.baseMinor,
  rateBps: commissions.rateBps,
  payoutId: commissions.payoutId,
  paidAt: payouts.finishedAt,
  openHold,
}

const select = (db: Db, where: SQL | undefined, limit: number) =>
  db
    .select(columns)
    .from(commissions)
    .innerJoin(partners, eq(partners.id, commissions.partnerId))
    .leftJoin(deals, eq(deals.id, commissions.dealId))
    .leftJoin(prospects, isAbout)
    .leftJoin(payouts, eq(payouts.id, commissions.payoutId))
    .where(where)
    .orderBy(desc(commissions.accruedAt), desc(commissions.id))
    .limit(limit)

export type CommissionRow = Awaited<ReturnType<typeof select>>[number]

/** A partner's own commissions and corrections, newest first; one more than a page. */
export const listCommissionsOfPartner = (
  db: Db,
  partnerId: string,
  { status, cursor, limit = pageSize + 1 }: CommissionFilter = {},
): Promise<CommissionRow[]> =>
  select(
    db,
    and(
      eq(commissions.partnerId, partnerId),
      status && eq(commissions.status, status),
      behind(cursor, commissions.accruedAt, commissions.id),
    ),
    limit,
  )

/** For a partner's file: the same rows with the terms they were counted under. */
export const listForFile = (db: Db, partnerId: string, { status, cursor, limit = pageSize }: CommissionFilter) =>
  db
    .select({ ...columns, group: groups.name, termsVersion: termsVersions.version })
    .from(commissions)
    .innerJoin(partners, eq(partners.id, commissions.partnerId))
    .leftJoin(deals, eq(deals.id, commissions.dealId))
    .leftJoin(prospects, isAbout)
    .leftJoin(payouts, eq(payouts.id, commissions.payoutId))
    .leftJoin(termsVersions, eq(termsVersions.id, commissions.termsVersionId))
    .leftJoin(groups, eq(groups.id, termsVersions.groupId))
    .where(
      and(
        eq(commissions.partnerId, partnerId),
        status && eq(commissions.status, status),
        behind(cursor, commissions.accruedAt, commissions.id),
      ),
    )
    .orderBy(desc(commissions.accruedAt), desc(commissions.id))
    .limit(limit)

export type FileRow = Awaited<ReturnType<typeof listForFile>>[number]

/** Everybody's, for staff. */
export const listCommissions = (
  db: Db,
  { status, partnerId, cursor, limit = pageSize + 1 }: CommissionFilter & { partnerId?: string | undefined },
): Promise<CommissionRow[]> =>
  select(
    db,
    and(
      partnerId ? eq(commissions.partnerId, partnerId) : undefined,
      status && eq(commissions.status, status),
      behind(cursor, commissions.accruedAt, commissions.id),
    ),
    limit,
  )
