import type Stripe from 'stripe'
import type { Settings } from '../settings.ts'
import { bankPayoutStatus } from './bank.ts'
import { failureOf, throwKeyRefused } from './failure.ts'
import { pageIn } from './pages.ts'
import { type CashMove, type ListedTransfer, LostPlace, type Page, type PageAsked, type StripeLists } from './port-lists.ts'
import { ofPromotionCode, promotionCodeOf } from './promotion-code.ts'
import { checkoutOf, invoiceOf, ofInvoice, ofSession } from './revenue.ts'
import type { Endpoint } from './rules-setup.ts'
import { isOfOtherMode, readableTransfer } from './transfer-shape.ts'
import { snapshotOf } from './verify.ts'

/** Stripe's lists, a page at a time and newest first. */
export const openLists = (stripe: () => Stripe, settings: Settings): StripeLists => ({
  events: ({ undelivered, ...asked }) =>
    pageOf(asked, stripe().events.list({ ...pageParams(asked), ...(undelivered && { delivery_success: false }) }), (event) =>
      snapshotOf(event),
    ),
  refunds: (asked) =>
    pageOf(asked, stripe().refunds.list(pageParams(asked)), (each) => ({ id: each.id, status: each.status ?? '', objects: paidBy(each) })),
  disputes: (asked) =>
    pageOf(asked, stripe().disputes.list(pageParams(asked)), (each) => ({ id: each.id, status: each.status, objects: paidBy(each) })),
  creditNotes: (asked) =>
    pageOf(asked, stripe().creditNotes.list(pageParams(asked)), ({ id, status, invoice }) => ({
      id,
      status,
      objects: known([idOf(invoice)]),
    })),
  transfers: (asked) =>
    pageOf(asked, stripe().transfers.list(pageParams(asked)), (each) =>
      isOurs(each, settings) ? transferOf(readableTransfer(each)) : undefined,
    ),
  cash: (asked) => listCash(stripe(), asked),
  invoices: (asked) =>
    pageOf(asked, stripe().invoices.list({ ...pageParams(asked), status: 'paid', expand: eachOfInvoice }), (each) => invoiceOf(each, [])),
  checkouts: (asked) =>
    pageOf(asked, stripe().checkout.sessions.list({ ...pageParams(asked), status: 'complete', expand: eachOfSession }), checkoutOf),
  platform: async () => {
    // The account of the key itself: v2 has no counterpart to ask without an id.
    const { country } = await stripe().accounts.retrieveCurrent()
    const { id, supported_transfer_countries: reachable } = await stripe().countrySpecs.retrieve(country ?? '')
    if (typeof id !== 'string' || !Array.isArray(reachable)) throw new Error('Stripe does not tell where its money reaches')
    return { country: id, reachable }
  },
  async endpoints() {
    const endpoints: Endpoint[] = []
    let asked = 0
    for await (const each of stripe().v2.core.eventDestinations.list({ include: ['webhook_endpoint.url'], limit: 100 })) {
      if (++asked > endpointsAtMost) throw new Error('Stripe’s list of endpoints has no end')
      const url = each.webhook_endpoint?.url
      if (!url) continue
      const isOfAccounts = (each.events_from ?? []).includes('@accounts')
      endpoints.push({
        url,
        isEnabled: each.status === 'enabled',
        payload: each.event_payload === 'thin' ? 'thin' : 'snapshot',
        isOfAccounts,
        events: each.enabled_events ?? [],
      })
    }
    return endpoints
  },
  promotionCodes: ({ behind }) =>
    pageOf(
      { behind },
      stripe().promotionCodes.list({
        limit: 100,
        expand: ofPromotionCode.map((path) => `data.${path}`),
        ...(behind && { starting_after: behind }),
      }),
      promotionCodeOf,
    ),
  bankPayouts: (account, asked) => {
    const listing = stripe()
      .payouts.list(pageParams(asked), { stripeContext: account })
      .catch((error: unknown) => {
        // An account that we lost access to has nothing more to tell.
        const { code, statusCode } = failureOf(error)
        if (code === 'account_invalid' || (statusCode === 404 && !asked.behind)) return { data: [], has_more: false }
        throw error
      })
    return pageOf(asked, listing, ({ id, status }) => ({ id, status: bankPayoutStatus(status) }))
  },
})

const isOurs = ({ metadata, livemode }: Stripe.Transfer, settings: Settings): boolean =>
  Boolean(metadata?.goodword_payout) && metadata.goodword_env === settings.environment && !isOfOtherMode(livemode, settings)

/** Stripe allows 16. */
const endpointsAtMost = 200

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
  const within = { ...asked, behind: inside }
  const listing = stripe.balanceTransactions.list({ ...pageParams(within), type })
  const { rows, next } = await pageOf(within, listing, ({ id, reporting_category: category, currency, amount }) => ({
    id,
    category,
    currency,
    amountMinor: amount,
  }))
  const isLast = type === cashTypes.at(-1)
  return { rows, next: next ? `${type}/${next}` : isLast ? undefined : type }
}

/** What is not for us leaves the page, but not the place behind which the next one begins. */
async function pageOf<Listed extends { id: string }, Row>(
  { behind }: Pick<PageAsked, 'behind'>,
  listing: Promise<{ data: Listed[]; has_more: boolean }>,
  rowOf: (listed: Listed) => Row | undefined,
): Promise<Page<Row>> {
  const list = await listing.catch((error: unknown) => {
    if (behind && failureOf(error).code === 'resource_missing') throw new LostPlace(behind)
    return throwKeyRefused(error)
  })
  const { rows, next } = pageIn(list, behind)
  return { rows: rows.flatMap((listed) => rowOf(listed) ?? []), next }
}
