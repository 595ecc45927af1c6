import { and, eq } from 'drizzle-orm'
import { formatMoney } from '../../portal/components/format-money.ts'
import { commissions } from '../../schema/commissions.ts'
import { ledgerRequests } from '../../schema/decisions.ts'
import type { Payout } from '../../schema/payouts.ts'
import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { adjustPaid } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'

type Decided = { adjustMinor: number; askedBy: string; askedAt: Date; decidedBy: string }

/** Under this request stands what was adjusted when two people decided about a stuck payout. */
export const adjustmentOf = (payoutId: string): string => `req_${payoutId}`

/**
 * Statements: `paid` says what really left, and the partner is owed the difference, or owes it (money.md 5, row 14). The request is
 * asked by who proposed the decision and confirmed by who confirmed it. None when the transfer carries what was ordered.
 */
export function adjustToTransfer(
  { db, newId }: Pick<Deps, 'db' | 'newId'>,
  payout: Payout,
  { adjustMinor, askedBy, askedAt, decidedBy }: Decided,
  at: Date,
): Statement[] {
  if (adjustMinor === 0) return []
  const { partnerId, currency, amountMinor: orderedMinor } = payout
  const id = adjustmentOf(payout.id)
  const carried = formatMoney(orderedMinor - adjustMinor, currency)
  const reason = `A payout of ${formatMoney(orderedMinor, currency)} reached the Stripe account as ${carried}.`
  const request = { id, partnerId, currency, amountMinor: adjustMinor }
  return [
    db.insert(ledgerRequests).values({ ...request, kind: 'adjust', reason, status: 'open', askedBy, askedAt }),
    db
      .update(ledgerRequests)
      .set({ status: 'confirmed', decidedBy, decidedAt: at })
      .where(and(eq(ledgerRequests.id, id), eq(ledgerRequests.status, 'open'))),
    ...changedExactly(db),
    db.insert(commissions).values({
      ...request,
      id: newId('com'),
      kind: 'adjustment',
      source: id,
      accruedAt: at,
      maturesAt: at,
      status: 'approved',
      statusReason: reason,
    }),
    post(db, adjustPaid(request, at), at),
  ]
}
