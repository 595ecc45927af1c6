import { type SQL, sql } from 'drizzle-orm'
import { type Payout, payouts } from '../../schema/payouts.ts'
import { type ReconBreak, type ReconJob, reconBreaks, stripeTransfers } from '../../schema/reconciliation.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { asInteger, asTime, eachOf, rowsOf } from '../payouts/parameters.ts'
import { carriedMinor } from '../payouts/store-payouts.ts'
import type { PaidPayout } from './rules.ts'

/** A transfer of ours as Stripe shows it. */
export type SeenTransfer = {
  id: string
  payoutId: string
  amountMinor: number
  reversedMinor: number
  currency: string
  destination: string
  createdAt: Date
}

/** A statement: what Stripe showed of them. One that is known is only written where more of it was taken back. */
export const keepTransfers = (db: Db, transfers: readonly SeenTransfer[], at: Date): Statement =>
  db
    .insert(stripeTransfers)
    .select(
      sql`select value ->> 'id', value ->> 'payoutId', value ->> 'currency', cast(value ->> 'amountMinor' as integer),
            cast(value ->> 'reversedMinor' as integer), value ->> 'destination', cast(value ->> 'at' as integer), ${asTime(at)}
          from ${rowsOf(transfers.map((each) => ({ ...each, at: each.createdAt.getTime() })))} where true`,
    )
    .onConflictDoUpdate({
      target: stripeTransfers.transfer,
      set: { reversedMinor: sql`excluded.reversed_minor`, seenAt: sql`excluded.seen_at` },
      setWhere: sql`excluded.reversed_minor > ${stripeTransfers.reversedMinor}`,
    })

export type OwnPayout = PaidPayout & Pick<Payout, 'partnerId'>

const selectOwn = (where: SQL): SQL => sql`select o.id "id", o.status "status", o.transfer "transfer", o.currency "currency",
  o.destination "destination", o.partner_id "partnerId", ${carriedMinor} "carriedMinor" from payouts o where ${where}`

export async function mapPayouts(db: Db, ids: readonly string[]): Promise<Map<string, OwnPayout>> {
  const rows = await db.all<OwnPayout>(selectOwn(sql`o.id in ${eachOf(ids)}`))
  return new Map(rows.map((row) => [row.id, row]))
}

export type Unlisted = {
  id: string
  transfer: string
  finishedAt: Date
  partnerId: string
  currency: Payout['currency']
  amountMinor: number
}

/** Paid payouts of a time whose transfer Stripe never listed, by when they were paid, behind one of them. */
export async function listUnlisted(
  db: Db,
  since: Date,
  until: Date,
  behind: { at: number; id: string },
  limit: number,
): Promise<Unlisted[]> {
  const rows = await db
    .select({
      id: payouts.id,
      transfer: payouts.transfer,
      finishedAt: payouts.finishedAt,
      partnerId: payouts.partnerId,
      currency: payouts.currency,
      amountMinor: payouts.amountMinor,
    })
    .from(payouts)
    .where(
      sql`finished_at between ${asTime(since)} and ${asTime(until)} and (finished_at, id) > (${asInteger(behind.at)}, ${behind.id})
        and status = 'paid' and not exists (select 1 from stripe_transfers t where t.transfer = payouts.transfer)`,
    )
    .orderBy(payouts.finishedAt, payouts.id)
    .limit(limit)
  return rows.flatMap(({ transfer, finishedAt, ...row }) => (transfer && finishedAt ? [{ ...row, transfer, finishedAt }] : []))
}

/** Open breaks of a job that a run which began at this moment did not see, by id. */
export const listUnseen = (db: Db, job: ReconJob, startedAt: Date, behind: number, limit: number): Promise<ReconBreak[]> =>
  db
    .select()
    .from(reconBreaks)
    .where(sql`job = ${job} and closed_at is null and seen_at < ${asTime(startedAt)} and ${reconBreaks.id} > ${asInteger(behind)}`)
    .orderBy(reconBreaks.id)
    .limit(limit)
