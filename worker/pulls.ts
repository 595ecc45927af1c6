import type { PullName } from '../schema/records.ts'
import { appliers } from './appliers.ts'
import { listReturnsOf } from './deals/store-returns.ts'
import type { Deps } from './deps.ts'
import { listBankStatuses, listPaidBy, nextAccountBehind } from './payouts/store-pulled.ts'
import type { Page, PageAsked, StripeLists } from './stripe/port-lists.ts'
import type { Found, PullList } from './stripe/pull.ts'
import { sourceOf } from './stripe/rules-setup.ts'

/** Which lists of Stripe are walked daily, and under which event a row that our books do not show is applied (money.md 8). */
export const pullLists: Record<PullName, PullList> = {
  undelivered: { reachDays: 30, page: (deps, asked) => pageOfEvents(deps, asked, true) },
  events: { reachDays: 0, page: (deps, asked) => pageOfEvents(deps, asked, false) },
  refunds: { reachDays: 14, page: (deps, asked) => pageOfReturns(deps, 'refund.updated', deps.lists.refunds(asked)) },
  // A dispute may be decided months after it was opened.
  disputes: { reachDays: 120, page: (deps, asked) => pageOfReturns(deps, 'charge.dispute.updated', deps.lists.disputes(asked)) },
  credit_notes: { reachDays: 14, page: (deps, asked) => pageOfReturns(deps, 'credit_note.updated', deps.lists.creditNotes(asked)) },
  transfers: { reachDays: 0, page: pageOfTransfers },
  // A bank may send money back days after it was said to have arrived.
  bank_payouts: { reachDays: 21, page: pageOfBankPayouts },
}

/** All that Stripe says happened; only what something follows from is kept. */
async function pageOfEvents({ lists }: Deps, asked: PageAsked, undelivered: boolean): Promise<Found> {
  const { rows, next } = await lists.events({ ...asked, undelivered })
  return { events: rows.filter(({ type }) => hasApplier(type)).map((event) => ({ ...event, source: sourceOf(event.type) })), next }
}

const hasApplier = (type: string): boolean => Object.hasOwn(appliers, type)

/** A row of a list as an event: its id says what was seen, so that the next day's walk finds it stored. */
const seen = ({ settings }: Deps, type: string, object: string, state: string, account: string | null = null) => ({
  id: `pull-${object}-${state}`,
  type,
  object,
  account,
  apiVersion: null,
  livemode: settings.stripe.live,
  source: sourceOf(type),
})

type Listed = Awaited<ReturnType<StripeLists['refunds']>>['rows'][number]

async function pageOfReturns(deps: Deps, type: string, asked: Promise<Page<Listed>>): Promise<Found> {
  const { rows, next } = await asked
  if (!hasApplier(type)) return { events: [], next }
  const known = await listReturnsOf(
    deps.db,
    rows.map(({ id }) => id),
  )
  return { events: rows.filter(({ id, status }) => known.get(id) !== status).map(({ id, status }) => seen(deps, type, id, status)), next }
}

async function pageOfTransfers(deps: Deps, asked: PageAsked): Promise<Found> {
  const { rows, next } = await deps.lists.transfers(asked)
  const known = await listPaidBy(
    deps.db,
    rows.map(({ id }) => id),
  )
  const events = rows
    .filter(({ id, reversedMinor }) => known.get(id) !== reversedMinor)
    .map(({ id, reversedMinor }) => seen(deps, reversedMinor > 0 ? 'transfer.reversed' : 'transfer.created', id, `${reversedMinor}`))
  return { events, next }
}

/** Account by account, each to its end: `acct_1` behind an account, `acct_1/po_1` inside one. */
async function pageOfBankPayouts(deps: Deps, { since, behind = '' }: PageAsked): Promise<Found> {
  const [inside, bankPayout] = behind.split('/')
  const account = bankPayout ? inside : await nextAccountBehind(deps.db, behind, since)
  if (!account) return { events: [], next: undefined }
  const { rows, next } = await deps.lists.bankPayouts(account, { since, behind: bankPayout })
  const known = await listBankStatuses(
    deps.db,
    rows.map(({ id }) => id),
  )
  const events = rows
    .filter(({ id, status }) => known.get(id) !== status)
    .map(({ id, status }) => seen(deps, 'payout.updated', id, status, account))
  return { events, next: next ? `${account}/${next}` : account }
}
