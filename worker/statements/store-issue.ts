import { eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import type { Template } from '../../schema/ledger.ts'
import { type SelfBillingAgreement, type Statement, selfBillingAgreements, statements } from '../../schema/statements.ts'
import type { Db } from '../database.ts'
import { boundsOf, monthAfter, monthOf, monthsBetween } from '../ledger/months.ts'
import { asTime, eachOf } from '../payouts/parameters.ts'
import { findNewestOfPartner } from './store.ts'

/** A partner's money of one currency. */
export type Whose = { partnerId: string; currency: Currency }

/** A posting that changed what the company owes a partner, and stands on no statement yet. */
export type Unlisted = Whose & { seq: number; template: Template; ref: string; amountMinor: number; effectiveAt: Date }

type Stored = Omit<Unlisted, 'partnerId' | 'currency' | 'effectiveAt'> & { owner: string; effectiveAt: number }

/** `par_1:usd`, of an account `avail:par_1:usd`. */
const owner = sql`substr(e.account, instr(e.account, ':') + 1)`
const isOwed = sql`substr(e.account, 1, instr(e.account, ':') - 1) in ('pending','avail','held','inflight')`
const moves = sql`t.template in ('accrue','refund_pending','refund_available','settle','reversal','adjust','writeoff')`
const isUnlisted = sql`not exists (select 1 from statement_lines l where l.seq = t.seq)`

export const ownerOf = ({ partnerId, currency }: Whose): string => `${partnerId}:${currency}`
export const whoseOf = (text: string): Whose => {
  const [partnerId = '', currency = ''] = text.split(':')
  return { partnerId, currency: currency as Currency } // accounts end in their currency: a CHECK of the ledger
}

/** Everything that took effect from one moment to before another and stands on no statement. */
const unlistedBetween = (since: Date, until: Date): SQL =>
  sql`ledger_transactions t join ledger_entries e on e.seq = t.seq
    where t.effective_at >= ${asTime(since)} and t.effective_at < ${asTime(until)} and ${moves} and ${isOwed} and ${isUnlisted}`

/** Whose statements are to be issued, in the order of their ids. A closed month has its statements: nothing before it is looked at. */
export async function listOwnersToIssue(db: Db, since: Date, until: Date, limit: number): Promise<string[]> {
  const rows = await db.all<{ owner: string }>(
    sql`select distinct ${owner} "owner" from ${unlistedBetween(since, until)} order by 1 limit ${sql.raw(String(limit))}`,
  )
  return rows.map((row) => row.owner)
}

/** Their postings, by owner and time. */
export async function listUnlisted(db: Db, owners: readonly string[], since: Date, until: Date): Promise<Unlisted[]> {
  const rows = await db.all<Stored>(
    sql`select t.seq "seq", t.template "template", t.ref "ref", sum(e.amount_minor) "amountMinor", t.effective_at "effectiveAt", ${owner} "owner"
      from ${unlistedBetween(since, until)} and ${owner} in ${eachOf(owners)}
      group by t.seq, 6 order by 6, t.effective_at, t.seq`,
  )
  return rows.map(unlistedOf)
}

const unlistedOf = ({ owner: whose, effectiveAt, ...row }: Stored): Unlisted => ({
  ...row,
  ...whoseOf(whose),
  effectiveAt: new Date(effectiveAt),
})

const dayMs = 86_400_000

/**
 * The same of one partner and currency, by its accounts: whatever time it is from, before a moment. What was recorded before the month of
 * its newest statement stands on one, so the entries since then are enough; a day is left for clocks that differ.
 */
export async function listUnlistedOfPartner(db: Db, whose: Whose, until: Date): Promise<Unlisted[]> {
  const newest = await findNewestOfPartner(db, whose.partnerId, whose.currency)
  const since = newest ? new Date(boundsOf(newest.month).startsAt.getTime() - dayMs) : new Date(0)
  const rows = await db.all<Stored>(
    sql`with recursive ${recordedBefore(since)}
      select t.seq "seq", t.template "template", t.ref "ref", sum(e.amount_minor) "amountMinor", t.effective_at "effectiveAt",
        ${ownerOf(whose)} "owner"
      from ledger_entries e join ledger_transactions t on t.seq = e.seq
      where e.account in ${eachOf(accountsOf(whose))} and e.seq > (select max(low) from bounds) and ${moves}
        and t.effective_at < ${asTime(until)} and ${isUnlisted}
      group by t.seq order by t.effective_at, t.seq`,
  )
  return rows.map(unlistedOf)
}

/** The months that have no statement yet, the newest first: from the one behind the newest statement, or the first posting, to the last posting's. */
export async function listUnlistedMonths(db: Db, whose: Whose): Promise<string[]> {
  const newest = await findNewestOfPartner(db, whose.partnerId, whose.currency)
  const last = await findPosting(db, whose, 'desc')
  const first = newest ? monthAfter(newest.month) : last && (await findPosting(db, whose, 'asc'))
  return first && last ? monthsBetween(first, last).reverse() : []
}

/** The month of the last or the first posting on the partner's accounts. */
async function findPosting(db: Db, whose: Whose, direction: 'asc' | 'desc'): Promise<string | undefined> {
  const order = sql.raw(direction)
  const ofAccounts = accountsOf(whose).map(
    (account) => sql`select * from (select t.seq seq, t.effective_at at from ledger_entries e join ledger_transactions t on t.seq = e.seq
      where e.account = ${account} order by e.seq ${order} limit 1)`,
  )
  const [row] = await db.all<{ at: number }>(
    sql`select at "at" from (${sql.join(ofAccounts, sql` union all `)}) order by seq ${order} limit 1`,
  )
  return row && monthOf(new Date(row.at))
}

const accountsOf = ({ partnerId, currency }: Whose): string[] =>
  ['pending', 'avail', 'held', 'inflight'].map((kind) => `${kind}:${partnerId}:${currency}`)

/** Halves the numbers of all postings until `low` is the last that was recorded before a moment: they follow the clock. */
function recordedBefore(moment: Date): SQL {
  const middle = sql`((low + high) / 2)`
  const isBefore = sql`(select recorded_at from ledger_transactions where seq = ${middle}) < ${asTime(moment)}`
  return sql`bounds (low, high) as (
    select 0, coalesce(max(seq), 0) + 1 from ledger_transactions
    union all select iif(${isBefore}, ${middle}, low), iif(${isBefore}, high, ${middle}) from bounds where high - low > 1)`
}

/** Holds as long as nothing of these owners has taken effect before a moment that stands on no statement. */
export const nothingLeft = (owners: readonly string[], since: Date, until: Date): SQL =>
  sql`not exists (select 1 from ${unlistedBetween(since, until)} and ${owner} in ${eachOf(owners)})`

/** The newest statement of each of these owners that has one, and how many its month has. */
export const listNewest = (db: Db, owners: readonly string[]): Promise<Statement[]> =>
  db
    .select()
    .from(statements)
    .where(
      sql`${statements.number} in (select (select s.number from statements s where s.partner_id = substr(value, 1, instr(value, ':') - 1)
        and s.currency = substr(value, instr(value, ':') + 1) order by s.number desc limit 1) from json_each(${JSON.stringify(owners)}))`,
    )

/** How many statements each of these months has already: an issued month only gets a further one. */
export async function countIssued(db: Db, owners: readonly string[], months: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.all<{ key: string; n: number }>(
    sql`select partner_id || ':' || currency || ':' || month "key", count(*) "n" from statements
      where partner_id in (select substr(value, 1, instr(value, ':') - 1) from json_each(${JSON.stringify(owners)})) and month in ${eachOf(months)}
      group by 1`,
  )
  return new Map(rows.map(({ key, n }) => [key, n]))
}

export const listAgreements = (db: Db, partnerIds: readonly string[]): Promise<SelfBillingAgreement[]> =>
  db
    .select()
    .from(selfBillingAgreements)
    .where(inArray(selfBillingAgreements.partnerId, eachOf(partnerIds)))
    .orderBy(selfBillingAgreements.partnerId, sql`${selfBillingAgreements.version} desc`)

export const listAgreementsOfPartner = (db: Db, partnerId: string): Promise<SelfBillingAgreement[]> =>
  db
    .select()
    .from(selfBillingAgreements)
    .where(eq(selfBillingAgreements.partnerId, partnerId))
    .orderBy(sql`${selfBillingAgreements.version} desc`)
