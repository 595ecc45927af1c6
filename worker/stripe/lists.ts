import type Stripe from 'stripe'
import type { Settings } from '../settings.ts'
import { bankPayoutStatus } from './bank.ts'
import { failureOf } from './failure.ts'
import type { Page, PageAsked, StripeLists } from './port-lists.ts'
import type { Endpoint } from './rules-setup.ts'
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
  platform: async () => {
    // The account of the key itself: v2 has no counterpart to ask without an id.
    const { country } = await stripe().accounts.retrieveCurrent()
    const spec = await stripe().countrySpecs.retrieve(country ?? '')
    return { country: spec.id, reachable: spec.supported_transfer_countries }
  },
  async endpoints() {
    const endpoints: Endpoint[] = []
    for await (const each of stripe().v2.core.eventDestinations.list({ include: ['webhook_endpoint.url'], limit: 100 })) {
      const url = each.webhook_endpoint?.url
      if (!url) continue
      const isOfAccounts = (each.events_from ?? []).includes('@accounts')
      endpoints.push({
        url,
        isEnabled: each.status === 'enabled',
        payload: each.event_payload === 'thin' ? 'thin' : 'snapshot',
        isOfAccounts,
        events: each.enabled_events,
      })
    }
    return endpoints
  },
  bankPayouts: async (account, asked) => {
    const listing = stripe()
      .payouts.list(pageParams(asked), { stripeContext: account })
      .catch((error: unknown) => {
        // An account that we lost access to has nothing more to tell.
        if (failureOf(error).code === 'account_invalid' || failureOf(error).statusCode === 404) return { data: [], has_more: false }
        throw error
      })
    return pageOf(await listing, ({ id, status }) => ({ id, status: bankPayoutStatus(status) }))
  },
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
