import type { PayoutRun } from '../../schema/payout-runs.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { comparedBeforeRun } from '../reconciliation/before-run.ts'
import { isBarred } from './barrier.ts'
import { finishCancelled, releaseRest } from './cancel.ts'
import { checkFirst } from './check.ts'
import { digestOf } from './digest.ts'
import { finishRun } from './finish.ts'
import { prepareRun } from './prepare.ts'
import { reserveRun, startRun } from './reserve.ts'
import { paceOf } from './rules.ts'
import { listDue, listRefusedForFunds, listReserved } from './store-due.ts'
import { findRun } from './store-plan.ts'
import { hasPayouts, listMovingRuns } from './store-runs.ts'

const runsAtOnce = 50
/** What the pace lets through between two sweeps. */
const hintsAtMost = 7_200
/** What one batch of a queue takes. */
const hintsPerMessage = 100

/** Moves every approved run on: reserves in chunks, marks it sending, finishes it. Also what a hint `run` does for one. */
export async function sweepRuns(deps: Deps, runId?: string): Promise<void> {
  const one = runId === undefined ? undefined : await findRun(deps.db, runId)
  const moving = runId === undefined ? await listMovingRuns(deps.db, runsAtOnce) : one ? [one] : []
  for (const run of moving) await moveRun(deps, run)
  if (runId === undefined) await prepareFollowUp(deps)
}

async function moveRun(deps: Deps, run: PayoutRun): Promise<void> {
  if (run.reason !== null && (run.status === 'approved' || run.status === 'sending')) {
    if (!(await releaseRest(deps, run))) return deps.hints.send([{ kind: 'run', id: run.id }])
    if (run.status === 'approved') return finishCancelled(deps, run.id)
  }
  if (run.status === 'sending') return finishRun(deps, run.id)
  if (run.status !== 'approved' || run.paused !== null || (await isBarred(deps))) return

  // Also before the first chunk: what a restore forgot must not be reserved anew.
  if (!(await hasPayouts(deps.db, run.id)) && !(await checkFirst(deps, run.id))) return
  if (!(await reserveRun(deps, run))) {
    const stands = await findRun(deps.db, run.id)
    if (stands?.status === 'approved' && !stands.paused && !stands.reason) await deps.hints.send([{ kind: 'run', id: run.id }])
    return
  }
  if (!(await comparedBeforeRun(deps, run.id)) || !(await checkFirst(deps, run.id))) return
  await startRun(deps, run.id)
  await hintPayouts(deps, await listReserved(deps.db, run.id, hintsAtMost))
  await finishRun(deps, run.id)
}

/** Sends hints for what is due: the queue sends, looks up and releases. A lost hint costs five minutes. */
export async function sweepPayouts(deps: Deps): Promise<void> {
  await hintPayouts(deps, await listDue(deps.db, deps.settings.moneyEpoch, deps.now(), hintsAtMost))
}

/** Hints in batches, each delayed to when the pace has a slot for it. */
async function hintPayouts({ hints, settings }: Deps, ids: readonly string[]): Promise<void> {
  const perMessage = Math.min(hintsPerMessage, 4 * paceOf(settings.stripe.live))
  for (let n = 0; n * perMessage < ids.length; n += 1) {
    const chunk = ids.slice(n * perMessage, (n + 1) * perMessage)
    const delaySeconds = n * 4
    await hints.send(
      chunk.map((id) => ({ kind: 'payout' as const, id })),
      ...(delaySeconds > 0 ? [{ delaySeconds }] : []),
    )
  }
}

/** What was refused for want of funds stands in a draft of its own, for people to approve once the balance is funded. */
async function prepareFollowUp(deps: Deps): Promise<void> {
  const refused = await listRefusedForFunds(deps.db, 500)
  if (refused.length === 0) return
  // Two sweeps at once see the same payouts, and so make the same draft.
  const act = `act_followup_${(await digestOf(refused.map(({ id }) => id).join())).slice(0, 24)}`
  try {
    await prepareRun(deps, { by: 'system', act, partnerIds: refused.map(({ partnerId }) => partnerId) })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}
