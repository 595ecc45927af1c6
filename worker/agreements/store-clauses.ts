import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { deals } from '../../schema/deals.ts'
import { type Clause, type ClauseLine, clauseLines, clauses } from '../../schema/grants.ts'
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

export const listClausesOfCustomer = (db: Db, prospectId: string): Promise<Clause[]> =>
  db.select().from(clauses).where(eq(clauses.prospectId, prospectId)).orderBy(desc(clauses.proposedAt), desc(clauses.id)).limit(20)

/** Its deals without a clause yet. */
export const listDealsWithoutClause = (db: Db, prospectId: string) =>
  db
    .select({ id: deals.id, name: deals.name })
    .from(deals)
    .where(and(eq(deals.prospectId, prospectId), sql`not exists (select 1 from clauses c where c.deal_id = ${deals.id})`))
    .orderBy(desc(deals.openedAt), desc(deals.id))
    .limit(50)
