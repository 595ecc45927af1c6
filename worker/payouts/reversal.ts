import { and, eq } from 'drizzle-orm'
import { formatMoney } from '../../portal/components/format-money.ts'
import { commissionHolds, commissions } from '../../schema/commissions.ts'
import type { Payout } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { reversal as postReversal } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'
import type { Applier } from '../stripe/inbox.ts'
import type { Reversal } from '../stripe/port.ts'
import { returnedStatements } from './store-bank.ts'
import { hintNotices, oweAlarm } from './store-notices.ts'
import { findPayout } from './store-payouts.ts'
import { applyTransfer } from './transfer.ts'

/**
 * A transfer was taken back, whole or in part, by us or in Stripe's dashboard. Each reversal is written once, after the payout is
 * settled: the company owes its amount again, held until a person decides (money.md 9).
 */
export const applyTransferReversed: Applier = async (deps, event) => {
  const transfer = event.object && (await deps.rail.transfer(event.object))
  if (!transfer) return 'ignored'
  const payout = await settled(deps, event, transfer.payoutId)
  if (payout === 'released') return 'done'
  if (payout === 'open') return 'waiting'
  // Another transfer than the one that paid it: people have been called, and its money is not in this payout.
  if (payout.transfer === transfer.id) await writeReversals(deps, payout, transfer.id)
  return 'done'
}

/** Everything that was taken back of the transfer that paid a payout, each reversal once. */
export async function writeReversals(deps: Deps, payout: Payout, transfer: string): Promise<void> {
  for (const reversal of await deps.rail.reversals(transfer)) {
    assert(reversal.currency === payout.currency, 'a reversal is in the currency of its transfer')
    await readAgainIfRefused(async () => {
      if (!(await isWritten(deps.db, reversal.id))) await write(deps, payout, reversal)
    })
  }
}

/** The reversal may come before the transfer's own event, before the answer to our request, and before a forgotten payout is adopted. */
async function settled(deps: Deps, event: Parameters<Applier>[1], payoutId: string): Promise<Payout | 'released' | 'open'> {
  const before = await findPayout(deps.db, payoutId)
  if (before?.status !== 'paid') await applyTransfer(deps, event)
  const payout = before?.status === 'paid' ? before : await findPayout(deps.db, payoutId)
  if (payout?.status === 'paid') return payout
  return payout?.status === 'released' ? 'released' : 'open'
}

async function isWritten(db: Deps['db'], reversal: string): Promise<boolean> {
  const rows = await db.select({ id: commissions.id }).from(commissions).where(eq(commissions.source, reversal))
  return rows.length > 0
}

async function write(deps: Deps, payout: Payout, { id: reversal, amountMinor, createdAt }: Reversal): Promise<void> {
  const { db, now, newId } = deps
  const at = now()
  const { id: payoutId, partnerId, currency, transfer } = payout
  const id = newId('com')
  const whose = { partnerId, currency }
  const money = formatMoney(amountMinor, currency)
  const alarm = {
    what: `${money} of a payout was taken back from the partner’s Stripe account`,
    subject: payoutId,
    todo: 'It is owed to the partner again and on hold. Find out why; end the hold and the next run pays it, or keep it held.',
  }
  const taken = { amountMinor, at: createdAt }
  const { statements } = await returnedStatements(db, whose, { taken, cause: reversal }, at)
  const commission = { id, ...whose, amountMinor, kind: 'returned' as const, source: reversal, cause: payoutId }
  await inOneBatch(db, [
    ...statements,
    db.insert(commissions).values({
      ...commission,
      accruedAt: createdAt,
      maturesAt: createdAt,
      status: 'approved',
      statusReason: 'A payout was taken back.',
    }),
    db
      .insert(commissionHolds)
      .values({ commissionId: id, n: 1, reason: 'A payout was taken back; we look into it.', owner: 'finance', openedAt: at }),
    db
      .update(commissions)
      .set({ status: 'on_hold', heldFrom: 'approved' })
      .where(and(eq(commissions.id, id), eq(commissions.status, 'approved'))),
    ...changedExactly(db),
    post(db, postReversal({ ...whose, id: payoutId, amountMinor, reversal }, at), at),
    trail(db, {
      at,
      actor: 'stripe',
      act: 'payout.reversed',
      subject: payoutId,
      partnerId,
      detail: { transfer, reversal, amountMinor, currency, commission: id },
    }),
    oweAlarm(db, `reversal:${reversal}`, alarm, at),
  ])
  await hintNotices(deps, `alarm:reversal:${reversal}`)
}
