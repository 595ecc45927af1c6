const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Six sweeps. */
const late = (now: number) => now - 30 * minuteMs

/** Nobody has stopped it, and it does not rest. */
const mayGoOn = `r.paused is null and r.reason is null and not exists (select 1 from stops s where s.scope in ('all', 'run:' || r.id)
  or s.scope glob 'run:' || r.id || ':*' or s.scope glob 'currency:*' or s.scope glob 'partner:*')`

/**
 * L1 and L2 as far as data at rest can tell: what waits although it is due, and nobody keeps it from going on. Each gives the rows
 * that are late at this moment, in ms; what waits for a person or for Stripe has its next time ahead and is not late.
 */
export const freshness = (now: number): Readonly<Record<string, string>> => ({
  'L1 no payout is open for six days, but for those that people decide': `select id, status, reserved_at from payouts
    where status in ('reserved','sending','unknown') and reserved_at < ${now - 6 * dayMs}
      and exists (select 1 from payout_runs r where r.id = run_id and ${mayGoOn})`,
  'L2 what is due to be sent or looked up is taken up': `select p.id, p.status, p.next_at, p.lease_until from payouts p join payout_runs r on r.id = p.run_id
    where p.status in ('reserved','sending','unknown') and p.next_at < ${late(now)} and p.lease_until < ${late(now)}
      and r.status = 'sending' and ${mayGoOn}`,
  'L2 an approved run begins': `select r.id, r.approved_at from payout_runs r where r.status = 'approved' and r.approved_at < ${now - dayMs} and ${mayGoOn}`,
  'L2 a finished run is done': `select r.id from payout_runs r where r.status = 'sending' and r.approved_at < ${late(now)}
    and not exists (select 1 from payouts p where p.run_id = r.id and p.status not in ('paid','released'))
    and not exists (select 1 from payouts p where p.run_id = r.id and p.finished_at >= ${late(now)})`,
  'L1 events are applied': `select id, type, next_at, error from inbox where status in ('new','waiting') and next_at < ${late(now)}`,
  'L1 mails leave': `select id, template, next_at, error from outbox where sent_at is null and next_at < ${late(now)}`,
  'L2 what has matured is payable': `select id, matures_at from commissions where status = 'pending' and matures_at < ${late(now)}`,
  'L2 what happened is sealed': `select seq, at from audit where at < ${late(now)}
    and seq > coalesce((select json_extract(upto, '$.audit') from seals order by n desc limit 1), 0)
    union all select seq, recorded_at from ledger_transactions where recorded_at < ${late(now)}
    and seq > coalesce((select json_extract(upto, '$.ledger_transactions') from seals order by n desc limit 1), 0)`,
})
