import { and, eq, isNull } from 'drizzle-orm'
import { type Signal, signals } from '../../schema/signals.ts'
import { holdCommission, releaseHoldsOf } from '../commissions/hold.ts'
import { rejectCommission } from '../commissions/reject.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { holdOfSignal } from './rules-signals-hold.ts'
import { listHeld, listUnheld } from './store-concerned.ts'

/** A partner with more than these waits for the next sweep, which goes on where this one stopped. */
const mostAtATime = 200

/**
 * Makes the commissions concerned follow a signal: open, it holds them; released, they are freed of this hold alone; confirmed, what is not
 * paid yet is refused. Each is a batch of its own, and all of it may be repeated, cut off or run twice at once.
 */
export async function settleSignal(deps: Deps, signal: Signal): Promise<void> {
  // What is to be refused is held first: nothing of it is paid while the others are still being refused.
  const isHeld = signal.status === 'released' || (await holdAll(deps, signal))
  const isSettled = isHeld && (signal.status === 'open' || (await endAll(deps, signal)))
  if (!isSettled || signal.settledAt) return
  await deps.db
    .update(signals)
    .set({ settledAt: deps.now() })
    .where(and(eq(signals.id, signal.id), eq(signals.status, signal.status), isNull(signals.settledAt)))
}

async function holdAll(deps: Deps, signal: Signal): Promise<boolean> {
  const hold = holdOfSignal(signal)
  for (let done = 0; done < mostAtATime; ) {
    const unheld = await listUnheld(deps.db, signal, hold.owner)
    if (unheld.length === 0) return true
    for (const { id } of unheld) await unlessFinal(() => holdCommission(deps, id, hold, 'system'))
    done += unheld.length
  }
  return false
}

async function endAll(deps: Deps, signal: Signal): Promise<boolean> {
  const { owner } = holdOfSignal(signal)
  let behind = ''
  let isSettled = true
  for (let done = 0; done < mostAtATime; ) {
    const held = await listHeld(deps.db, signal, owner, behind)
    for (const each of held) isSettled = (await end(deps, signal, owner, each)) && isSettled
    const last = held.at(-1)
    if (!last) return isSettled
    behind = last.id
    done += held.length
  }
  return false
}

/** False while the commission is in a payout, which decides first whether there is anything to refuse. */
async function end(
  deps: Deps,
  { status, reason, decidedBy }: Signal,
  owner: string,
  each: { id: string; status: string },
): Promise<boolean> {
  const why = { reason: reason ?? '', actor: decidedBy ?? 'system' }
  if (status === 'released' || each.status === 'paid') await releaseHoldsOf(deps, each.id, owner, why)
  else if (each.status === 'in_payout') return false
  else await unlessFinal(() => rejectCommission(deps, each.id, why.reason, why.actor))
  return true
}

/** What was paid, refused or cancelled meanwhile has nothing left to hold. */
async function unlessFinal(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'wrong_state') throw error
  }
}
