import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import { assert } from '../errors.ts'
import type { DeskCounts } from './rules-overview.ts'

/** Counts stop here: the page says `10 or more`, and reads no more rows than that of each. */
export const countedAtMost = 10
const dayMs = 86_400_000
const atMost = sql.raw(String(countedAtMost))

const countOf = (rows: SQL): SQL => sql`(select count(*) from (select 1 from ${rows} limit ${atMost}))`
/** Those of an answer that is due whose time is over. */
const lateOf = (rows: SQL, now: Date): SQL => countOf(sql`${rows} and due_at < cast(${now.getTime()} as integer)`)
/** Those with an error among the next that are due: rows that wait in good order are not read to the end. */
const failingOf = (rows: SQL): SQL =>
  sql`(select count(*) from (select error from ${rows} order by next_at, id limit ${atMost}) where error is not null)`

const nextPayable = (behind: SQL): SQL =>
  sql`select min(partner_id) from commissions indexed by commissions_payable where status = 'approved' and partner_id > ${behind}`
/** Partners with an approved commission that no payout has taken, one step of the index a partner. */
const payable = sql`(with recursive ready (partner_id) as (${nextPayable(sql`''`)} union all
  select (${nextPayable(sql`ready.partner_id`)}) from ready where ready.partner_id is not null limit ${atMost})
  select count(partner_id) from ready)`

/** How much waits for somebody, of each kind, in one statement whose cost does not grow with the tables. */
export async function countDesk(db: Db, now: Date): Promise<DeskCounts> {
  // One value a subquery: D1 takes no more than five selects in a union.
  const weekAgo = now.getTime() - 7 * dayMs
  const [counts] = await db.all<DeskCounts>(sql`select
    ${countOf(sql`payout_runs where status = 'submitted'`)} runs_submitted,
    ${countOf(sql`payout_runs where status = 'draft'`)} runs_draft,
    ${countOf(sql`payout_runs where status in ('approved','sending')`)} runs_sending,
    ${countOf(sql`payouts where status in ('unknown','stuck')`)} payouts_unclear,
    ${payable} partners_payable,
    ${countOf(sql`run_blockers where run_id = (select id from payout_runs order by prepared_at desc, id desc limit 1)`)} partners_blocked,
    ${countOf(sql`stops`)} stops,
    ${countOf(sql`commissions where status = 'on_hold'`)} commissions_held,
    ${countOf(sql`partners where status = 'invited'`)} partners_invited,
    ${countOf(sql`prospects where created_at >= cast(${weekAgo} as integer)`)} prospects_new,
    ${lateOf(sql`registrations where status in ('submitted','appealed')`, now)} registrations_late,
    ${countOf(sql`registrations where status in ('submitted','appealed')`)} registrations_due,
    ${countOf(sql`registration_extensions where status = 'open'`)} extensions_due,
    ${lateOf(sql`claims where status in ('open','appealed')`, now)} claims_late,
    ${countOf(sql`claims where status in ('open','appealed')`)} claims_due,
    ${countOf(sql`signals where status = 'open'`)} signals_open,
    ${countOf(sql`reference_requests where status = 'asked'`)} requests_waiting,
    ${countOf(sql`grant_uses where overdue_since is not null and taken_down_at is null`)} uses_to_take_down,
    ${countOf(sql`invitations where status = 'drafted'`)} invitations_drafted,
    ${failingOf(sql`inbox where status in ('new','waiting')`)} inbox_failing,
    ${failingOf(sql`outbox where sent_at is null`)} mails_failing`)
  assert(counts, 'a select without a table gives one row')
  return counts
}
