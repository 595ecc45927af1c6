import type Stripe from 'stripe'
import type { Settings } from '../settings.ts'
import { bankPayoutStatus } from './bank.ts'
import { failureOf } from './failure.ts'
import type { CashMove, ListedTransfer, Page, PageAsked, StripeLists } from './port-lists.ts'
import { ofPromotionCode, promotionCodeOf } from './promotion-code.ts'
import { checkoutOf, invoiceOf, ofInvoice, ofSession } from './revenue.ts'
import type { Endpoint } from './rules-setup.ts'
import { snapshotOf } from './verify.ts'

/** Stripe's lists, a page at a time and newest first. */
export const openLists = (stripe: () => Stripe, settings: Settings): StripeLists => ({
  events: async ({ undelivered, ...asked }) =>
    pageOf(await stripe().events.list({ ...pageParams(asked), ...(undelivered && { delivery_success: false }) }), (event) =>
      snapshotOf(event),
    ),
  refunds: async (asked) =>
    pageOf(await stripe().refunds.list(pageParams(asked)), (each) => ({ id: each.id, status: each.status ?? '', objects: paidBy(each) })),
  disputes: async (asked) =>
    pageOf(await stripe().disputes.list(pageParams(asked)), (each) => ({ id: each.id, status: each.status, objects: paidBy(each) })),
  creditNotes: async (asked) =>
    pageOf(await stripe().creditNotes.list(pageParams(asked)), ({ id, status, invoice }) => ({
      id,
      status,
      objects: known([idOf(invoice)]),
    })),
  transfers: async (asked) =>
    pageOf(await stripe().transfers.list(pageParams(asked)), (each) =>
      each.metadata.goodword_payout && each.metadata.goodword_env === settings.environment ? transferOf(each) : undefined,
    ),
  cash: (asked) => listCash(stripe(), asked),
  invoices: async (asked) =>
    pageOf(await stripe().invoices.list({ ...pageParams(asked), status: 'paid', expand: eachOfInvoice }), (each) => invoiceOf(each, [])),
  checkouts: async (asked) =>
    pageOf(await stripe().checkout.sessions.list({ ...pageParams(asked), status: 'complete', expand: eachOfSession }), checkoutOf),
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
  promotionCodes: async ({ behind }) =>
    pageOf(
      await stripe().promotionCodes.list({
        limit: 100,
        expand: ofPromotionCode.map((path) => `data.${path}`),
        ...(behind && { starting_after: behind }),
      }),
      promotionCodeOf,
    ),
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

const eachOfInvoice = ofInvoice.map((path) => `data.${path}`)
const eachOfSession = ofSession.map((path) => `data.${path}`)

const pageParams = ({ since, until, behind }: PageAsked) => ({
  limit: 100,
  created: { gte: Math.floor(since.getTime() / 1000), ...(until && { lt: Math.floor(until.getTime() / 1000) }) },
  ...(behind && { starting_after: behind }),
})

const idOf = (reference: string | { id?: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

const known = (ids: readonly (string | null | undefined)[]): string[] => ids.filter((id) => typeof id === 'string' && id !== '') as string[]

/** What a refund or a dispute says of its payment; a person may have named the invoice. */
const paidBy = ({ id, payment_intent: intent, charge, metadata }: Stripe.Refund | Stripe.Dispute): string[] =>
  known([id, idOf(intent), idOf(charge), metadata?.goodword_invoice])

const transferOf = (transfer: Stripe.Transfer): ListedTransfer => ({
  id: transfer.id,
  payoutId: transfer.metadata.goodword_payout ?? '',
  runId: transfer.metadata.goodword_run ?? '',
  partnerId: transfer.metadata.goodword_partner ?? '',
  gen: Number(transfer.metadata.goodword_gen ?? 0),
  amountMinor: transfer.amount,
  reversedMinor: transfer.amount_reversed,
  currency: transfer.currency,
  destination: idOf(transfer.destination) ?? '',
  transferGroup: transfer.transfer_group,
  createdAt: new Date(transfer.created * 1000),
})

const cashTypes: readonly string[] = [
  'transfer',
  'transfer_refund',
  'transfer_cancel',
  'transfer_failure',
  'connect_collection_transfer',
  'application_fee',
  'application_fee_refund',
]

/** Type by type, each to its end: `transfer_refund` behind a type, `transfer/txn_1` inside one. The many charges are not read. */
async function listCash(stripe: Stripe, { behind = '', ...asked }: PageAsked): Promise<Page<CashMove>> {
  const [named, inside] = behind.split('/')
  const type = inside ? named : cashTypes[named ? cashTypes.indexOf(named) + 1 : 0]
  if (!type) return { rows: [], next: undefined }
  const list = await stripe.balanceTransactions.list({ ...pageParams({ ...asked, behind: inside }), type })
  const { rows, next } = pageOf(list, ({ id, reporting_category: category, currency, amount }) => ({
    id,
    category,
    currency,
    amountMinor: amount,
  }))
  const isLast = type === cashTypes.at(-1)
  return { rows, next: next ? `${type}/${next}` : isLast ? undefined : type }
}

/** What is not for us leaves the page, but not the place behind which the next one begins. */
function pageOf<Listed extends { id: string }, Row>(
  { data, has_more: hasMore }: { data: Listed[]; has_more: boolean },
  rowOf: (listed: Listed) => Row | undefined,
): Page<Row> {
  const rows = data.flatMap((listed) => rowOf(listed) ?? [])
  return { rows, next: hasMore ? data.at(-1)?.id : undefined }
}
