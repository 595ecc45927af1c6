import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { payoutRuns } from '../../schema/payout-runs.ts'
import { caps } from '../../schema/payouts.ts'
import { audit } from '../../schema/records.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { asInteger, asTime } from './parameters.ts'
import { hintNotices, oweRole } from './store-notices.ts'

export type NewCaps = { currency: Currency; payoutMinor: number; runMinor: number; hourMinor: number; firstMinor: number }

/**
 * Proposes caps as the next version of their currency. They bind nobody until an approver has confirmed them.
 *
 * @throws Refusal stale when somebody proposed others meanwhile
 */
export async function proposeCaps(deps: Deps, by: { id: string; name: string }, asked: NewCaps, behind: number): Promise<void> {
  const { db, now } = deps
  const at = now()
  const version = behind + 1
  const noticeId = `caps:${asked.currency}:${version}`
  const notice = {
    what: `${by.name} proposes other caps for ${asked.currency.toUpperCase()}`,
    subject: `caps:${asked.currency}`,
    todo: 'Confirm them under Caps if they are right; until then the old ones hold.',
  }
  try {
    await db.batch([
      db.insert(caps).values({ ...asked, version, setBy: by.id, confirmedBy: null }),
      trail(db, { at, actor: by.id, act: 'caps.proposed', subject: `caps:${asked.currency}`, detail: { version, ...asked } }),
      oweRole(db, noticeId, 'approver', [by.id], { template: 'money_alarm', data: notice }, at),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('stale', 'These caps were changed since you opened the page. Look at what stands now, then change it.')
  }
  await hintNotices(deps, noticeId)
}

/**
 * From here on the newest version holds. A run that was submitted under higher caps and is above these needs a second approver.
 *
 * @throws Refusal not_found, wrong_state, same_person, second_factor_required, stale
 */
export async function confirmCaps(deps: Deps, by: SignedInStaff & SessionFacts, currency: Currency, version: number): Promise<void> {
  const { db, now } = deps
  const at = now()
  const [newest] = await db.select().from(caps).where(eq(caps.currency, currency)).orderBy(desc(caps.version)).limit(1)
  if (!newest || version > newest.version) throw notFound()
  if (newest.version !== version) throw new Refusal('stale', 'Other caps were proposed meanwhile. Please look at them.')
  if (newest.confirmedBy !== null) throw new Refusal('wrong_state', 'These caps were confirmed already.')
  if (newest.setBy === by.id) throw new Refusal('same_person', 'You proposed these caps, so another person confirms them.')
  requireSecondFactor(by, at)
  const isAbove = aboveOf(newest)
  try {
    await db.batch([
      db
        .update(caps)
        .set({ confirmedBy: by.id })
        .where(and(eq(caps.currency, currency), eq(caps.version, version), isNull(caps.confirmedBy))),
      ...changedExactly(db),
      trail(db, { at, actor: by.id, act: 'caps.confirmed', subject: `caps:${currency}`, detail: { version, setBy: newest.setBy } }),
      db
        .insert(audit)
        .select(
          sql`select null, ${asTime(at)}, 'system', 'run.second_needed', id, null, json_object('caps', ${currency}, 'version', ${asInteger(version)}) from payout_runs where ${isAbove}`,
        ),
      db.update(payoutRuns).set({ secondNeeded: true }).where(isAbove),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Somebody else was here at the same moment. Please look at it again.')
    throw error
  }
}

/** Submitted runs that one approver could have let go until now, and that are above these caps. */
const aboveOf = ({ currency, payoutMinor, runMinor, firstMinor }: NewCaps) => {
  const planned = sql`planned_payouts l where l.run_id = payout_runs.id and l.currency = ${currency}`
  return sql`payout_runs.status = 'submitted' and payout_runs.second_needed = 0 and (
    (select coalesce(sum(l.amount_minor), 0) from ${planned}) > ${asInteger(runMinor)}
    or exists (select 1 from ${planned} and (l.amount_minor > ${asInteger(payoutMinor)} or l.amount_minor > ${asInteger(firstMinor)}
      and not exists (select 1 from payouts p where p.partner_id = l.partner_id and p.status = 'paid'))))`
}
