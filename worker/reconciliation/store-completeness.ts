import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { asTime, eachOf } from '../payouts/parameters.ts'

export type KnownPayment = { id: string; source: string; dealId: string; recordedAt: number }

const select = sql`select p.id "id", p.source "source", p.deal_id "dealId", p.recorded_at "recordedAt" from payments p`

export const listPaymentsBySource = (db: Db, sources: readonly string[]): Promise<KnownPayment[]> =>
  db.all(sql`${select} where p.source in ${eachOf(sources)}`)

export const listPaymentsById = (db: Db, ids: readonly string[]): Promise<KnownPayment[]> =>
  db.all(sql`${select} where p.id in ${eachOf(ids)}`)

/** Payments by each of these objects that names one: what Stripe knows them under, or their source. */
export async function mapPaymentsByObject(db: Db, objects: readonly string[]): Promise<Map<string, KnownPayment>> {
  const rows = await db.all<KnownPayment & { object: string }>(sql`
    select o.object "object", p.id "id", p.source "source", p.deal_id "dealId", p.recorded_at "recordedAt" from payment_objects o join payments p on p.id = o.payment_id
    where o.object in ${eachOf(objects)}
    union all select p.source, p.id, p.source, p.deal_id, p.recorded_at from payments p where p.source in ${eachOf(objects)}`)
  return new Map(rows.map(({ object, ...payment }) => [object, payment]))
}

/** Of these sources, those under which Stripe bills a deal. */
export async function listBilledSources(db: Db, sources: readonly string[]): Promise<Set<string>> {
  const rows = await db.all<{ source: string }>(sql`select source "source" from deals where source in ${eachOf(sources)}`)
  return new Set(rows.map(({ source }) => source))
}

/** Whether the prospect was here when something happened. */
export async function wasHere(db: Db, prospectId: string, at: Date): Promise<boolean> {
  const [row] = await db.all<{ here: number }>(sql`select 1 "here" from prospects where id = ${prospectId} and created_at <= ${asTime(at)}`)
  return row !== undefined
}

/** Of these payments of a deal with a partner, those that have not exactly one commission or one refusal under its terms (I31). */
export async function listNotOnce(db: Db, paymentIds: readonly string[]): Promise<{ id: string; n: number; partnerId: string }[]> {
  return db.all(sql`
    select id "id", n "n", partner_id "partnerId" from (
      select p.id, d.partner_id,
        (select count(*) from commissions c where c.payment_id = p.id and c.kind = 'earned' and c.partner_id = d.partner_id
          and c.source = p.id || '/' || d.partner_id || '/' || d.terms_version_id)
        + (select count(*) from payment_refusals r where r.payment_id = p.id and r.partner_id = d.partner_id and r.terms_version = d.terms_version_id) n
      from payments p join deals d on d.id = p.deal_id where p.id in ${eachOf(paymentIds)} and d.partner_id is not null)
    where n <> 1`)
}

type OwedEvent = { id: string; type: string; object: string | null; error: string | null }

const owed = (where: SQL): SQL => sql`select id "id", type "type", object "object", error "error" from inbox
  where status in ('new','waiting') and ${where}`

/** Events that came before a moment and are not applied. */
export const listOwedSince = (db: Db, before: Date, limit: number): Promise<OwedEvent[]> =>
  db.all(sql`${owed(sql`received_at < ${asTime(before)}`)} order by received_at, id limit ${limit}`)

export async function listStillOwed(db: Db, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await db.all<OwedEvent>(owed(sql`id in ${eachOf(ids)}`))).map(({ id }) => id))
}
