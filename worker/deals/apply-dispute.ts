import type { Applier } from '../stripe/inbox.ts'
import { applyFact } from './apply-fact.ts'

/**
 * `charge.dispute.*`: while it is open its commission is held, once lost it is corrected, and what is won in the end, on appeal too, is
 * free again or restored (money.md 9). Only what the dispute is now counts, so its events may come in any order.
 */
export const applyDispute: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const first = await deps.revenue.dispute(event.object)
  return applyFact(deps, event, first, async () => {
    const { id, status, amountMinor, currency, createdAt } = await deps.revenue.dispute(first.id)
    return { object: id, kind: 'dispute', status, countsMinor: amountMinor, currency, happenedAt: createdAt }
  })
}
