import { and, eq, sql } from 'drizzle-orm'
import { payoutDestinations } from '../../schema/payout-destinations.ts'
import { type Payout, payouts } from '../../schema/payouts.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import type { Outcome } from '../stripe/port.ts'
import { markUnknown } from './postpone.ts'
import { releaseStatements } from './release.ts'
import { consequenceOf } from './rules-run.ts'
import { answerOf } from './settle.ts'
import { hintNotices, oweAlarm, oweAlarmOnce } from './store-notices.ts'
import { stopStatement } from './store-payouts.ts'

type Unsent = Exclude<Outcome, { kind: 'sent' }>

/**
 * A definite no. On the only try of its key nothing can have left, so it is released; after an unclear try that one may still
 * land, so it is looked up (rows 8 and 9). What refused it also keeps the next ones from trying.
 */
export async function refusePayout(deps: Deps, payout: Payout, outcome: Unsent): Promise<void> {
  const { db, now } = deps
  const reason = outcome.answer.code ?? 'refused'
  if (payout.tries > 1) {
    await markUnknown(deps, payout, { reason: 'refused_late', outcome })
    await consequences(deps, payout, outcome)
    return
  }
  const at = now()
  const guard = sql`${payouts.lease} = ${payout.lease} and ${payouts.tries} = 1`
  try {
    await db.batch([...releaseStatements(db, payout, { from: 'sending', guard, reason }, at), answerOf(db, payout, outcome, at)])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  await consequences(deps, payout, outcome)
  await hintNotices(deps, `payout_released:${payout.id}`)
}

async function consequences(deps: Deps, payout: Payout, outcome: Unsent): Promise<void> {
  const { db, now } = deps
  const at = now()
  const { code } = outcome.answer
  const consequence = consequenceOf(code)
  // Many payouts are under way when the balance ends, and each is refused: that is one thing to do, told once a day.
  const alarmId = consequence === 'fund' ? `funds:${scopeOf(payout)}:${dayOf(at)}` : `refused:${payout.id}:${payout.gen}:${payout.tries}`
  const alarm = (what: string, todo: string) => oweAlarm(db, alarmId, { what, subject: payout.id, todo }, at)
  const statements = {
    fund: [
      stopStatement(db, scopeOf(payout), 'Our Stripe balance does not reach', 'system', at),
      oweAlarmOnce(
        db,
        alarmId,
        {
          what: `Our Stripe balance in ${payout.currency.toUpperCase()} does not reach for a run`,
          subject: payout.runId,
          todo: 'Fund the balance, then lift the stop. All that was refused stands in a new draft.',
        },
        at,
      ),
    ],
    restrict: [
      blockDestination(deps, payout, 'restricted', code),
      alarm(`Stripe refused a payout: ${outcome.reason}`, 'Ask the partner to look at Stripe.'),
    ],
    close: [
      blockDestination(deps, payout, 'closed', code),
      alarm(`Stripe refused a payout: ${outcome.reason}`, 'The partner needs a new Stripe account.'),
    ],
    bug: [alarm(`Stripe calls our request wrong: ${outcome.reason}`, 'Tell the developers, and pay this partner in a later run.')],
  }[consequence]
  const [first, ...rest] = statements
  if (!first) return
  try {
    await db.batch([first, ...rest])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  await hintNotices(deps, `alarm:${alarmId}`)
}

const scopeOf = ({ runId, currency }: Payout): string => `run:${runId}:${currency}`

/** Until Stripe is asked about the account again, nothing is sent to it. */
const blockDestination = (
  { db }: Deps,
  { partnerId, destinationVersion }: Payout,
  readiness: 'restricted' | 'closed',
  code: string | null,
) =>
  db
    .update(payoutDestinations)
    .set({ readiness, readinessCodes: code ? [code] : [] })
    .where(and(eq(payoutDestinations.partnerId, partnerId), eq(payoutDestinations.version, destinationVersion)))
