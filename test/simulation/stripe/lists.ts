import type { Sim } from '../sim.ts'
import { bodyOf } from './answers.ts'
import { reversedOf } from './bank.ts'
import * as bodies from './bodies.ts'
import type { Read } from './readers.ts'
import type { Listed } from './state.ts'

export type Asked = { limit?: number; created?: { gte: number; lt?: number }; starting_after?: string }

/** A small page, so that a walk has many; newest first. */
const pageSize = 12

function pageOf<Row extends Listed, Body extends { id: string }>(
  rows: Iterable<Row>,
  bodyOf: (row: Row) => Body,
  { created, starting_after: after }: Asked,
) {
  const since = (created?.gte ?? 0) * 1000
  const until = (created?.lt ?? Number.POSITIVE_INFINITY) * 1000
  const newest = [...rows].filter(({ createdAt }) => createdAt >= since && createdAt < until).reverse()
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
        () => pageOf(stripe.refunds.values(), bodies.refundBody, asked),
      ),
    disputes: (asked: Asked) =>
      read(
        () => 'stripe.all disputes',
        () => pageOf(stripe.disputes.values(), bodies.disputeBody, asked),
      ),
    creditNotes: (asked: Asked) =>
      read(
        () => 'stripe.all credit notes',
        () => pageOf(stripe.creditNotes.values(), bodies.noteBody, asked),
      ),
    transfers: (asked: Asked) =>
      read(
        () => 'stripe.all transfers',
        () => pageOf(stripe.transfers.values(), (each) => ({ ...bodyOf(each), amount_reversed: reversedOf(sim, each.id) }), asked),
      ),
    cash: (asked: Asked & { type: string }) =>
      read(
        () => `stripe.cash ${asked.type}`,
        () =>
          pageOf(
            movesOf(sim, asked.type),
            ({ id, category, amount, currency }) => ({ id, reporting_category: category, amount, currency }),
            asked,
          ),
      ),
    invoices: (asked: Asked) =>
      read(
        () => 'stripe.all invoices',
        () => pageOf(chargesOf(sim, 'invoice'), bodies.invoiceBody, asked),
      ),
    checkouts: (asked: Asked) =>
      read(
        () => 'stripe.all checkouts',
        () => pageOf(chargesOf(sim, 'checkout'), bodies.sessionBody, asked),
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

/** What left our balance by transfers, or came back of them. */
function movesOf({ stripe }: Sim, type: string): (Listed & { category: string; amount: number; currency: string })[] {
  if (type === 'transfer')
    return [...stripe.transfers.values()].map((each) => ({ ...each, id: `txn_${each.id}`, category: 'transfer', amount: -each.amount }))
  if (type === 'transfer_refund') return stripe.reversals.map((each) => ({ ...each, id: `txn_${each.id}`, category: 'transfer_reversal' }))
  return []
}

const chargesOf = ({ stripe }: Sim, kind: 'invoice' | 'checkout') =>
  [...stripe.charges.values()].filter((each) => each.kind === kind).map((each) => ({ ...each, createdAt: each.paidAt }))
