import { and, asc, desc, eq, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { type Claim, type ClaimStatus, claimAnswerHours, claimCounts, claims } from '../../schema/claims.ts'
import { type Commission, commissions } from '../../schema/commissions.ts'
import { deals, payments } from '../../schema/deals.ts'
import { members, partners } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { medianOf } from './rules-claims.ts'

/** @throws Refusal not_found */
export async function getClaim(db: Db, id: string): Promise<Claim> {
  const [claim] = await db.select().from(claims).where(eq(claims.id, id))
  if (!claim) throw notFound()
  return claim
}

/** @throws Refusal not_found, for another partner's as well */
export async function getClaimOfPartner(db: Db, partnerId: string, id: string): Promise<Claim> {
  const claim = await getClaim(db, id)
  if (claim.partnerId !== partnerId) throw notFound()
  return claim
}

export type ClaimRow = Claim & { partner: string }

/** Newest first, one more than a page. */
export const listClaims = (
  db: Db,
  { partnerId, status, cursor }: { partnerId?: string | undefined; status?: ClaimStatus | undefined; cursor?: Cursor | undefined },
): Promise<ClaimRow[]> =>
  selectClaims(
    db,
    and(
      partnerId === undefined ? undefined : eq(claims.partnerId, partnerId),
      status && eq(claims.status, status),
      behind(cursor, claims.submittedAt, claims.id),
    ),
    [desc(claims.submittedAt), desc(claims.id)],
    pageSize + 1,
  )

/** What is to be answered, the most urgent first. */
export const listOwedAnswers = (db: Db, limit: number): Promise<ClaimRow[]> =>
  selectClaims(db, isOwed, [asc(claims.dueAt), asc(claims.id)], limit)

const isOwed = sql`${claims.status} in ('open','appealed')`

const selectClaims = (db: Db, where: SQL | undefined, order: SQL[], limit: number): Promise<ClaimRow[]> =>
  db
    .select({ claim: claims, partner: partners.name })
    .from(claims)
    .innerJoin(partners, eq(partners.id, claims.partnerId))
    .where(where)
    .orderBy(...order)
    .limit(limit)
    .then((rows) => rows.map(({ claim, partner }) => ({ ...claim, partner })))

/** Open ones to one prospect, for its page. */
export const listOpenClaimsOfProspect = (db: Db, prospectId: string): Promise<ClaimRow[]> =>
  selectClaims(db, and(eq(claims.prospectId, prospectId), isOwed), [asc(claims.submittedAt), asc(claims.id)], 20)

/** Owed and overdue, and nobody was told yet. */
export const listUntoldLate = (db: Db, now: Date, limit: number): Promise<ClaimRow[]> =>
  selectClaims(db, and(isOwed, lte(claims.dueAt, now), isNull(claims.lateToldAt)), [asc(claims.dueAt), asc(claims.id)], limit)

/** How many answers a partner waits for; no more than `limit` are counted. */
export async function countOwed(db: Db, partnerId: string, limit: number): Promise<number> {
  const rows = await db
    .select({ id: claims.id })
    .from(claims)
    .where(and(eq(claims.partnerId, partnerId), isOwed))
    .limit(limit)
  return rows.length
}

/** The one that stands in the way of another about the same. */
export async function findClaimAbout(db: Db, partnerId: string, subject: string): Promise<Claim | undefined> {
  const [row] = await db
    .select()
    .from(claims)
    .where(and(eq(claims.partnerId, partnerId), eq(claims.subject, subject), sql`${claims.status} <> 'accepted'`))
  return row
}

/** Whom an answer is written to: who asked, and the partner's owners. */
export const listToldOf = (db: Db, { partnerId, memberId }: Claim): Promise<{ id: string; email: string }[]> =>
  db
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(
      and(eq(members.partnerId, partnerId), eq(members.status, 'active'), sql`(${members.role} = 'owner' or ${members.id} = ${memberId})`),
    )
    .orderBy(asc(members.createdAt), asc(members.id))
    .limit(10)

/** What a partner's own commission is of; its head, whichever member was asked for. */
export async function findClaimable(db: Db, commissionId: string) {
  const [row] = await db
    .select({ commission: commissions, company: prospects.company, prospectId: deals.prospectId, paidAt: payments.paidAt })
    .from(commissions)
    .leftJoin(deals, eq(deals.id, commissions.dealId))
    .leftJoin(prospects, eq(prospects.id, deals.prospectId))
    .leftJoin(payments, eq(payments.id, commissions.paymentId))
    .where(sql`${commissions.id} = (select coalesce(c.corrects, c.id) from commissions c where c.id = ${commissionId})`)
  return row
}

export const findCommission = async (db: Db, id: string): Promise<Commission | undefined> =>
  (await db.select().from(commissions).where(eq(commissions.id, id)))[0]

/** When a prospect last paid, on any of its deals. */
export async function lastPaidAt(db: Db, prospectId: string): Promise<Date | undefined> {
  const [row] = await db
    .select({ paidAt: payments.paidAt })
    .from(payments)
    .innerJoin(deals, eq(deals.id, payments.dealId))
    .where(eq(deals.prospectId, prospectId))
    .orderBy(desc(payments.paidAt))
    .limit(1)
  return row?.paidAt
}

export async function findProspectByDomain(db: Db, domain: string): Promise<string | undefined> {
  const rows = await db
    .select({ id: prospects.id })
    .from(prospects)
    .where(and(eq(prospects.domain, domain), isNull(prospects.erasedAt)))
    .limit(2)
  return rows.length === 1 ? rows[0]?.id : undefined
}

export async function findLiveProspect(db: Db, id: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: prospects.id })
    .from(prospects)
    .where(and(eq(prospects.id, id), isNull(prospects.erasedAt)))
  return row?.id
}

export type ClaimFigures = { submitted: number; accepted: number; refused: number; answered: number; medianHours: number | null }

/** CLM3: of a partner, or of the whole programme (`all`); kept by triggers, so that nothing is counted here. */
export async function readClaimFigures(db: Db, scope: string): Promise<ClaimFigures> {
  const [[counts], hours] = await db.batch([
    db.select().from(claimCounts).where(eq(claimCounts.scope, scope)),
    db
      .select({ hours: claimAnswerHours.hours, n: claimAnswerHours.n })
      .from(claimAnswerHours)
      .where(eq(claimAnswerHours.scope, scope))
      .orderBy(asc(claimAnswerHours.hours)),
  ])
  const { submitted = 0, accepted = 0, refused = 0 } = counts ?? {}
  return { submitted, accepted, refused, answered: accepted + refused, medianHours: medianOf(hours) }
}
