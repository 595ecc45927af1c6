import { and, eq, sql } from 'drizzle-orm'
import { type Payout, payoutAttempts, payouts, sendPace, sentHours } from '../../schema/payouts.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { isOfEpoch } from './barrier.ts'
import { asInteger, asTime } from './parameters.ts'
import { calmMs, hourOf, keyWallMs, leaseMs, paceOf, slotAheadMs } from './rules.ts'

type Leased = { payout: Payout; notBefore: Date }

/**
 * Takes a payout for one call to Stripe, and writes the key and the slot down before the call is made: rows 2 and 5 of the payout
 * table, every guard of theirs in this one batch. Undefined when any of them does not hold. Repeated with its own token it gives
 * what it took.
 */
export async function leasePayout(deps: Deps, id: string): Promise<Leased | undefined> {
  const { db, now, newId, settings } = deps
  const at = now()
  const token = newId('lease')
  const mine = db
    .select()
    .from(payouts)
    .where(and(eq(payouts.id, id), eq(payouts.lease, token), eq(payouts.status, 'sending')))
  const slot = db.select({ at: sendPace.nextSlotAt }).from(sendPace).where(eq(sendPace.id, 1))
  const leasedOf = ([payout]: Payout[], [pace]: { at: Date }[]) => payout && { payout, notBefore: pace?.at ?? at }
  try {
    const results = await db.batch([
      takeSlot(deps, at),
      ...changedExactly(db),
      db
        .update(payouts)
        .set({
          status: 'sending',
          lease: token,
          leaseUntil: new Date(at.getTime() + leaseMs),
          tries: sql`${payouts.tries} + 1`,
          firstSentAt: sql`coalesce(${payouts.firstSentAt}, ${asTime(at)})`,
          lastSentAt: at,
        })
        .where(and(eq(payouts.id, id), isDue(at), isAllowed(settings.moneyEpoch))),
      ...changedExactly(db),
      db
        .insert(payoutAttempts)
        .select(sql`select id, gen, tries, 'po:' || id || ':' || gen, last_sent_at from payouts where id = ${id} and lease = ${token}`),
      ...changedExactly(db),
      countHour(deps, id, at),
      ...holdsNow(db, hourIsBelowCap(id, at)),
      // In here, for the next lease moves the slot on.
      mine,
      slot,
    ])
    return leasedOf(results[8], results[9])
  } catch (error) {
    if (!wasRefused(error)) throw error
    // The batch may have run before and only its answer was lost.
    return leasedOf(...(await db.batch([mine, slot])))
  }
}

/** The next slot of the pace, if it is near; ten calm seconds make the pace one faster, up to what Stripe allows. */
const takeSlot = ({ db, settings }: Deps, at: Date) => {
  const isCalm = sql`${sendPace.perSecond} < ${asInteger(paceOf(settings.stripe.live))} and ${sendPace.calmSince} <= ${asTime(at)} - ${asInteger(calmMs)}`
  return db
    .update(sendPace)
    .set({
      // The next of so many places in a second: adding a rounded gap would lose one in a hundred.
      nextSlotAt: sql`((max(${sendPace.nextSlotAt}, ${asTime(at)}) * ${sendPace.perSecond} / 1000 + 1) * 1000 + ${sendPace.perSecond} - 1) / ${sendPace.perSecond}`,
      perSecond: sql`case when ${isCalm} then ${sendPace.perSecond} + 1 else min(${sendPace.perSecond}, ${asInteger(paceOf(settings.stripe.live))}) end`,
      calmSince: sql`case when ${isCalm} then ${asTime(at)} else ${sendPace.calmSince} end`,
    })
    .where(sql`${sendPace.id} = 1 and ${sendPace.nextSlotAt} <= ${asTime(at)} + ${asInteger(slotAheadMs)}`)
}

/** Reserved and payable, or a try that is over and whose key is young enough to be used again. */
const isDue = (at: Date) => sql`${payouts.nextAt} <= ${asTime(at)} and ${payouts.leaseUntil} < ${asTime(at)} and (
  ${payouts.status} = 'sending' and ${payouts.firstSentAt} > ${asTime(at)} - ${asInteger(keyWallMs)}
  or ${payouts.status} = 'reserved' and exists (select 1 from payout_destinations d where d.partner_id = ${payouts.partnerId}
      and d.version = ${payouts.destinationVersion} and d.stripe_account = ${payouts.destination}
      and d.readiness = 'active' and d.hold_until <= ${asTime(at)}
      and not exists (select 1 from payout_destinations n where n.partner_id = d.partner_id and n.version > d.version))
    and exists (select 1 from partners p where p.id = ${payouts.partnerId} and p.status = 'active')
    and exists (select 1 from payout_runs r where r.id = ${payouts.runId} and r.reason is null))`

/** The run sends and does not rest, nothing stops it, and no restore lies between (money.md 7). */
const isAllowed = (moneyEpoch: number) => sql`${payouts.epoch} = ${asInteger(moneyEpoch)}
  and ${isOfEpoch(moneyEpoch)}
  and exists (select 1 from payout_runs r where r.id = ${payouts.runId} and r.status = 'sending' and r.paused is null)
  and not exists (select 1 from stops where scope in ('all', 'run:' || ${payouts.runId}, 'run:' || ${payouts.runId} || ':' || ${payouts.currency},
    'partner:' || ${payouts.partnerId}, 'currency:' || ${payouts.currency}))`

/** Only a first try adds to what left in this hour: a later one carries the same money. */
const countHour = ({ db }: Deps, id: string, at: Date) =>
  db
    .insert(sentHours)
    .select(sql`select ${asInteger(hourOf(at))}, currency, amount_minor from payouts where id = ${id} and tries = 1`)
    .onConflictDoUpdate({
      target: [sentHours.hour, sentHours.currency],
      set: { amountMinor: sql`${sentHours.amountMinor} + excluded.amount_minor` },
    })

const hourIsBelowCap = (id: string, at: Date) => sql`not exists (select 1 from payouts p
  join sent_hours h on h.hour = ${asInteger(hourOf(at))} and h.currency = p.currency
  join caps c on c.currency = p.currency and c.confirmed_by is not null
    and c.version = (select max(version) from caps n where n.currency = p.currency and n.confirmed_by is not null)
  where p.id = ${id} and p.tries = 1 and h.amount_minor > c.hour_minor)`
