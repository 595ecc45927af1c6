import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { deals } from '../../schema/deals.ts'
import { type Clause, type ClauseLine, clauseLines, clauses } from '../../schema/grants.ts'
import { prospects } from '../../schema/prospects.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

/** Until when nothing with this customer's name is asked for, because it struck the clause (CLA2). */
export async function findRest(db: Db, prospectId: string, today: string): Promise<string | undefined> {
  const [row] = await db
    .select({ restsUntil: clauses.restsUntil })
    .from(clauses)
    .where(and(eq(clauses.prospectId, prospectId), eq(clauses.status, 'struck'), sql`${clauses.restsUntil} > ${today}`))
    .orderBy(desc(clauses.restsUntil))
    .limit(1)
  return row?.restsUntil ?? undefined
}

/** @throws Refusal not_found */
export async function getClause(db: Db, id: string): Promise<Clause> {
  const [clause] = await db.select().from(clauses).where(eq(clauses.id, id))
  if (!clause) throw notFound()
  return clause
}

export const listClauseLines = (db: Db, clauseId: string): Promise<ClauseLine[]> =>
  db.select().from(clauseLines).where(eq(clauseLines.clauseId, clauseId)).orderBy(asc(clauseLines.n)).limit(50)

/** Newest first, one more than a page. */
export const listClauses = (db: Db, cursor: Cursor | undefined) =>
  db
    .select({
      id: clauses.id,
      status: clauses.status,
      proposedAt: clauses.proposedAt,
      restsUntil: clauses.restsUntil,
      company: prospects.company,
      deal: deals.name,
    })
    .from(clauses)
    .innerJoin(prospects, eq(prospects.id, clauses.prospectId))
    .innerJoin(deals, eq(deals.id, clauses.dealId))
    .where(behind(cursor, clauses.proposedAt, clauses.id))
    .orderBy(desc(clauses.proposedAt), desc(clauses.id))
    .limit(pageSize + 1)
