import { formatMoney } from '../../portal/components/format-money.ts'
import type { Payout } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import type { Outcome } from '../stripe/port.ts'
import { backOff, pauseStatement } from './postpone.ts'
import { hintNotices, oweAlarm } from './store-notices.ts'
import { stopStatement } from './store-payouts.ts'
import { listCaps } from './store-plan.ts'

type Unsent = Exclude<Outcome, { kind: 'sent' }>

/**
 * Stripe refuses us, not this payout: nothing at all leaves until people have looked. The payout keeps its key. Many are asked for at
 * once, and the first one's alarm is everybody's.
 */
export async function stopAll(deps: Deps, payout: Payout, outcome: Unsent): Promise<void> {
  const { db, now } = deps
  const at = now()
  const alarmId = `stop:${payout.id}:${payout.gen}:${payout.tries}`
  const alarm = {
    what: `Stripe refuses our key: ${outcome.reason}. All sending is stopped`,
    subject: payout.id,
    todo: 'Check the secret key.',
  }
  try {
    await db.batch([
      stopStatement(db, 'all', 'Stripe refuses our key', 'system', at),
      ...changedExactly(db),
      trail(db, { at, actor: 'system', act: 'stop.set', subject: 'all', detail: { payoutId: payout.id } }),
      oweAlarm(db, alarmId, alarm, at),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  await backOff(deps, payout, outcome)
  await hintNotices(deps, `alarm:${alarmId}`)
}

/** What would leave in this hour is above the cap: the run rests and a person decides. One payout above it leaves in no hour. */
export async function pauseForCap(deps: Deps, payout: Payout): Promise<void> {
  const { db, now } = deps
  const at = now()
  const alarmId = `hour:${payout.runId}:${payout.currency}:${at.getTime()}`
  const cap = (await listCaps(db)).find(({ currency }) => currency === payout.currency)
  const isAlone = cap !== undefined && payout.amountMinor > cap.hourMinor
  const alarm = isAlone
    ? {
        what: `A payout of ${formatMoney(payout.amountMinor, payout.currency)} is above the hourly cap of ${formatMoney(cap.hourMinor, payout.currency)}, and the run rests`,
        subject: payout.runId,
        todo: 'It leaves once the cap is raised: an administrator proposes that under Caps, an approver confirms. Then let the run go on.',
      }
    : { what: 'The hourly cap is reached and the run rests', subject: payout.runId, todo: 'Let it go on in the next hour.' }
  try {
    await db.batch([
      pauseStatement(db, payout.runId, 'The hourly cap is reached'),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: 'system',
        act: 'run.paused',
        subject: payout.runId,
        detail: { currency: payout.currency, reason: 'hourly cap' },
      }),
      oweAlarm(db, alarmId, alarm, at),
    ])
    await hintNotices(deps, `alarm:${alarmId}`)
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}
