import { and, asc, eq, gt, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { dealDetails, hourDraws } from '../../schema/deal-kinds.ts'
import { deals } from '../../schema/deals.ts'
import { prospects } from '../../schema/prospects.ts'
import { onceOnly } from '../agreements/nightly.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import { daysAfter, endOfPeriod, hoursInWords, isToLapse, isToWarn, warningDays } from './rules-hours.ts'

type Nightly = Pick<Deps, 'db' | 'now' | 'hints'>
const atOnce = 50

/** Hours at the end of their period (DEA5): staff are warned, then what nobody used lapses. May run twice, overlap or be missed. */
export async function lookAfterHours(deps: Nightly): Promise<void> {
  const today = dayOf(deps.now())
  for (const pool of await listPools(deps, and(isNull(dealDetails.expiresOn), isNotNull(dealDetails.period)))) await beginPeriod(deps, pool)
  const ending = await listPools(deps, lte(dealDetails.expiresOn, daysAfter(today, warningDays)))
  for (const pool of ending.filter((each) => isToWarn(each.details, today))) await warn(deps, pool, today)
  for (const pool of ending.filter((each) => isToLapse(each.details, today))) await lapse(deps, pool, today)
  const carried = await listPools(
    deps,
    and(lt(dealDetails.expiresOn, today), eq(dealDetails.rollover, true), isNotNull(dealDetails.period)),
  )
  for (const pool of carried) await goOn(deps, pool)
}

type Pool = Awaited<ReturnType<typeof listPools>>[number]

const listPools = ({ db }: Pick<Deps, 'db'>, where: SQL | undefined) =>
  db
    .select({ details: dealDetails, name: deals.name, company: prospects.company, wonAt: deals.wonAt })
    .from(dealDetails)
    .innerJoin(deals, and(eq(deals.id, dealDetails.dealId), eq(deals.status, 'won')))
    .innerJoin(prospects, eq(prospects.id, deals.prospectId))
    .where(and(gt(dealDetails.leftMinutes, 0), where))
    .orderBy(asc(dealDetails.expiresOn), asc(dealDetails.dealId))
    .limit(atOnce)

/** A retainer's first period begins with the day it was won. */
async function beginPeriod({ db, now }: Nightly, { details: { dealId, period }, wonAt }: Pool): Promise<void> {
  if (!period) return
  const expiresOn = endOfPeriod(dayOf(wonAt ?? now()), period)
  await db
    .update(dealDetails)
    .set({ expiresOn })
    .where(and(eq(dealDetails.dealId, dealId), isNull(dealDetails.expiresOn)))
}

async function warn(deps: Nightly, { details, name, company }: Pool, today: string): Promise<void> {
  const { db, now } = deps
  const { dealId, expiresOn, leftMinutes } = details
  const noticeId = `hours_lapse:${dealId}:${expiresOn}`
  const lastDay = [expiresOn ?? '', daysAfter(today, warningDays - 1)].toSorted().at(-1)
  const data = {
    what: `${hoursInWords(leftMinutes ?? 0)} of ${company} lapse after ${lastDay}: ${name}`,
    todo: 'Tell the customer while it can still use them. What is left then lapses by itself.',
    path: `/deals/${dealId}`,
  }
  await onceOnly(() =>
    inOneBatch(db, [
      db
        .update(dealDetails)
        .set({ lapsesOn: expiresOn, warnedOn: today })
        .where(
          and(
            eq(dealDetails.dealId, dealId),
            sql`${dealDetails.lapsesOn} is not ${expiresOn}`,
            sql`${dealDetails.expiresOn} is ${expiresOn}`,
          ),
        ),
      ...changedExactly(db),
      oweRole(db, noticeId, 'sales', [], { template: 'desk_news', data }, now()),
    ]),
  )
  await hintNotices(deps, noticeId)
}

/** What is left of the period that ended; hours that were bought after it stay. A retainer's next period begins. */
async function lapse({ db, now }: Nightly, { details }: Pool, today: string): Promise<void> {
  const { dealId, expiresOn, period } = details
  if (!expiresOn) return
  const at = now()
  const id = `drw_lapse_${dealId}_${expiresOn}`
  const left = sql`k.left_minutes - (select coalesce(sum(h.minutes), 0) from hour_draws h where h.deal_id = k.deal_id and h.kind = 'top_up' and h.happened_on > ${expiresOn})`
  await onceOnly(() =>
    inOneBatch(db, [
      db.insert(hourDraws).select(
        sql`select ${id}, k.deal_id, 'lapse', ${left}, ${today}, ${`Not used by ${expiresOn}`}, null, 'system', cast(${at.getTime()} as integer)
          from deal_details k where k.deal_id = ${dealId} and k.expires_on = ${expiresOn} and ${left} > 0`,
      ),
      ...(period ? [nextPeriod(db, dealId, expiresOn, period), ...changedExactly(db)] : []),
      trail(db, { at, actor: 'system', act: 'hours.lapsed', subject: dealId, detail: { draw: id, on: expiresOn } }),
    ]),
  )
}

/** Hours that roll over lapse never; their period moves on. */
async function goOn({ db }: Nightly, { details: { dealId, expiresOn, period } }: Pool): Promise<void> {
  if (expiresOn && period) await nextPeriod(db, dealId, expiresOn, period)
}

const nextPeriod = (db: Deps['db'], dealId: string, endsOn: string, period: NonNullable<Pool['details']['period']>) =>
  db
    .update(dealDetails)
    .set({ expiresOn: endOfPeriod(daysAfter(endsOn, 1), period) })
    .where(and(eq(dealDetails.dealId, dealId), eq(dealDetails.expiresOn, endsOn)))
