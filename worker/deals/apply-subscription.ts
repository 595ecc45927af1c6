import type { Deps } from '../deps.ts'
import type { Applier } from '../stripe/inbox.ts'
import type { Ended } from '../stripe/port-revenue.ts'
import { closeDeal } from './close.ts'
import { findDealBySource } from './store.ts'

/**
 * `customer.subscription.updated` and `.deleted`: a subscription that ended ends its deal. An invoice that is paid afterwards still
 * earns; one that opens the deal only then ends it, too (`applyInvoice`), so that nothing has to wait here.
 */
export const applySubscription: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const { id, ended } = await deps.revenue.subscription(event.object)
  if (ended) await endDeal(deps, id, ended)
  return 'done'
}

const whyEnded: Record<string, string> = {
  cancellation_requested: 'the customer cancelled it',
  canceled_by_retention_policy: 'the customer cancelled it',
  payment_disputed: 'a payment was disputed',
  payment_failed: 'a payment failed',
}

/** Ends the deal that this subscription pays, if it is won. */
export async function endDeal(deps: Deps, subscription: string, { at, reason }: Ended): Promise<void> {
  const deal = await findDealBySource(deps.db, subscription)
  if (deal?.status !== 'won') return
  const day = at.toISOString().slice(0, 10)
  const why = reason && Object.hasOwn(whyEnded, reason) ? `: ${whyEnded[reason]}` : ''
  await closeDeal(deps, deal.id, 'ended', `Its subscription ended at Stripe on ${day}${why}.`, 'stripe')
}
