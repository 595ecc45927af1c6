import { type Currency, payableUnit } from '../../../schema/currency.ts'
import { type Customer, termsOfPartner, yearRules } from '../population.ts'
import { type Sim, Violation } from '../sim.ts'
import { returnedOf } from '../stripe/returns.ts'

/** A payment as it happened, whoever was told of it, in whatever order. */
type Truth = {
  source: string
  customer: Customer
  total: number
  base: number
  paidAt: number
  returned: number
  dealOf: string
  kind: 'retainer' | 'one_off'
}

/**
 * I19, I23 and I31: reckoned anew from what customers did and Stripe knows, in this file's own arithmetic. Events are a set: their
 * order, repetition and lateness leave no trace.
 */
export function checkModel(sim: Sim): void {
  const truths = truthsOf(sim)
  const deals = Map.groupBy(truths, ({ dealOf }) => dealOf)
  const years = duesOfYears(truths.filter(({ customer }) => customer.terms?.kind === 'year'))
  for (const payments of deals.values()) {
    const ranked = inOrder(payments)
    ranked.forEach(
      (truth, index) => void checkPayment(sim, truth, index, years.get(truth.source) ?? dueOf(truth, index, ranked[0]?.paidAt ?? 0)),
    )
  }
  const [row] = sim.store.peek<{ n: number }>('select count(*) n from payments')
  if (row?.n !== truths.length) throw new Violation('I23', `${row?.n} payments stand, and ${truths.length} were made`)
}

const inOrder = (truths: readonly Truth[]): Truth[] =>
  truths.toSorted((a, b) => a.paidAt - b.paidAt || (`pmt_${a.source}` < `pmt_${b.source}` ? -1 : 1))

/** Who has the credit for each customer in the end, as people decided. */
function withDecisions({ store, customers }: Sim): Customer[] {
  const decided = new Map(
    store
      .peek<{ prospect: string; partner: string | null }>(
        `select a.prospect_id prospect, a.partner_id partner from attributions a where a.decided_by <> 'rule'
          and a.n = (select max(x.n) from attributions x where x.prospect_id = a.prospect_id)`,
      )
      .map(({ prospect, partner }) => [prospect, partner]),
  )
  return customers.map((customer) => {
    const partnerId = decided.get(customer.prospectId)
    return partnerId === undefined
      ? customer
      : { ...customer, partnerId, terms: partnerId === null ? undefined : termsOfPartner(partnerId) }
  })
}

function truthsOf(sim: Sim): Truth[] {
  const customers = withDecisions(sim)
  const customerOf = new Map(customers.map((customer) => [customer.stripeCustomer, customer]))
  const stripe = [...sim.stripe.charges.values()].flatMap((charge): Truth[] => {
    const customer = customerOf.get(charge.customer)
    if (!customer) return []
    const { id, total, tax, paidAt } = charge
    const source = charge.kind === 'invoice' ? id : charge.paymentIntent
    const dealOf = charge.subscription ?? id
    const kind = charge.subscription ? 'retainer' : 'one_off'
    return [{ source, customer, total, base: total - tax, paidAt, returned: returnedOf(sim, charge), dealOf, kind }]
  })
  const byHand = sim.byHand.map(({ act, customer: { stripeCustomer }, total, tax, paidAt, returns }): Truth => {
    const customer = customerOf.get(stripeCustomer)
    if (!customer) throw new Error(`no customer ${stripeCustomer}`)
    const returned = Math.min(
      total,
      returns.reduce((sum, { amount }) => sum + amount, 0),
    )
    return { source: act, customer, total, base: total - tax, paidAt, returned, dealOf: customer.dealId ?? '', kind: 'retainer' }
  })
  return [...stripe, ...byHand]
}

type Standing = { paid: number; base: number; returned: number; stands: number; elsewhere: number; rejected: number; earned: number }

function checkPayment({ store }: Sim, truth: Truth, place: number, due: number): void {
  const id = `pmt_${truth.source}`
  const [row] = store.peek<Standing>(
    `select p.paid_minor paid, p.base_minor base, p.returned_minor returned,
      coalesce((select sum(amount_minor) from commissions c where c.payment_id = p.id and c.partner_id = ?2), 0) stands,
      coalesce((select max(abs(sum)) from (select sum(amount_minor) sum from commissions c where c.payment_id = p.id and c.partner_id is not ?2
        group by c.partner_id)), 0) elsewhere,
      exists (select 1 from commissions c where c.payment_id = p.id and c.partner_id = ?2 and c.kind = 'earned') earned,
      exists (select 1 from commissions c where c.payment_id = p.id and c.partner_id = ?2 and c.status = 'rejected'
        and not exists (select 1 from restored_commissions r where r.commission_id = coalesce(c.corrects, c.id))) rejected from payments p where p.id = ?1`,
    id,
    truth.customer.partnerId,
  )
  if (!row) throw new Violation('I31', `Payment ${truth.source} was made and is not here`, [id, truth.source])
  if (row.paid !== truth.total || row.base !== truth.base)
    throw new Violation('I23', `${id} says ${row.paid} paid, and ${truth.total} were`, [id])
  if (row.returned !== truth.returned) throw new Violation('I19', `${id} says ${row.returned} returned, and ${truth.returned} were`, [id])
  if (row.elsewhere !== 0) throw new Violation('I19', `Of ${id} stand ${row.elsewhere} for a partner that has not got the credit`, [id])
  if (!truth.customer.terms) return
  const keep = row.rejected ? 0 : keepOf(due, truth)
  if (row.stands !== keep)
    throw new Violation(
      'I19',
      `Of ${id} stand ${row.stands}, and ${keep} should: ${due} for place ${place + 1}, ${truth.returned} of ${truth.total} returned`,
      [id],
    )
  if (due > 0 && !row.earned) throw new Violation('I31', `${id} earns ${due}, and there is no commission`, [id])
}

function dueOf({ base, paidAt, customer }: Truth, place: number, firstPaidAt: number): number {
  const { terms } = customer
  if (!terms) return 0
  if (terms.kind === 'first' && place > 0) return 0
  if (terms.kind === 'months' && paidAt >= monthAfter(firstPaidAt)) return 0
  const whole = terms.kind === 'flat' ? BigInt(Math.min(terms.flatMinor, base)) : (BigInt(base) * BigInt(terms.rateBps)) / 10_000n
  return floored(whole, customer.currency)
}

/** Tiers and caps, by the order in which a partner's payments of one currency were made. All of them lie in one calendar year. */
function duesOfYears(truths: readonly Truth[]): Map<string, number> {
  const dues = new Map<string, number>()
  for (const payments of Map.groupBy(truths, ({ customer }) => `${customer.partnerId} ${customer.currency}`).values()) {
    const given = { year: 0, retainer: 0, one_off: 0 }
    const ofDeal = new Map<string, number>()
    for (const { source, base, dealOf, kind, customer } of inOrder(payments)) {
      const higher = Math.max(0, given.year + base - Math.max(given.year, yearRules.aboveMinor))
      const share = (BigInt(base - higher) * 1500n + BigInt(higher) * BigInt(yearRules.tierBps)) / 10_000n
      const before = ofDeal.get(dealOf) ?? 0
      const room = Math.max(0, Math.min(yearRules.dealCapMinor - before, yearRules.yearCapMinor - given[kind]))
      const due = floored(share < BigInt(room) ? share : BigInt(room), customer.currency)
      given.year += base
      given[kind] += due
      ofDeal.set(dealOf, before + due)
      dues.set(source, due)
    }
  }
  return dues
}

const keepOf = (due: number, { total, returned, customer }: Truth): number =>
  floored((BigInt(due) * BigInt(total - returned)) / BigInt(total), customer.currency)

const floored = (amount: bigint, currency: Currency): number => Number(amount - (amount % BigInt(payableUnit(currency))))

/** The same day of the next month, or its last. */
function monthAfter(at: number): number {
  const then = new Date(at)
  const lastDay = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 2, 0)).getUTCDate()
  return new Date(at).setUTCMonth(then.getUTCMonth() + 1, Math.min(then.getUTCDate(), lastDay))
}
