import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import type { PayoutStatus } from '../../schema/payouts.ts'
import { stripeTransfers } from '../../schema/reconciliation.ts'
import { pulls } from '../../schema/records.ts'
import { type Restore, type RestoreList, restores } from '../../schema/restores.ts'
import type { Db } from '../database.ts'
import type { ListedTransfer } from '../stripe/port-lists.ts'
import { asInteger, asTime, eachOf, rowsOf } from './parameters.ts'
import type { KnownPayout } from './rules-restore.ts'
import { carriedMinor } from './store-payouts.ts'

export async function findRestore(db: Db, epoch: number): Promise<Restore | undefined> {
  const [restore] = await db.select().from(restores).where(eq(restores.epoch, epoch))
  return restore
}

export async function newestEpoch(db: Db): Promise<number> {
  const [row] = await db.all<{ n: number }>(sql`select max(n) "n" from epochs`)
  return row?.n ?? 0
}

/** The payouts of these ids that are here. */
export const listKnown = (db: Db, ids: readonly string[]): Promise<KnownPayout[]> =>
  db.all<KnownPayout & { currency: Currency; status: PayoutStatus }>(sql`
    select o.id "id", ${carriedMinor} "amountMinor", o.currency "currency", o.destination "destination", o.transfer "transfer", o.status "status",
      coalesce((select sum(c.amount_minor) from commissions c where c.partner_id = o.partner_id and c.kind = 'returned' and c.cause = o.id), 0) "reversedMinor"
    from payouts o where o.id in ${eachOf(ids)}`)

/** A statement: these transfers were listed by Stripe at this moment. */
export const noteListed = (db: Db, transfers: readonly ListedTransfer[], at: Date) =>
  db
    .insert(stripeTransfers)
    .select(
      sql`select value ->> 'id', value ->> 'payoutId', value ->> 'currency', cast(value ->> 'amountMinor' as integer),
          cast(value ->> 'reversedMinor' as integer), value ->> 'destination', cast(value ->> 'at' as integer), ${asTime(at)}
        from ${rowsOf(transfers.map((each) => ({ ...each, at: each.createdAt.getTime() })))} where true`,
    )
    .onConflictDoUpdate({
      target: stripeTransfers.transfer,
      set: { reversedMinor: sql`excluded.reversed_minor`, seenAt: sql`max(${stripeTransfers.seenAt}, excluded.seen_at)` },
    })

/** `amountMinor` is what its transfer carries. */
type Paid = { id: string; transfer: string; amountMinor: number; currency: Currency; destination: string }

/** Paid payouts, by id, that ended since and whose transfer no list of this comparison showed: it may be older than the lists. */
export const listUnlisted = (db: Db, { since, comparingAt }: Restore, behind: string, limit: number): Promise<Paid[]> =>
  db.all(sql`
    select o.id "id", o.transfer "transfer", ${carriedMinor} "amountMinor", o.currency "currency", o.destination "destination" from payouts o
    where o.status = 'paid' and o.finished_at >= ${asTime(since)} and o.id > ${behind}
      and not exists (select 1 from stripe_transfers t where t.transfer = o.transfer and t.seen_at >= ${asTime(comparingAt ?? since)})
    order by o.id limit ${asInteger(limit)}`)

/** A statement: the comparison goes on there, unless somebody else turned this page. */
export const turnComparison = (db: Db, read: Restore, to: { list: RestoreList; behind: string | null; found: number }) =>
  db
    .update(restores)
    .set({ list: to.list, behind: to.behind, found: sql`${restores.found} + ${asInteger(to.found)}` })
    .where(isWhereRead(read))

/** A statement: the comparison is complete. */
export const endComparison = (db: Db, read: Restore, differences: number, at: Date) =>
  db
    .update(restores)
    .set({ comparingAt: null, comparingBy: null, list: null, behind: null, comparedAt: at, differences })
    .where(isWhereRead(read))

const isWhereRead = ({ epoch, comparingAt, list, behind }: Restore) =>
  and(
    eq(restores.epoch, epoch),
    sql`${restores.comparingAt} = ${asTime(comparingAt ?? new Date(0))} and ${restores.list} = ${list}`,
    behind === null ? isNull(restores.behind) : eq(restores.behind, behind),
  )

/** How many of Stripe's lists were walked to their end since a moment, and how many there are. */
export async function countPulled(db: Db, since: Date): Promise<{ done: number; all: number }> {
  const [row] = await db.all<{ done: number; all: number }>(
    sql`select count(*) "all", coalesce(sum(${pulls.startedAt} is null and ${pulls.completeUntil} >= ${asTime(since)}), 0) "done" from ${pulls}`,
  )
  return row ?? { done: 0, all: 0 }
}

export type Left = {
  /** Payouts of an earlier epoch that are still looked up; stuck ones wait for people, and are sent no more. */
  open: number
  stuck: number
  /** Pulled events that are not applied, and those that people set aside. */
  events: number
  setAside: number
  /** Forgotten transfers that are not taken in. */
  adoptions: number
}

/** What stands between a restore and its end, besides what Stripe shows. */
export async function countLeft(db: Db, { epoch, begunAt }: Restore): Promise<Left> {
  const [left] = await db.all<Left>(sql`select
    (select count(*) from payouts where status in ('reserved','sending','unknown','stuck') and status <> 'stuck' and epoch < ${asInteger(epoch)}) "open",
    (select count(*) from payouts where status in ('reserved','sending','unknown','stuck') and status = 'stuck') "stuck",
    (select count(*) from inbox where status in ('new','waiting') and status = 'new' and received_at >= ${asTime(begunAt)}) "events",
    (select count(*) from inbox where set_aside_at is not null and received_at >= ${asTime(begunAt)}) "setAside",
    (select count(*) from adoptions where status <> 'adopted') "adoptions"`)
  return left ?? { open: 0, stuck: 0, events: 0, setAside: 0, adoptions: 0 }
}

/** Of these events, those that are not applied. */
export async function listUnapplied(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.all<{ id: string }>(sql`select id from inbox where id in ${eachOf(ids)} and status in ('new','waiting')`)
  return new Set(rows.map(({ id }) => id))
}

/** The stop that stands because Stripe knows transfers which our books forgot: a restore that nobody announced. */
export async function findForgottenStop(db: Db): Promise<{ reason: string; at: Date } | undefined> {
  const [stop] = await db.all<{ reason: string; at: number }>(
    sql`select reason "reason", set_at "at" from stops where scope = 'all' and set_by = 'system' and reason glob 'Transfer *'`,
  )
  return stop && { reason: stop.reason, at: new Date(stop.at) }
}
