import { and, asc, desc, eq, sql } from 'drizzle-orm'
import {
  type Grant,
  type GrantApproval,
  type GrantKind,
  type GrantStatus,
  type GrantUse,
  grantApprovals,
  grants,
  grantUses,
} from '../../schema/grants.ts'
import { prospects } from '../../schema/prospects.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** @throws Refusal not_found */
export async function getGrant(db: Db, id: string): Promise<Grant> {
  const [grant] = await db.select().from(grants).where(eq(grants.id, id))
  if (!grant) throw notFound()
  return grant
}

/** One customer's own. @throws Refusal not_found */
export async function getGrantOfCustomer(db: Db, prospectId: string, id: string): Promise<Grant> {
  const grant = await getGrant(db, id)
  if (grant.prospectId !== prospectId) throw notFound()
  return grant
}

export async function countGrantsOfAgreement(db: Db, agreementId: string): Promise<number> {
  const [row] = await db.select({ n: sql<number>`count(*)` }).from(grants).where(eq(grants.agreementId, agreementId))
  return row?.n ?? 0
}

export const listApprovals = (db: Db, grantId: string): Promise<GrantApproval[]> =>
  db
    .select()
    .from(grantApprovals)
    .where(eq(grantApprovals.grantId, grantId))
    .orderBy(asc(grantApprovals.at), asc(grantApprovals.side))
    .limit(10)

export const listUses = (db: Db, grantId: string): Promise<GrantUse[]> =>
  db.select().from(grantUses).where(eq(grantUses.grantId, grantId)).orderBy(desc(grantUses.since), desc(grantUses.id)).limit(100)

/** Of some grants, the newest first. */
export const listUsesOf = (db: Db, grantIds: readonly string[]): Promise<GrantUse[]> =>
  db
    .select()
    .from(grantUses)
    .where(sql`${grantUses.grantId} in (select value from json_each(${JSON.stringify(grantIds)}))`)
    .orderBy(desc(grantUses.since), desc(grantUses.id))
    .limit(200)

type GrantRow = Grant & { company: string }
type GrantFilter = { status?: GrantStatus | undefined; kind?: GrantKind | undefined; prospectId?: string | undefined }

/** Newest first, one more than a page. */
export const listGrants = (db: Db, { status, kind, prospectId }: GrantFilter, cursor: Cursor | undefined): Promise<GrantRow[]> =>
  db
    .select()
    .from(grants)
    .innerJoin(prospects, eq(prospects.id, grants.prospectId))
    .where(
      and(
        status && eq(grants.status, status),
        kind && eq(grants.kind, kind),
        prospectId ? eq(grants.prospectId, prospectId) : undefined,
        behind(cursor, grants.askedAt, grants.id),
      ),
    )
    .orderBy(desc(grants.askedAt), desc(grants.id))
    .limit(pageSize + 1)
    .then((rows) => rows.map((row) => ({ ...row.grants, company: row.prospects.company })))

/** A customer's own: what is asked of it and what it gives, then what is over. */
export const listGrantsOfCustomer = (db: Db, prospectId: string): Promise<Grant[]> =>
  db
    .select()
    .from(grants)
    .where(eq(grants.prospectId, prospectId))
    .orderBy(sql`case ${grants.status} when 'asked' then 0 when 'given' then 1 else 2 end`, desc(grants.askedAt), desc(grants.id))
    .limit(60)

type Takedown = GrantUse & { company: string; kindOfGrant: GrantKind }

/** Uses that outlive their grant, the longest ago first: each is a task (GRA3). */
export const listTakedowns = (db: Db): Promise<Takedown[]> =>
  db
    .select()
    .from(grantUses)
    .innerJoin(grants, eq(grants.id, grantUses.grantId))
    .innerJoin(prospects, eq(prospects.id, grantUses.prospectId))
    .where(sql`${grantUses.overdueSince} is not null and ${grantUses.takenDownAt} is null`)
    .orderBy(asc(grantUses.overdueSince), asc(grantUses.id))
    .limit(pageSize)
    .then((rows) => rows.map((row) => ({ ...row.grant_uses, company: row.prospects.company, kindOfGrant: row.grants.kind })))

/** Of some grants. */
export const listApprovalsOf = (db: Db, grantIds: readonly string[]): Promise<Pick<GrantApproval, 'grantId' | 'side'>[]> =>
  db
    .select({ grantId: grantApprovals.grantId, side: grantApprovals.side })
    .from(grantApprovals)
    .where(sql`${grantApprovals.grantId} in (select value from json_each(${JSON.stringify(grantIds)}))`)
    .limit(300)
