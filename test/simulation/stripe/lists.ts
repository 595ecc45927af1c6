import type { Sim } from '../sim.ts'
import { reversedOf } from './bank.ts'
import type { Read } from './readers.ts'
import type { Listed } from './state.ts'

export type Asked = { limit?: number; created?: { gte: number }; starting_after?: string }

/** A small page, so that a walk has many; newest first. */
const pageSize = 12

function pageOf<Row extends Listed, Body extends { id: string }>(
  rows: Iterable<Row>,
  bodyOf: (row: Row) => Body,
  { created, starting_after: after }: Asked,
) {
  const since = (created?.gte ?? 0) * 1000
  const newest = [...rows].filter(({ createdAt }) => createdAt >= since).reverse()
  const from = after ? newest.findIndex(({ id }) => id === after) + 1 : 0
  const page = newest.slice(from, from + pageSize)
  return { data: page.map(bodyOf), has_more: newest.length > from + pageSize }
}

/** What the daily pull walks. */
export function listsOf(sim: Sim, read: Read) {
  const { stripe } = sim
  return {
    events: (asked: Asked & { delivery_success?: false }) =>
      read(
        () => 'stripe.events',
        () =>
          pageOf(
            stripe.events.filter(({ account, isDelivered }) => account === null && (asked.delivery_success === undefined || !isDelivered)),
            ({ id, type, object }) => ({ id, type, data: { object: { id: object } }, account: null, api_version: null, livemode: false }),
            asked,
          ),
      ),
    refunds: (asked: Asked) =>
      read(
        () => 'stripe.all refunds',
        () => pageOf(stripe.refunds.values(), ({ id, status }) => ({ id, status }), asked),
      ),
    disputes: (asked: Asked) =>
      read(
        () => 'stripe.all disputes',
        () => pageOf(stripe.disputes.values(), ({ id, status }) => ({ id, status }), asked),
      ),
    creditNotes: (asked: Asked) =>
      read(
        () => 'stripe.all credit notes',
        () => pageOf(stripe.creditNotes.values(), ({ id, isVoid }) => ({ id, status: isVoid ? 'void' : 'issued' }), asked),
      ),
    transfers: (asked: Asked) =>
      read(
        () => 'stripe.all transfers',
        () => pageOf(stripe.transfers.values(), ({ id, metadata }) => ({ id, metadata, amount_reversed: reversedOf(sim, id) }), asked),
      ),
    bankPayouts: (asked: Asked, { stripeContext }: { stripeContext: string }) =>
      read(
        () => `stripe.all bank payouts ${stripeContext}`,
        () =>
          pageOf(
            [...stripe.bankPayouts.values()].filter(({ account }) => account === stripeContext),
            ({ id, status }) => ({ id, status }),
            asked,
          ),
      ),
  }
}
