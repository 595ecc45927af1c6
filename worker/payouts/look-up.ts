import { and, eq, sql } from 'drizzle-orm'
import { payouts } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { asInteger, asTime } from './parameters.ts'
import { markStuck } from './postpone.ts'
import { releasePayout } from './release.ts'
import { quietMs } from './rules.ts'
import { isTransferOf } from './rules-run.ts'
import { notPayable, type Standing } from './rules-standing.ts'
import { settlePayout } from './settle.ts'

/**
 * The only way out of `unknown`: every transfer that carries this payout, a quiet hour after the last send. One that matches
 * settles it; none gives it one more generation, or releases it; anything else is for people (rows 11 to 13).
 *
 * @throws when Stripe's list failed or is partial: that says nothing, and nothing changes
 */
export async function lookUpPayout(deps: Deps, standing: Standing): Promise<void> {
  const { payout } = standing
  const found = await deps.rail.find(payout.id)
  const [only, ...others] = found
  const guard = isQuiet(payout.gen, deps.now())

  if (!only) return nothingFound(deps, standing)
  if (others.length > 0) return markStuck(deps, payout, { reason: 'several', guard })
  if (!isTransferOf(payout, only)) return markStuck(deps, payout, { reason: 'differs', guard })
  return settlePayout(deps, payout, only.id)
}

/** Still unknown, in the generation that was read, and quiet for long enough to believe an empty list. */
const isQuiet = (gen: number, at: Date) => sql`${payouts.status} = 'unknown' and ${payouts.gen} = ${asInteger(gen)}
  and ${payouts.nextAt} <= ${asTime(at)} and coalesce(${payouts.lastSentAt}, 0) + ${asInteger(quietMs)} <= ${asTime(at)}`

async function nothingFound(deps: Deps, standing: Standing): Promise<void> {
  const { payout, newestEpoch, runStatus } = standing
  const isOfEarlierEpoch = payout.epoch < deps.settings.moneyEpoch
  if (!isOfEarlierEpoch && newestEpoch !== deps.settings.moneyEpoch) return
  const reason = notPayable(standing)
  if (payout.gen === 0 && !isOfEarlierEpoch && !reason && runStatus === 'sending') return beginAnew(deps, standing)
  const why = isOfEarlierEpoch ? 'restored' : (reason ?? 'not_found')
  await releasePayout(deps, payout, { from: 'unknown', guard: isQuiet(payout.gen, deps.now()), reason: why })
}

/** A new key, born here and nowhere else (row 11). */
async function beginAnew({ db, now, hints, settings }: Deps, { payout }: Standing): Promise<void> {
  const at = now()
  try {
    await db.batch([
      db
        .update(payouts)
        .set({
          status: 'reserved',
          gen: 1,
          tries: 0,
          doubts: 0,
          firstSentAt: null,
          lease: null,
          leaseUntil: new Date(0),
          nextAt: at,
          reason: null,
        })
        .where(and(eq(payouts.id, payout.id), isQuiet(0, at), isStillPayable(settings.moneyEpoch))),
      ...changedExactly(db),
      trail(db, { at, actor: 'system', act: 'payout.new_generation', subject: payout.id, partnerId: payout.partnerId, detail: { gen: 1 } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    return
  }
  await hints.send([{ kind: 'payout', id: payout.id }])
}

const isStillPayable = (
  moneyEpoch: number,
) => sql`${payouts.epoch} = ${asInteger(moneyEpoch)} and (select max(n) from epochs) = ${asInteger(moneyEpoch)}
  and exists (select 1 from payout_runs r where r.id = ${payouts.runId} and r.status = 'sending' and r.reason is null)
  and exists (select 1 from partners p where p.id = ${payouts.partnerId} and p.status = 'active')
  and ${payouts.destinationVersion} = (select max(version) from payout_destinations d where d.partner_id = ${payouts.partnerId})`
