import { payableUnitOf } from './payable-unit.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** Between the clocks of two isolates. */
const skewMs = 4_000
const openPayout = `('reserved','sending','unknown','stuck')`

/** What must hold of payouts, their runs, plans and keys. */
export const invariantsOfPayouts: Readonly<Record<string, string>> = {
  'I4 one transfer at most, of those that Stripe listed': `select payout_id, count(*) as n from stripe_transfers
    where reversed_minor < amount_minor group by payout_id having n > 1`,
  'I5 paid is real: the transfer that Stripe listed is the payout': `select x.id, x.transfer, s.amount_minor, s.currency, s.destination
    from payouts x join stripe_transfers s on s.transfer = x.transfer
    left join ledger_requests q on q.id = 'req_' || x.id and q.status = 'confirmed'
    where s.payout_id <> x.id or s.amount_minor <> x.amount_minor - coalesce(q.amount_minor, 0) or s.currency <> x.currency or s.destination <> x.destination`,
  'I6 released was never paid, as far as Stripe listed': `select x.id, s.transfer from payouts x join stripe_transfers s on s.payout_id = x.id where x.status = 'released'
    and s.reversed_minor < s.amount_minor`,
  'I8 every transfer that Stripe listed has its payout': `select s.transfer, s.payout_id from stripe_transfers s
    where not exists (select 1 from payouts x where x.id = s.payout_id)`,
  'I7 clearing equals open payouts': `with open as (
      select 'inflight:' || partner_id || ':' || currency as account, sum(amount_minor) as amount from payouts where status in ${openPayout} group by 1
    )
    select b.account, b.balance_minor, coalesce(o.amount, 0) as open from balances b left join open o on o.account = b.account
      where b.account glob 'inflight:*' and (b.balance_minor <> coalesce(o.amount, 0) or b.balance_minor < 0)
    union all select o.account, 0, o.amount from open o where o.account not in (select account from balances)`,
  'I9 a payout has the postings of its state and no others': `select x.id, x.status, x.amount_minor, r.amount_minor as reserved, s.amount_minor as settled, f.amount_minor as freed
    from payouts x left join ledger_transactions r on r.id = 'reserve:' || x.id left join ledger_transactions s on s.id = 'settle:' || x.id
      left join ledger_transactions f on f.id = 'release:' || x.id
    where r.amount_minor is not x.amount_minor or s.amount_minor is not iif(x.status = 'paid', x.amount_minor, null)
      or f.amount_minor is not iif(x.status = 'released', x.amount_minor, null)`,
  'I10 a payout is what was planned': `select x.id from payouts x where not exists (select 1 from planned_payouts l where l.payout_id = x.id and l.run_id = x.run_id
    and l.partner_id = x.partner_id and l.currency = x.currency and l.amount_minor = x.amount_minor and l.destination = x.destination
    and l.destination_version = x.destination_version)`,
  'I11 one open payout': `select partner_id, currency, count(*) as n from payouts where status in ${openPayout} group by 1, 2 having n > 1`,
  'I11 never a payout and a skip': `select id from payouts where id in (select payout_id from payout_skips)`,
  'I12 a key is its payout and generation': `select a.payout_id, a.gen, a.n, a.key from payout_attempts a
    where a.key <> 'po:' || a.payout_id || ':' || a.gen or not exists (select 1 from payouts x where x.id = a.payout_id and x.gen >= a.gen)`,
  'I12 what was sent has its attempt on record': `select x.id from payouts x where x.first_sent_at is not null
    and not exists (select 1 from payout_attempts a where a.payout_id = x.id and a.gen = x.gen)
    union all select w.payout_id from payout_answers w where not exists
      (select 1 from payout_attempts a where a.payout_id = w.payout_id and a.gen = w.gen and a.n = w.n)`,
  'I13 no key is used 23 h after its first use': `select payout_id, gen, max(sent_at) - min(sent_at) as ms from payout_attempts
    group by payout_id, gen having ms > ${23 * hourMs + minuteMs}`,
  'I14 a generation begins quiet, and counts its tries from one': `select a.payout_id, a.gen, min(a.n) as first, max(a.n) as last, count(*) as n
    from payout_attempts a group by a.payout_id, a.gen having first <> 1 or last <> n
    union all select b.payout_id, 1, min(b.sent_at), max(a.sent_at), 0 from payout_attempts b
      join payout_attempts a on a.payout_id = b.payout_id and a.gen = 0 where b.gen = 1 group by b.payout_id
      having min(b.sent_at) - max(a.sent_at) < ${hourMs - skewMs}`,
  'I15 nothing left that was not reserved before': `select account, seq, balance from (
      select account, seq, sum(amount_minor) over (partition by account order by seq) as balance from ledger_entries
      where account >= 'inflight:' and account < 'inflight;') where balance < 0`,
  'I16 a reserve leaves nobody below zero': `select t.id, e.balance from (
      select account, seq, sum(amount_minor) over (partition by account order by seq) as balance from ledger_entries
      where account >= 'avail:' and account < 'avail;') e
    join ledger_transactions t on t.seq = e.seq where e.balance < 0 and t.template = 'reserve'
      and not exists (select 1 from adoptions a where a.payout_id = t.ref)`,
  'I21 what was sent was approved by another, and by two where it must be': `select x.id, r.prepared_by, r.submitted_by, r.approved_by, r.second_approver
    from payout_runs r join payouts x on x.run_id = r.id where exists (select 1 from payout_attempts a where a.payout_id = x.id)
      and (r.approved_by is null or r.fingerprint is null or r.approved_by in (r.prepared_by, r.submitted_by)
        or r.second_needed and r.second_approver is null or r.second_approver in (r.prepared_by, r.submitted_by, r.approved_by))`,
  'I22 the hold on a destination was over before anything was sent': `select a.payout_id, a.sent_at, d.hold_until from payout_attempts a
    join payouts x on x.id = a.payout_id left join payout_destinations d on d.partner_id = x.partner_id and d.version = x.destination_version
    where d.stripe_account is not x.destination or a.sent_at + ${skewMs} < d.hold_until`,
  'I24 a payout and its commissions are of one partner and one currency': `select c.id, c.payout_id from commissions c join payouts x on x.id = c.payout_id
    where c.partner_id <> x.partner_id or c.currency <> x.currency`,
  'I24 a planned payout is the sum of its lines, all of its partner and currency': `select l.payout_id, l.amount_minor, count(n.commission_id) as lines
    from planned_payouts l left join planned_lines n on n.payout_id = l.payout_id left join commissions c on c.id = n.commission_id
    group by l.payout_id having l.amount_minor is not sum(n.amount_minor) or count(c.id) <> lines
      or sum(c.partner_id <> l.partner_id or c.currency <> l.currency or c.amount_minor <> n.amount_minor) <> 0`,
  'I28 payouts are whole payable amounts': `select id, amount_minor from payouts
    where typeof(amount_minor) <> 'integer' or amount_minor % (${payableUnitOf('currency')}) <> 0`,
  'I29 run counts are counted': `with counted as (
      select run_id, currency, status, count(*) as n, sum(amount_minor) as amount from payouts group by 1, 2, 3
      union all select l.run_id, l.currency, 'skipped', count(*), sum(l.amount_minor) from planned_payouts l join payout_skips s using (payout_id) group by 1, 2
      union all select l.run_id, l.currency, 'planned', count(*), sum(l.amount_minor) from planned_payouts l
        where not exists (select 1 from payouts x where x.id = l.payout_id) and not exists (select 1 from payout_skips s where s.payout_id = l.payout_id) group by 1, 2
    )
    select r.run_id, r.currency, r.status, r.n, r.amount_minor, c.n as counted from run_counts r
      left join counted c on c.run_id = r.run_id and c.currency = r.currency and c.status = r.status
      where r.n <> coalesce(c.n, 0) or r.amount_minor <> coalesce(c.amount, 0)
    union all select c.run_id, c.currency, c.status, 0, 0, c.n from counted c where c.n > 0 and not exists
      (select 1 from run_counts r where r.run_id = c.run_id and r.currency = c.currency and r.status = c.status)`,
}
