import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { type Adoption, type AdoptionStatus, adoptions } from '../../schema/restores.ts'
import type { Db } from '../database.ts'
import type { ListedTransfer } from '../stripe/port-lists.ts'
import { asInteger, asTime, eachOf, rowsOf } from './parameters.ts'
import type { Origins } from './rules-restore.ts'
import type { RunTotal } from './rules-run.ts'

/** What can be looked up here of forgotten transfers, by transfer; their payout ids are computed by who asks. */
export async function listOrigins(db: Db, transfers: readonly ListedTransfer[]): Promise<Map<string, Omit<Origins, 'payoutId'>>> {
  const rows = await db.all<{ id: string; hasPartner: number; hasDestination: number; hasTwin: number }>(sql`
    select value ->> 'id' "id", exists (select 1 from partners p where p.id = value ->> 'partnerId') "hasPartner",
      exists (select 1 from payout_destinations d where d.partner_id = value ->> 'partnerId' and d.stripe_account = value ->> 'destination') "hasDestination",
      exists (select 1 from adoptions a where a.payout_id = value ->> 'payoutId' and a.transfer <> value ->> 'id') "hasTwin"
    from ${rowsOf(transfers)}`)
  return new Map(
    rows.map(({ id, ...row }) => [
      id,
      { hasPartner: row.hasPartner === 1, hasDestination: row.hasDestination === 1, hasTwin: row.hasTwin === 1 },
    ]),
  )
}

export type FoundTransfer = ListedTransfer & { problem: string | null }

/** Statements: these transfers are known as forgotten, as Stripe shows them now; what was proposed stays as it was proposed. */
export const noteForgotten = (db: Db, found: readonly FoundTransfer[], epoch: number, at: Date) => {
  const rows = rowsOf(found.map((each) => ({ ...each, at: each.createdAt.getTime() })))
  return [
    db
      .update(adoptions)
      .set({
        payoutId: sql`f.value ->> 'payoutId'`,
        runId: sql`f.value ->> 'runId'`,
        partnerId: sql`f.value ->> 'partnerId'`,
        problem: sql`f.value ->> 'problem'`,
        foundAt: at,
      })
      .from(sql`${rows} f`)
      .where(sql`adoptions.transfer = f.value ->> 'id' and adoptions.status = 'found'`),
    db.insert(adoptions).select(
      sql`select value ->> 'id', value ->> 'payoutId', value ->> 'runId', value ->> 'partnerId', value ->> 'currency',
          cast(value ->> 'amountMinor' as integer), value ->> 'destination', cast(value ->> 'at' as integer), ${asInteger(epoch)}, ${asTime(at)},
          value ->> 'problem', 'found', null, null, null, null, null
        from ${rows} where value ->> 'id' not in (select transfer from adoptions)`,
    ),
  ] as const
}

/** A statement: what a whole comparison did not find any more is not ours, or not forgotten. */
export const forgetStale = (db: Db, comparingAt: Date) =>
  db.delete(adoptions).where(sql`${adoptions.status} = 'found' and ${adoptions.foundAt} < ${asTime(comparingAt)}`)

/** By transfer; of those found only what can be proposed. */
export const listAdoptions = (db: Db, status: AdoptionStatus, limit: number): Promise<Adoption[]> =>
  db
    .select()
    .from(adoptions)
    .where(and(eq(adoptions.status, status), status === 'found' ? sql`${adoptions.problem} is null` : undefined))
    .orderBy(asc(adoptions.transfer))
    .limit(limit)

export const listProblems = (db: Db, limit: number): Promise<Adoption[]> =>
  db
    .select()
    .from(adoptions)
    .where(and(eq(adoptions.status, 'found'), sql`${adoptions.problem} is not null`))
    .orderBy(asc(adoptions.transfer))
    .limit(limit)

export const listNewlyAdopted = (db: Db, epoch: number, limit: number): Promise<Adoption[]> =>
  db
    .select()
    .from(adoptions)
    .where(and(eq(adoptions.status, 'adopted'), eq(adoptions.epoch, epoch)))
    .orderBy(asc(adoptions.transfer))
    .limit(limit)

/** Those of these runs that somebody made or submitted: who did may not confirm what is adopted into them. */
export async function hasMadeRunOf(db: Db, staffId: string, runIds: readonly string[]): Promise<boolean> {
  const rows = await db.all(sql`select 1 from payout_runs where id in ${eachOf(runIds)} and status in ('draft','submitted','approved')
    and ${staffId} in (prepared_by, coalesce(submitted_by, '')) limit 1`)
  return rows.length > 0
}

/** Whether somebody proposed, or confirmed, a transfer of one of these runs; those who propose into a run and those who confirm stay apart. */
export async function hasAdoptedInto(
  db: Db,
  as: 'proposed_by' | 'confirmed_by',
  staffId: string,
  runIds: readonly string[],
): Promise<boolean> {
  const rows = await db.all(sql`select 1 from adoptions where run_id in ${eachOf(runIds)} and ${sql.raw(as)} = ${staffId} limit 1`)
  return rows.length > 0
}

/** Runs that are ready to be closed: all that was confirmed of them is adopted, and they are not sending yet. */
export async function listRunsToClose(db: Db, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    select distinct a.run_id "id" from adoptions a join payout_runs r on r.id = a.run_id and r.status in ('draft','submitted','approved') and r.reason is null
    where a.status = 'adopted' and not exists (select 1 from adoptions o where o.run_id = a.run_id and o.status = 'confirmed')
    order by a.run_id limit ${asInteger(limit)}`)
  return rows.map(({ id }) => id)
}

export const isStatus = (transfer: string, status: AdoptionStatus) => and(eq(adoptions.transfer, transfer), eq(adoptions.status, status))

/** The two people of a run's newest adoption. */
export async function findAdopter(db: Db, runId: string): Promise<Pick<Adoption, 'proposedBy' | 'confirmedBy'> | undefined> {
  const [adopter] = await db
    .select({ proposedBy: adoptions.proposedBy, confirmedBy: adoptions.confirmedBy })
    .from(adoptions)
    .where(and(eq(adoptions.runId, runId), eq(adoptions.status, 'adopted')))
    .orderBy(desc(adoptions.adoptedAt), asc(adoptions.transfer))
    .limit(1)
  return adopter
}

/** What stands in a run as payouts, by currency. */
export async function listAdoptedTotals(db: Db, runId: string): Promise<{ ids: string[]; totals: RunTotal[] }> {
  const rows = await db.all<{ id: string }>(sql`select id "id" from payouts where run_id = ${runId}`)
  const totals = await db.all<RunTotal>(
    sql`select currency "currency", count(*) "n", sum(amount_minor) "amountMinor" from payouts where run_id = ${runId} group by currency order by currency`,
  )
  return { ids: rows.map(({ id }) => id), totals }
}
