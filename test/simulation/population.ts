import type { Currency } from '../../schema/currency.ts'
import type { Random } from './random.ts'
import { day, hour } from './schedule.ts'
import type { Sim } from './sim.ts'

export type Terms = {
  id: string
  holdDays: number
  kind: 'percent' | 'first' | 'months' | 'flat' | 'year'
  rateBps: number
  flatMinor: number
  months: number
}

/** A customer of ours whom a partner referred (or nobody), and what it pays for. */
export type Customer = {
  prospectId: string
  stripeCustomer: string
  partnerId: string | null
  terms: Terms | undefined
  currency: Currency
  /** The deal that a person opened for payments by hand; null where Stripe bills. */
  dealId: string | null
  subscription: string
}
type PartnerFact = { id: string; account: string | null }
export type Staff = { id: string; name: string }
export type Population = {
  partners: PartnerFact[]
  customers: Customer[]
  finance: readonly [Staff, Staff]
  approvers: readonly [Staff, Staff, Staff]
}

const currencies: readonly [Currency, ...Currency[]] = ['usd', 'eur', 'jpy', 'isk']

const termsOf: readonly [Terms, ...Terms[]] = [
  { id: 'trm_percent', holdDays: 0, kind: 'percent', rateBps: 1000, flatMinor: 0, months: 0 },
  { id: 'trm_first', holdDays: 1, kind: 'first', rateBps: 2000, flatMinor: 0, months: 0 },
  { id: 'trm_months', holdDays: 2, kind: 'months', rateBps: 1550, flatMinor: 0, months: 1 },
  { id: 'trm_flat', holdDays: 0, kind: 'flat', rateBps: 0, flatMinor: 5000, months: 0 },
  { id: 'trm_year', holdDays: 1, kind: 'year', rateBps: 1500, flatMinor: 0, months: 0 },
]

/** What `year` adds to its share: a tier and two caps, in each currency the same numbers. */
export const yearRules = { aboveMinor: 800_000, tierBps: 2000, dealCapMinor: 300_000, yearCapMinor: 900_000 }

/** Who is there when the seed begins: partners with destinations, customers with their credit, people of finance. */
export function populate(sim: Sim): Population {
  const random = sim.random('population')
  const write = (sql: string, ...values: (string | number | null)[]) => void sim.store.peek(sql, ...values)
  const at = sim.schedule.now - 100 * day
  for (const terms of termsOf) writeTerms(write, terms, at)
  const finance = [staffOf('stf_finance1'), staffOf('stf_finance2')] as const
  const approvers = [staffOf('stf_approver1'), staffOf('stf_approver2'), staffOf('stf_approver3')] as const
  for (const person of finance) writeStaff(write, person, 'finance', at)
  for (const person of approvers) writeStaff(write, person, 'approver', at)
  const partners = Array.from({ length: random.between(4, 6) }, (_, n) => writePartner(sim, write, random, n, at))
  const customers = partners.flatMap(({ id }, n) =>
    Array.from({ length: random.between(1, 2) }, (_, m) =>
      writeCustomer(write, random, { partnerId: id, groupOf: n, name: `${n}_${m}` }, at),
    ),
  )
  for (const name of ['nobody', 'nobody2']) customers.push(writeCustomer(write, random, { partnerId: null, groupOf: 0, name }, at))
  for (const currency of currencies) sim.stripe.balances.set(currency, random.between(0, 3) === 0 ? 60_000 : 100_000_000)
  return { partners, customers, finance, approvers }
}

type Write = (sql: string, ...values: (string | number | null)[]) => void

const staffOf = (id: string): Staff => ({ id, name: id })

function writeStaff(write: Write, { id, name }: Staff, role: string, at: number): void {
  write('insert into staff values (?, ?, ?, 1, ?)', id, name, `${id}@wrenmarch.example`, at)
  write('insert into staff_role_grants values (?, ?, ?, ?)', id, role, 'stf_seed', at)
}

function writeTerms(write: Write, terms: Terms, at: number): void {
  const group = groupOf(terms)
  const duration = { percent: 'life', flat: 'life', year: 'life', first: 'first_payment', months: 'months' }[terms.kind]
  const share =
    terms.kind === 'flat'
      ? { flatMinor: Object.fromEntries(currencies.map((code) => [code, terms.flatMinor])) }
      : { rateBps: terms.rateBps }
  const inEach = <Value>(value: Value) => Object.fromEntries(currencies.map((code) => [code, value]))
  const { aboveMinor, tierBps, dealCapMinor, yearCapMinor } = yearRules
  const ofYear = {
    tierMode: 'marginal',
    tiers: inEach([{ aboveMinor, rateBps: tierBps }]),
    dealCapMinor: inEach(dealCapMinor),
    yearCapMinor: inEach(yearCapMinor),
  }
  const rate = { ...share, duration, ...(terms.months > 0 && { months: terms.months }), ...(terms.kind === 'year' && ofYear) }
  write('insert into groups (id, name, window_days, model, created_at) values (?, ?, 60, ?, ?)', group, group, 'first_touch', at)
  write(
    'insert into terms_versions (id, group_id, version, hold_days, rates, effective_at, created_by, created_at) values (?, ?, 1, ?, ?, 0, ?, ?)',
    terms.id,
    group,
    terms.holdDays,
    // Reached by every prospect with its first won deal: once, whoever is cut off in between.
    JSON.stringify({ retainer: rate, one_off: rate, levels: { annual_licence: inEach(500) } }),
    'stf_seed',
    at,
  )
}

const groupOf = (terms: Terms): string => `grp_${terms.kind}`

const termsOfNumber = (n: number): Terms => termsOf[n % termsOf.length] ?? termsOf[0]
/** Of `par_3`. */
export const termsOfPartner = (id: string): Terms => termsOfNumber(Number(id.slice(4)))

function writePartner(sim: Sim, write: Write, random: Random, n: number, at: number): PartnerFact {
  const id = `par_${n}`
  write(
    'insert into partners (id, name, country, group_id, status, created_at, activated_at) values (?, ?, ?, ?, ?, ?, ?)',
    id,
    `Partner ${n}`,
    'NL',
    groupOf(termsOfNumber(n)),
    'active',
    at,
    at,
  )
  write(
    'insert into members values (?, ?, ?, ?, ?, ?, ?)',
    `mem_${n}`,
    id,
    `Owner ${n}`,
    `owner${n}@partner.example`,
    'owner',
    'active',
    at,
  )
  if (n > 2 && random.chance(0.3)) return { id, account: null }
  const account = `acct_${n}`
  sim.stripe.accounts.set(account, { id: account, partnerId: id, status: 'active', isClosed: false, bank: 1 })
  const askedAt = sim.schedule.now - random.between(1, 20) * hour
  write(
    `insert into payout_destinations (partner_id, version, stripe_account, readiness, readiness_codes, requirements, bank_account, asked_at, changed_at, hold_until)
      values (?, 1, ?, 'active', '[]', '[]', ?, ?, ?, ?)`,
    id,
    account,
    `eur:bank1of${account}`,
    askedAt,
    at,
    at,
  )
  return { id, account }
}

function writeCustomer(
  write: Write,
  random: Random,
  who: { partnerId: string | null; groupOf: number; name: string },
  at: number,
): Customer {
  const { partnerId, name } = who
  const prospectId = `pro_${name}`
  const stripeCustomer = `cus_${name}`
  write(`insert into prospects (id, company, stage, created_at, version) values (?, ?, 'new', ?, 1)`, prospectId, `Company ${name}`, at)
  write('insert into prospect_stripe_customers values (?, ?, ?)', stripeCustomer, prospectId, at)
  if (partnerId) {
    const held = random.chance(0.1) ? 'The partner and the customer may be the same company.' : null
    write(
      `insert into touches (id, prospect_id, partner_id, kind, touched_at, source, created_at) values (?, ?, ?, 'introduction', ?, ?, ?)`,
      `tch_${name}`,
      prospectId,
      partnerId,
      at,
      `simulated/${name}`,
      at,
    )
    write(
      `insert into attributions (id, prospect_id, n, partner_id, touch_id, decided_by, reason, explanation, held_reason, decided_at)
        values (?, ?, 1, ?, ?, 'rule', 'introduction', '[]', ?, ?)`,
      `att_${name}`,
      prospectId,
      partnerId,
      `tch_${name}`,
      held,
      at,
    )
  }
  const currency = random.chance(0.4) ? 'usd' : random.pick(currencies)
  const terms = partnerId ? termsOfNumber(who.groupOf) : undefined
  const dealId = random.chance(0.75) ? `deal_${name}` : null
  if (dealId) {
    write(
      `insert into deals (id, prospect_id, name, kind, currency, amount_minor, status, attribution_id, partner_id, terms_version_id, opened_by, opened_at, version, depends_on_year)
        values (?, ?, 'By hand', 'retainer', ?, 0, 'open', ?, ?, ?, 'stf_seed', ?, 1, ?)`,
      dealId,
      prospectId,
      currency,
      partnerId && `att_${name}`,
      partnerId,
      terms?.id ?? null,
      at,
      terms?.kind === 'year' ? 1 : 0,
    )
  }
  return { prospectId, stripeCustomer, partnerId, terms, currency, dealId, subscription: `sub_${name}` }
}
