import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { type CreditChange, claims, creditChanges } from '../../schema/claims.ts'
import { type Deal, deals } from '../../schema/deals.ts'
import { type Attribution, attributions } from '../../schema/prospects.ts'
import { type TermsVersion, termsVersions } from '../../schema/terms.ts'
import type { Statement } from '../batch.ts'
import { idsIn } from '../commissions/store-families.ts'
import type { Db } from '../database.ts'
import { holdsNow } from '../guard.ts'
import { termsOfPartner } from '../terms/store.ts'

/** An open claim to what a prospect's deals earn, and who makes it. */
export type Contesting = { id: string; partnerId: string }

/** One about an amount contests nobody's credit. */
const isContesting = sql`${claims.status} in ('open','appealed') and ${claims.kind} <> 'wrong_amount'`

export const listContesting = (db: Db, prospectId: string | SQL) =>
  db
    .select({ id: claims.id, partnerId: claims.partnerId })
    .from(claims)
    .where(and(sql`${claims.prospectId} = ${prospectId}`, isContesting))
    .orderBy(asc(claims.id))
    .limit(20)

/** Statements: undo the batch when a claim to this prospect was made or answered since. */
export const contestingUnmoved = (db: Db, { deal, claims: read }: { deal: Deal; claims: readonly Contesting[] }): readonly Statement[] =>
  holdsNow(
    db,
    sql`(select coalesce(group_concat(c.id, ',' order by c.id), '') from claims c where c.prospect_id = ${deal.prospectId}
      and c.status in ('open','appealed') and c.kind <> 'wrong_amount') = ${read.map(({ id }) => id).join(',')}`,
  )

/** A statement: what was decided about a prospect has to be written for each of its deals, whoever does it and when. */
export const changeCredit = (db: Db, prospectId: string, cause: string, actor: string, at: Date): Statement =>
  db.insert(creditChanges).select(
    sql`select d.id, ${cause}, ${actor}, d.partner_id, cast(${at.getTime()} as integer), null from deals d
      where d.prospect_id = ${prospectId} order by d.id`,
  )

/** Deals with something left to write, the longest waiting first. */
export const listUnfinishedDeals = (db: Db, limit: number, prospectId?: string): Promise<string[]> =>
  db
    .select({ dealId: creditChanges.dealId })
    .from(creditChanges)
    .innerJoin(deals, eq(deals.id, creditChanges.dealId))
    .where(and(isNull(creditChanges.doneAt), prospectId === undefined ? undefined : eq(deals.prospectId, prospectId)))
    .groupBy(creditChanges.dealId)
    .orderBy(sql`min(${creditChanges.decidedAt})`, asc(creditChanges.dealId))
    .limit(limit)
    .then((rows) => rows.map(({ dealId }) => dealId))

/** What is left to write for a deal, and the decision about its prospect that is in force. */
export async function readCreditChanges(db: Db, dealId: string): Promise<{ open: CreditChange[]; inForce: Attribution | undefined }> {
  const [open, [inForce]] = await db.batch([
    db
      .select()
      .from(creditChanges)
      .where(and(eq(creditChanges.dealId, dealId), isNull(creditChanges.doneAt)))
      .orderBy(asc(creditChanges.decidedAt), asc(creditChanges.cause)),
    db
      .select()
      .from(attributions)
      .where(
        sql`${attributions.id} = (select a.id from attributions a join deals d on d.prospect_id = a.prospect_id
          where d.id = ${dealId} order by a.n desc limit 1)`,
      ),
  ])
  return { open, inForce }
}

/** A statement: all of this is written. */
export const endCreditChanges = (db: Db, dealId: string, causes: readonly string[], at: Date): Statement =>
  db
    .update(creditChanges)
    .set({ doneAt: at })
    .where(and(eq(creditChanges.dealId, dealId), inArray(creditChanges.cause, idsIn(causes)), isNull(creditChanges.doneAt)))

/** A statement: the deal stands under another decision. */
export const moveDeal = (db: Db, { id, attributionId, partnerId, termsVersionId, dependsOnYear }: Deal): Statement =>
  db.update(deals).set({ attributionId, partnerId, termsVersionId, dependsOnYear }).where(eq(deals.id, id))

/**
 * Under which terms a partner gets the credit for a deal of a certain day, decided later: the version that was in force on that day, as if
 * the credit had been right from the beginning; the group's first one where it had none yet.
 */
export async function termsOfPartnerThen(db: Db, partnerId: string, openedAt: Date): Promise<TermsVersion | undefined> {
  const then = await termsOfPartner(db, partnerId, openedAt)
  if (then) return then
  const [first] = await db
    .select()
    .from(termsVersions)
    .where(sql`${termsVersions.groupId} = (select p.group_id from partners p where p.id = ${partnerId})`)
    .orderBy(asc(termsVersions.version))
    .limit(1)
  return first
}
