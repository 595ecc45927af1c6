import { accountV1, getAccount } from './account-view.ts'
import { badParameter } from './errors.ts'
import type { Raw } from './form.ts'
import { embedded } from './pagination.ts'
import type { State } from './state.ts'
import { newestFirst, type Table } from './table.ts'

type Json = Record<string, unknown>

/** What only an expanded answer contains, by the object's own type. */
const hidden: Record<string, (state: State, owner: string, object: Json) => unknown> = {
  'invoice.payments': (state, owner, { id }) =>
    embedded(
      newestFirst(state.tables.invoicePayments, owner).filter((each) => each.invoice === id),
      `/v1/invoice_payments?invoice=${String(id)}`,
    ),
  'charge.refunds': (state, owner, { id }) =>
    embedded(
      newestFirst(state.tables.refunds, owner).filter((each) => each.charge === id),
      `/v1/charges/${String(id)}/refunds`,
    ),
}

/** Lists that are stored inside their object and shown only when asked for. */
const shownWhenAsked = new Set(['checkout.session.line_items', 'payment_link.line_items', 'customer.subscriptions'])

const expandable = new Set(
  (
    'balance_transaction balance_transactions charge coupon customer data default_price destination destination_payment destination_payment_refund discounts ' +
    'failure_balance_transaction invoice items latest_charge latest_invoice line_items lines parent payment payment_intent payment_link payments plan price product promotion promotion_code ' +
    'refunds reversals source source_transfer subscription subscription_details subscriptions transfer'
  ).split(' '),
)

/** Refuses, before anything executes, what nothing here could expand. */
export function checkExpand(paths: Raw): void {
  for (const path of Array.isArray(paths) ? paths : []) {
    const steps = String(path).split('.')
    if (steps.length > 4) throw badParameter('You cannot expand more than 4 levels of a property.', 'expand')
    if (!steps.every((step) => expandable.has(step))) throw badParameter(`This property cannot be expanded (${String(path)}).`, 'expand')
  }
}

/** Replaces ids by objects along the paths of `expand[]`, at most four deep; `data.` goes into the rows of a list. */
export function expandAnswer(state: State, owner: string, answer: object, paths: Raw): object {
  if (!Array.isArray(paths)) return withoutHidden(answer)
  const wanted = paths.filter((path) => typeof path === 'string')
  const copy = structuredClone(answer)
  for (const path of wanted) {
    expandPath(state, owner, copy as Json, path.split('.'))
  }
  return withoutHidden(copy, wanted)
}

function expandPath(state: State, owner: string, target: Json, [step = '', ...rest]: string[]): void {
  const make = hidden[`${String(target.object)}.${step}`]
  if (make) target[step] = make(state, owner, target)
  const value = target[step]
  const expanded = typeof value === 'string' ? (objectById(state, value) ?? value) : value
  if (expanded === undefined) return
  target[step] = expanded
  if (rest.length === 0) return
  for (const each of Array.isArray(expanded) ? expanded : [expanded]) {
    if (each !== null && typeof each === 'object') expandPath(state, owner, each as Json, rest)
  }
}

/** A copy of the object with this id. An id that an answer contains may be in other books: a transfer's payment is in the partner's. */
function objectById(state: State, id: string): Json | undefined {
  for (const table of Object.values(state.tables) as Table<unknown>[]) {
    const row = table[id]
    if (!row) continue
    // v1 shows an account through its old fields; v2 expands nothing.
    return (table === state.tables.accounts ? accountV1(state, getAccount(state, id)) : structuredClone(row.object)) as Json
  }
  return undefined
}

function withoutHidden(answer: object, wanted: string[] = []): object {
  const shown = answer as Json
  const strip = (object: Json, prefix: string): Json =>
    Object.fromEntries(
      Object.entries(object).filter(
        ([name]) => !shownWhenAsked.has(`${String(object.object)}.${name}`) || wanted.some((path) => path.startsWith(prefix + name)),
      ),
    )
  if (shown.object === 'list' && Array.isArray(shown.data)) return { ...shown, data: shown.data.map((each: Json) => strip(each, 'data.')) }
  return strip(shown, '')
}
