import { type SQL, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import type { Readiness, Requirement } from '../../schema/payout-destinations.ts'
import type { PartnerStatus } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { asInteger, eachOf } from './parameters.ts'
import type { Candidate } from './rules.ts'
import { hasMoneyReturned } from './store-bank.ts'

/** Where a page of candidates begins: behind this partner and currency. */
export type After = { partnerId: string; currency: string }

/**
 * Partners with something approved, by partner and currency; reads the payable commissions of this page and no others. Without the name
 * of the index SQLite takes the one by status and reads everybody's for each page.
 */
export const listCandidates = (db: Db, limit: number, after: After = { partnerId: '', currency: '' }): Promise<Candidate[]> =>
  assess(
    db,
    sql`select partner_id, currency, sum(amount_minor) amount_minor from commissions indexed by commissions_payable
      where status = 'approved' and partner_id >= ${after.partnerId} and (partner_id, currency) > (${after.partnerId}, ${after.currency})
      group by partner_id, currency order by partner_id, currency limit ${asInteger(limit)}`,
  )

/**
 * For a look: partners with something approved behind this one, with what their accounts hold. Preparing adds the commissions up and
 * names an account that differs; a page does not read thousands of them for that.
 */
export const glanceAtCandidates = (db: Db, limit: number, after = ''): Promise<Candidate[]> => {
  const nextPartner = (behind: SQL) =>
    sql`select min(partner_id) from commissions indexed by commissions_payable where status = 'approved' and partner_id > ${behind}`
  return assess(
    db,
    sql`with recursive ready (partner_id) as (
        ${nextPartner(sql`${after}`)} union all
        select (${nextPartner(sql`ready.partner_id`)}) from ready where ready.partner_id is not null limit ${asInteger(limit)})
      select r.partner_id, substr(b.account, -3) currency, b.balance_minor amount_minor from ready r
        join balances b on b.account > 'avail:' || r.partner_id || ':' and b.account < 'avail:' || r.partner_id || ';'
      where b.balance_minor <> 0`,
  )
}

/** The same of one partner in one currency. */
export async function findCandidate(db: Db, partnerId: string, currency: Currency): Promise<Candidate | undefined> {
  const [candidate] = await assess(
    db,
    sql`select ${partnerId} partner_id, ${currency} currency, balance_minor amount_minor from balances where account = ${`avail:${partnerId}:${currency}`}`,
  )
  return candidate
}

/** Partners whose commissions in a currency are all on hold: owed, and blocked. */
export const listHeldCandidates = (db: Db, limit: number): Promise<Candidate[]> =>
  assess(
    db,
    sql`select h.partner_id, h.currency, 0 amount_minor from commissions h where h.status = 'on_hold'
      and not exists (select 1 from commissions c where c.partner_id = h.partner_id and c.currency = h.currency and c.status = 'approved')
      group by h.partner_id, h.currency order by h.partner_id, h.currency limit ${asInteger(limit)}`,
  )

/** The payable sums of some partners, in every currency. */
export const listCandidatesOf = (db: Db, partnerIds: readonly string[]): Promise<Candidate[]> =>
  assess(
    db,
    sql`select partner_id, currency, sum(amount_minor) amount_minor from commissions indexed by commissions_payable
      where status = 'approved' and partner_id in ${eachOf(partnerIds)} group by partner_id, currency`,
  )

type Row = Omit<
  Candidate,
  'readinessCodes' | 'due' | 'askedAt' | 'holdUntil' | 'isReturned' | 'currency' | 'readiness' | 'partnerStatus'
> & {
  currency: Currency
  readiness: Readiness | null
  partnerStatus: PartnerStatus
  readinessCodes: string | null
  requirements: string | null
  askedAt: number | null
  holdUntil: number | null
  isReturned: number
}

async function assess(db: Db, sums: SQL): Promise<Candidate[]> {
  const rows = await db.all<Row>(sql`
    with sums as (${sums})
    select s.partner_id "partnerId", p.name "partner", p.status "partnerStatus", s.currency "currency", s.amount_minor "amountMinor",
      coalesce(b.balance_minor, 0) "availMinor", coalesce(h.balance_minor, 0) "heldMinor",
      coalesce(m.minimum_payout_minor, 0) "minimumMinor",
      d.stripe_account "destination", d.version "destinationVersion", d.readiness "readiness", d.readiness_codes "readinessCodes",
      d.requirements "requirements", d.asked_at "askedAt", d.hold_until "holdUntil",
      ${hasMoneyReturned(sql`s.partner_id`)} "isReturned",
      (select o.id from payouts o where o.partner_id = s.partner_id and o.currency = s.currency
        and o.status in ('reserved','sending','unknown','stuck')) "openPayout"
    from sums s join partners p on p.id = s.partner_id
      left join balances b on b.account = 'avail:' || s.partner_id || ':' || s.currency
      left join balances h on h.account = 'held:' || s.partner_id || ':' || s.currency
      left join group_minimums m on m.group_id = p.group_id and m.currency = s.currency
      left join payout_destinations d on d.partner_id = s.partner_id
        and d.version = (select max(version) from payout_destinations where partner_id = s.partner_id)
    order by s.partner_id, s.currency`)
  return rows.map(({ requirements, readinessCodes, askedAt, holdUntil, isReturned, ...row }) => ({
    ...row,
    isReturned: isReturned === 1,
    readinessCodes: readinessCodes ? (JSON.parse(readinessCodes) as string[]) : [], // written by partners/readiness alone
    due: dueIn(requirements),
    askedAt: askedAt === null ? null : new Date(askedAt),
    holdUntil: holdUntil === null ? null : new Date(holdUntil),
  }))
}

const dueIn = (requirements: string | null): string[] =>
  requirements
    ? (JSON.parse(requirements) as Requirement[]).filter(({ restricts }) => restricts).map(({ description }) => description) // as above
    : []
