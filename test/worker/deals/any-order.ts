import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import type { InboxEvent } from '../../../schema/records.ts'
import type { Rate, TermsVersion } from '../../../schema/terms.ts'
import { appliers } from '../../../worker/appliers.ts'
import { matureCommissions } from '../../../worker/commissions/mature.ts'
import type { Db } from '../../../worker/database.ts'
import type { Deps } from '../../../worker/deps.ts'
import { Refusal } from '../../../worker/errors.ts'
import { disputeStatuses, type InvoiceAnswer } from '../../../worker/stripe/port-revenue.ts'
import { acceptClaim, claimAccepted } from './any-order-claim.ts'
import type { Told } from './any-order-told.ts'

type Sale = 'once' | 'a' | 'b'
/** A Checkout of one payment, a subscription's first invoice, and its second; mostly one of them. */
const sales = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constantFrom<readonly Sale[]>(['once'], ['a']) },
  { weight: 1, arbitrary: fc.constantFrom<readonly Sale[]>(['a', 'once'], ['a', 'b'], ['a', 'b', 'once']) },
)
const part = fc.integer({ min: 1, max: 100_000 })
const refundStatus = fc.constantFrom('pending', 'succeeded', 'failed', 'canceled')
const disputeStatus = fc.constantFrom(...disputeStatuses)
const ofSale = { nth: fc.nat({ max: 2 }) }
const fact = fc.oneof(
  fc.record({ ...ofSale, kind: fc.constant('refund'), amountMinor: part, first: refundStatus, last: refundStatus }),
  fc.record({ ...ofSale, kind: fc.constant('dispute'), amountMinor: part, first: disputeStatus, last: disputeStatus }),
  fc.record({ ...ofSale, kind: fc.constant('note'), refunded: part, beyond: fc.nat({ max: 50_000 }), isVoid: fc.boolean() }),
)
/** Mostly a few, since most of what can go wrong needs no more; some stories are long. */
const few = fc.array(fact, { maxLength: 2 })
const more = fc.oneof(
  { withCrossShrink: true },
  { weight: 9, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(fact, { maxLength: 5 }) },
)
const facts = fc.tuple(few, more).map((parts) => parts.flat())

/** `year`: what a payment gives depends on those of the partner's other deals, too. */
export const rateNames = ['first_payment', 'life', 'year'] as const

/** A story: what came back of one to three payments. Each fact has a status first, and one in the end. */
export const stories = fc.record({
  sales,
  facts,
  /** Another partner claims the customer, and is believed: its credit moves, whatever of the story is told by then. */
  isClaimed: fc.oneof({ withCrossShrink: true }, { weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  hasEnded: fc.boolean(),
  rate: fc.constantFrom(...rateNames),
  holdDays: fc.constantFrom(0, 30),
})
type Values<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never
export type Story = Values<typeof stories>

export const ratesOf = ({ rate }: Pick<Story, 'rate'>): TermsVersion['rates'] =>
  rate === 'year'
    ? { retainer: ofYear, one_off: ofYear }
    : { retainer: { rateBps: 1000, duration: rate }, one_off: { rateBps: 1000, duration: 'life' } }

const ofYear: Rate = {
  rateBps: 1000,
  duration: 'life',
  tierMode: 'marginal',
  tiers: { eur: [{ aboveMinor: 100_000, rateBps: 2000 }] },
  dealCapMinor: { eur: 18_000 },
  yearCapMinor: { eur: 20_000 },
}

export type Event = readonly [type: string, object: string]
/** Whose click the customer carries, and who claims it. */
export type Ground = { referral: string; claimant: string }
const day = 86_400_000

/** What Stripe knows of the story while it begins and in the end, and every event of it, in the order in which it happened. */
export function tell(story: Story, ground: Ground, now: Date): { first: Told; last: Told; events: Event[] } {
  const { referral, claimant } = ground
  const [first, last] = [toldAt(story, 'first', referral, now), toldAt(story, 'last', referral, now)]
  return { first, last, events: [...eventsOf(last), ...(story.isClaimed ? [[claimAccepted, claimant] as const] : [])] }
}

const of = (name: string) => ({ paymentIntent: `pi_${name}`, charge: `ch_${name}` })

function toldAt({ sales, facts, hasEnded }: Story, when: 'first' | 'last', referral: string, now: Date): Told {
  const about = { currency: 'eur', createdAt: now }
  const told: Told = {
    ...salesOf(sales, referral, now),
    refunds: [],
    disputes: [],
    notes: [],
    ended: hasEnded && sales.includes('a') && when === 'last' ? [{ subscription: 'sub_1', at: now }] : [],
  }
  for (const [n, fact] of facts.entries()) {
    const sale = sales[fact.nth % sales.length] ?? 'once'
    const back = { ...about, ...of(sale), invoice: null }
    if (fact.kind === 'refund') told.refunds.push({ ...back, id: `re_${n}`, amountMinor: fact.amountMinor, status: fact[when] })
    else if (fact.kind === 'dispute') told.disputes.push({ ...back, id: `du_${n}`, amountMinor: fact.amountMinor, status: fact[when] })
    else {
      // A payment without an invoice has its refund alone.
      told.refunds.push({ ...back, id: `re_${n}`, amountMinor: fact.refunded, status: 'succeeded' })
      if (sale === 'once') continue
      const status = fact.isVoid && when === 'last' ? 'void' : 'issued'
      const [postPaymentMinor, refunds] = [fact.refunded + fact.beyond, [{ id: `re_${n}`, amountMinor: fact.refunded }]]
      told.notes.push({ ...about, id: `cn_${n}`, invoice: `in_${sale}`, status, postPaymentMinor, refunds })
    }
  }
  return told
}

/** A subscription by Checkout, renewed once or not, and a Checkout of one payment. */
function salesOf(sales: readonly Sale[], referral: string, now: Date): Pick<Told, 'checkouts' | 'invoices'> {
  const payer = { stripeCustomer: 'cus_1', email: 'ann@oak.example', name: 'Ann', referral, promotionCode: null }
  const ofSession = { company: null, status: 'complete' as const, paymentStatus: 'paid' as const, currency: 'eur', paidAt: now }
  const session = { ...payer, ...ofSession, charges: [], paymentIntent: null, invoice: null, subscription: null, totalMinor: 100_000 }
  const amounts = { paidMinor: 100_000, totalMinor: 100_000, baseMinor: 83_333 }
  const ofInvoice = { status: 'paid' as const, billingReason: null, currency: 'eur', subscription: 'sub_1', description: 'Licence' }
  const invoice = (name: string, paidAt: Date): InvoiceAnswer => ({
    ...{ ...payer, referral: null, subscriptionEnded: null, ...ofInvoice, ...amounts, paidAt },
    ...{ id: `in_${name}`, paymentIntents: [`pi_${name}`], charges: [`ch_${name}`] },
  })
  const has = <Row>(sale: Sale, row: Row): Row[] => (sales.includes(sale) ? [row] : [])
  return {
    checkouts: [
      ...has('a', { ...session, id: 'cs_sub', baseMinor: 83_333, invoice: 'in_a', subscription: 'sub_1' }),
      ...has('once', { ...session, id: 'cs_once', baseMinor: 90_000, ...of('once'), charges: ['ch_once'] }),
    ],
    invoices: [...has('a', invoice('a', new Date(now.getTime() - day))), ...has('b', invoice('b', now))],
  }
}

const eventsOf = ({ checkouts, invoices, refunds, disputes, notes, ended }: Told): Event[] => [
  ...checkouts.map(({ id }): Event => ['checkout.session.completed', id]),
  ...invoices.map(({ id }): Event => ['invoice.paid', id]),
  ...invoices.slice(1).map(({ id }): Event => ['invoice_payment.paid', id.replace('in_', 'inpay_')]),
  ...refunds.map(({ id }): Event => ['refund.created', id]),
  ...refunds.slice(0, 1).map(({ charge }): Event => ['charge.refunded', charge ?? '']),
  ...disputes.flatMap(({ id }): Event[] => [
    ['charge.dispute.created', id],
    ['charge.dispute.closed', id],
  ]),
  ...notes.map(({ id }): Event => ['credit_note.created', id]),
  ...ended.map(({ subscription }): Event => ['customer.subscription.deleted', subscription]),
]

/** How a story is told: each event once before Stripe's last word and once after it, in an order of its own, some of them again. */
export const tellings = fc.record({
  /** Draws of an order: the next event is the n-th of those that are left. */
  draws: fc.array(fc.nat(), { minLength: 32, maxLength: 32 }),
  again: fc.array(fc.nat(), { maxLength: 2 }),
  /** How many of the events arrive before the facts change. */
  before: fc.nat({ max: 12 }),
  atOnce: fc.constantFrom(1, 1, 3),
})
export type Telling = Values<typeof tellings>

export function shuffled(events: readonly Event[], { draws, again }: Telling): Event[] {
  const left = [...events, ...again.flatMap((n) => events.slice(n % events.length, (n % events.length) + 1))]
  return draws.flatMap((draw) => left.splice(draw % Math.max(1, left.length), 1))
}

/**
 * Straight to the acts that follow, some at once; the inbox has its own tests.
 *
 * @returns what waits, or met another and comes again
 */
async function arriveOnce(deps: Deps, events: readonly Event[], atOnce: number): Promise<Event[]> {
  const later: Event[] = []
  for (let n = 0; n < events.length; n += atOnce) {
    const arrivals = events.slice(n, n + atOnce)
    const answers = await Promise.all(arrivals.map((event) => arrive(deps, event)))
    later.push(...arrivals.filter((_, index) => answers[index] === 'waiting'))
  }
  return later
}

export async function arriveAll(deps: Deps, events: readonly Event[], atOnce: number): Promise<void> {
  let queue: Event[] = [...events]
  for (let round = 0; queue.length > 0; round += 1) {
    if (round > events.length) throw new Error(`These never arrive: ${queue.join(' ')}`)
    queue = await arriveOnce(deps, queue, atOnce)
  }
}

async function arrive(deps: Deps, [type, object]: Event): Promise<string | undefined> {
  if (type === claimAccepted) return acceptClaim(deps, object)
  const event = { id: `evt_${object}`, type, object } as InboxEvent // an applier reads nothing else
  try {
    return await appliers[type]?.(deps, event)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'conflict') return 'waiting'
    throw error
  }
}

/** Tells the story in this way: some of it while it goes on, and what is left, waits or changed once Stripe has said its last word. */
export async function tellIn(deps: Deps, say: (told: Told) => void, { first, last, events }: ReturnType<typeof tell>, how: Telling) {
  const order = shuffled(events, how)
  say(first)
  const waiting = await arriveOnce(deps, order.slice(0, how.before), how.atOnce)
  await matureCommissions(deps)
  say(last)
  await arriveAll(deps, [...order.slice(how.before), ...waiting, ...changedBetween(first, last, events)], how.atOnce)
  await matureCommissions(deps)
}

/** What changed at Stripe between the two: its next event tells of it. */
function changedBetween(first: Told, last: Told, events: readonly Event[]): Event[] {
  const statusIn = (told: Told, object: string) =>
    [...told.refunds, ...told.disputes, ...told.notes].find(({ id }) => id === object)?.status ??
    told.ended.some(({ subscription }) => subscription === object)
  return events.filter(([, object]) => statusIn(first, object) !== statusIn(last, object))
}

/** What the ledger and the commissions come to; a family of which nothing stands is none (I23). */
export async function outcomeOf(db: Db) {
  const stands = `select coalesce(corrects, id) as head, sum(amount_minor) as amount from commissions group by 1 having sum(amount_minor) <> 0`
  const ask = (query: string) => db.all(sql.raw(query))
  return {
    balances: await ask(`select account, balance_minor from balances where balance_minor <> 0 order by 1`),
    commissions: await ask(`select c.payment_id, c.status, sum(c.amount_minor) as amount from commissions c
      join (${stands}) s on s.head = coalesce(c.corrects, c.id) where c.status <> 'voided' group by 1, 2 having amount <> 0 order by 1, 2`),
    holds: await ask(`select distinct c.payment_id, h.owner from commission_holds h join commissions c on c.id = h.commission_id
      join (${stands}) s on s.head = coalesce(c.corrects, c.id) where h.closed_at is null order by 1, 2`),
    payments: await ask(`select id, returned_minor from payments order by 1`),
    facts: await ask(`select object, payment_id, status, counts_minor from payment_facts order by 1`),
    deals: await ask(`select id, status from deals order by 1`),
  }
}
