import type { Deps } from '../deps.ts'
import type { Applied, Applier } from '../stripe/inbox.ts'
import type { RefundAnswer } from '../stripe/port-revenue.ts'
import { applyFact } from './apply-fact.ts'

/** `refund.created`, `.updated` and `.failed`: the refund counts by what it is now, told as often as Stripe likes. */
export const applyRefund: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  return applyOne(deps, await deps.revenue.refund(event.object), event)
}

/** `charge.refunded`, a safety net: it names no refund, so all of the charge's are looked at. */
export const applyChargeRefunded: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const outcomes: Applied[] = []
  for (const refund of await deps.revenue.refundsOfCharge(event.object)) outcomes.push(await applyOne(deps, refund, event))
  return outcomes.find((each) => each === 'waiting') ?? outcomes[0] ?? 'done'
}

const applyOne = (deps: Deps, first: RefundAnswer, event: { id: string }): Promise<Applied> =>
  applyFact(deps, event, first, async () => {
    const { id, status, amountMinor, currency, createdAt } = await deps.revenue.refund(first.id)
    return { object: id, kind: 'refund', status, countsMinor: amountMinor, currency, happenedAt: createdAt }
  })
