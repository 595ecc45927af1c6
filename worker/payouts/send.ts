import { sql } from 'drizzle-orm'
import { type Payout, payouts } from '../../schema/payouts.ts'
import type { Deps } from '../deps.ts'
import type { Outcome } from '../stripe/port.ts'
import { checkEachMinute } from './check.ts'
import { finishRun } from './finish.ts'
import { pauseForCap, stopAll } from './halt.ts'
import { leasePayout } from './lease.ts'
import { lookUpPayout } from './look-up.ts'
import { backOff, markStuck, markUnknown } from './postpone.ts'
import { refusePayout } from './refuse.ts'
import { neverTried, releasePayout } from './release.ts'
import { doubtsAtMost, keyOf } from './rules.ts'
import { stepOf } from './rules-standing.ts'
import { settlePayout } from './settle.ts'
import { findStanding } from './store-standing.ts'

/**
 * Takes one payout a step further: sends it, looks it up, or releases what will not be sent. Safe to repeat and to run twice at
 * once: the lease writes the key down before Stripe is asked.
 */
export async function sendPayout(deps: Deps, payoutId: string): Promise<void> {
  const standing = await findStanding(deps.db, payoutId, deps.now())
  if (!standing) return
  const { payout } = standing
  const step = stepOf(standing, deps.settings.moneyEpoch, deps.now())
  switch (step.do) {
    case 'nothing':
      return
    case 'look_up':
      await lookUpPayout(deps, standing)
      return finishRun(deps, payout.runId)
    case 'release':
      // That no key is on record proves nothing while Stripe knows what our books forgot.
      if (!(await checkEachMinute(deps, payout.runId, standing.checkedAt))) return
      await releasePayout(deps, payout, { from: 'reserved', guard: neverTried, reason: step.reason })
      return finishRun(deps, payout.runId)
    case 'mark_unknown':
      await markUnknown(deps, payout, {
        reason: step.reason,
        guard: sql`${payouts.status} = ${payout.status} and ${payouts.tries} = ${payout.tries}`,
        // After a restore nobody knows when this was last sent: quiet counts from now (row 4).
        ...(step.reason === 'restored' && { quietFrom: deps.now() }),
      })
      return
    case 'wait_for_slot':
      return waitForSlot(deps, payout, step.until)
    case 'pause_for_cap':
      return pauseForCap(deps, payout)
    case 'send':
      if (!(await checkEachMinute(deps, payout.runId, standing.checkedAt))) return
      await sendNow(deps, payoutId)
      return finishRun(deps, payout.runId)
  }
}

async function sendNow(deps: Deps, payoutId: string): Promise<void> {
  const leased = await leasePayout(deps, payoutId)
  if (!leased) return
  const { payout, notBefore } = leased
  const { id, gen, runId, partnerId, amountMinor, currency, destination } = payout
  const outcome = await deps.rail.send({ id, gen, runId, partnerId, amountMinor, currency, destination, notBefore }, keyOf(id, gen))
  await follow(deps, payout, outcome)
}

/** The arm of each outcome, one batch each (money.md 6). */
async function follow(deps: Deps, payout: Payout, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      return settlePayout(deps, payout, outcome.transfer, outcome)
    case 'refused':
      return refusePayout(deps, payout, outcome)
    case 'wait':
      return backOff(deps, payout, outcome)
    case 'doubt':
      if (payout.doubts + 1 < doubtsAtMost) return backOff(deps, payout, outcome)
      await markUnknown(deps, payout, { reason: 'doubt', outcome })
      return
    case 'unknown':
      await markUnknown(deps, payout, {
        reason: outcome.answer.http === 400 ? 'idempotency' : 'differs',
        outcome,
        pauses: outcome.answer.http === 400 ? 'Stripe says that a key of ours was used for another request' : undefined,
        alarm: {
          id: `unknown:${payout.id}:${payout.gen}:${payout.tries}`,
          what: `Stripe: ${outcome.reason}`,
          todo: 'The look-up decides; find out why.',
        },
      })
      return
    case 'kept':
      return markStuck(deps, payout, { reason: 'kept', outcome })
    case 'stop':
      return stopAll(deps, payout, outcome)
  }
}

async function waitForSlot({ db, now, hints }: Deps, payout: Payout, until: Date): Promise<void> {
  await db
    .update(payouts)
    .set({ nextAt: until })
    .where(
      sql`${payouts.id} = ${payout.id} and ${payouts.status} = ${payout.status} and ${payouts.tries} = ${payout.tries} and ${payouts.nextAt} <= ${now().getTime()}`,
    )
  await hints.send([{ kind: 'payout', id: payout.id }], { delaySeconds: Math.ceil((until.getTime() - now().getTime()) / 1000) })
}
