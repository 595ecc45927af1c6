import { sql } from 'drizzle-orm'
import { payouts } from '../../schema/payouts.ts'
import type { Deps } from '../deps.ts'
import type { Applier } from '../stripe/inbox.ts'
import { isBarred } from './barrier.ts'
import { finishRun } from './finish.ts'
import { markUnknown } from './postpone.ts'
import { isOpen, isTakenBack, isTransferOf } from './rules-run.ts'
import { alarmAboutTransfer, settlePayout } from './settle.ts'
import { findPayout, hasSettled } from './store-payouts.ts'

/** Stripe tells of a transfer: fetched and held against its payout, it settles what is being sent or looked up (row 7). */
export const applyTransfer: Applier = async (deps, event) => {
  // It was held against its payout when it settled it: of a new transfer there is nothing more to ask.
  if (event.type === 'transfer.created' && event.object && (await hasSettled(deps.db, event.object))) return 'done'
  const transfer = event.object && (await deps.rail.transfer(event.object))
  if (!transfer) return 'ignored'

  const payout = await findPayout(deps.db, transfer.payoutId)
  if (!payout) {
    // While a restore is worked through, people adopt it; until then its event waits.
    if (!(await isBarred(deps))) await alarmAboutTransfer(deps, transfer.payoutId, transfer.id, 'There is no such payout here')
    return 'waiting'
  }
  // What settled it was looked at then, by two people where it was not what was ordered.
  if (payout.transfer === transfer.id) return 'done'
  // Nor is there anything to stop where people had it taken back before they decided.
  if (!isOpen(payout.status) && isTakenBack(transfer)) return 'done'
  if (payout.status === 'reserved' || !isTransferOf(payout, transfer)) return surprise(deps, payout, transfer.id)
  if (payout.status === 'sending' || payout.status === 'unknown') {
    await settlePayout(deps, payout, transfer.id)
    await finishRun(deps, payout.runId)
  } else if (payout.status === 'released' || (payout.status === 'paid' && payout.transfer !== transfer.id)) {
    await alarmAboutTransfer(deps, payout.id, transfer.id, `The payout is ${payout.status}`)
  }
  return 'done'
}

/** Never asked for as far as we know, or other than ordered: only the look-up can tell (row 4). */
async function surprise(deps: Deps, payout: NonNullable<Awaited<ReturnType<typeof findPayout>>>, transfer: string): Promise<'done'> {
  const isOpen = payout.status === 'reserved' || payout.status === 'sending'
  if (isOpen) {
    await markUnknown(deps, payout, {
      reason: payout.status === 'reserved' ? 'transfer_seen' : 'differs',
      guard: sql`${payouts.status} = ${payout.status} and ${payouts.gen} = ${payout.gen}`,
      quietFrom: deps.now(),
    })
  } else if (payout.status === 'paid' || payout.status === 'released') {
    await alarmAboutTransfer(deps, payout.id, transfer, `The payout is ${payout.status}`)
  }
  return 'done'
}
