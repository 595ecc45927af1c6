import type Stripe from 'stripe'
import type { Settings } from '../settings.ts'
import { bankPayoutStatus } from './bank.ts'
import type { Page, PageAsked, StripeLists } from './port.ts'
import { snapshotOf } from './verify.ts'

/** Stripe's lists, a page at a time and newest first. */
export const openLists = (stripe: () => Stripe, settings: Settings): StripeLists => ({
  events: async ({ undelivered, ...asked }) =>
    pageOf(await stripe().events.list({ ...pageParams(asked), ...(undelivered && { delivery_success: false }) }), (event) =>
      snapshotOf(event),
    ),
  refunds: async (asked) => pageOf(await stripe().refunds.list(pageParams(asked)), ({ id, status }) => ({ id, status: status ?? '' })),
  disputes: async (asked) => pageOf(await stripe().disputes.list(pageParams(asked)), ({ id, status }) => ({ id, status })),
  creditNotes: async (asked) => pageOf(await stripe().creditNotes.list(pageParams(asked)), ({ id, status }) => ({ id, status })),
  transfers: async (asked) =>
    pageOf(await stripe().transfers.list(pageParams(asked)), ({ id, metadata, amount_reversed: reversedMinor }) => {
      const payoutId = metadata.goodword_payout
      return payoutId && metadata.goodword_env === settings.environment ? { id, payoutId, reversedMinor } : undefined
    }),
  bankPayouts: async (account, asked) =>
    pageOf(await stripe().payouts.list(pageParams(asked), { stripeContext: account }), ({ id, status }) => ({
      id,
      status: bankPayoutStatus(status),
    })),
})

const pageParams = ({ since, behind }: PageAsked) => ({
  limit: 100,
  created: { gte: Math.floor(since.getTime() / 1000) },
  ...(behind && { starting_after: behind }),
})

/** What is not for us leaves the page, but not the place behind which the next one begins. */
function pageOf<Listed extends { id: string }, Row>(
  { data, has_more: hasMore }: { data: Listed[]; has_more: boolean },
  rowOf: (listed: Listed) => Row | undefined,
): Page<Row> {
  const rows = data.flatMap((listed) => rowOf(listed) ?? [])
  return { rows, next: hasMore ? data.at(-1)?.id : undefined }
}
