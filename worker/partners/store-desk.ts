import { sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import type { DeskCounts } from './rules-overview.ts'

/** Counts stop here: the page says `20 or more`, and reads no more rows than that of each. */
export const countedAtMost = 20

/** How much waits for somebody, of each kind, in one statement whose cost does not grow with the tables. */
export async function countDesk(db: Db, weekAgo: Date): Promise<DeskCounts> {
  const atMost = sql.raw(String(countedAtMost))
  const rows = await db.all<{ what: keyof DeskCounts; n: number }>(sql`
    select 'runs_submitted' what, count(*) n from (select 1 from payout_runs where status = 'submitted' limit ${atMost})
    union all select 'runs_draft', count(*) from (select 1 from payout_runs where status = 'draft' limit ${atMost})
    union all select 'runs_sending', count(*) from (select 1 from payout_runs where status in ('approved','sending') limit ${atMost})
    union all select 'payouts_unclear', count(*) from (select 1 from payouts where status in ('unknown','stuck') limit ${atMost})
    union all select 'stops', count(*) from (select 1 from stops limit ${atMost})
    union all select 'commissions_held', count(*) from (select 1 from commissions where status = 'on_hold' limit ${atMost})
    union all select 'partners_invited', count(*) from (select 1 from partners where status = 'invited' limit ${atMost})
    union all select 'prospects_new', count(*) from
      (select 1 from prospects where created_at >= cast(${weekAgo.getTime()} as integer) limit ${atMost})
    union all select 'inbox_failing', count(*) from
      (select error from inbox where status in ('new','waiting') order by next_at, id limit ${atMost}) where error is not null
    union all select 'mails_failing', count(*) from
      (select error from outbox where sent_at is null order by next_at, id limit ${atMost}) where error is not null`)
  // The statement names each of them once.
  return Object.fromEntries(rows.map(({ what, n }) => [what, n])) as DeskCounts
}
