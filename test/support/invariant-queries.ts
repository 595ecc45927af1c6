import { currencyCodes, payableUnit } from '../../schema/currency.ts'

const unitOf = (currency: string) =>
  `case ${currency} ${currencyCodes
    .filter((code) => payableUnit(code) > 1)
    .map((code) => `when '${code}' then ${payableUnit(code)}`)
    .join(' ')} else 1 end`

const openPayout = `('reserved','sending','unknown','stuck')`
const live = `('pending','approved','on_hold','in_payout')`

/** Each query gives the rows that break its invariant of money.md 13; tests and the simulator ask the same ones. */
export const invariantQueries: Record<string, string> = {
  'I1 zero sum per currency': `select t.currency, sum(e.amount_minor) as off from ledger_entries e join ledger_transactions t using (seq)
    group by t.currency having off <> 0`,
  'I2 two entries that sum to zero': `select t.id, count(e.seq) as n, sum(e.amount_minor) as off from ledger_transactions t
    left join ledger_entries e using (seq) group by t.id having n <> 2 or off <> 0`,
  'I3 balances are the sum of their entries': `select account, balance_minor, (select sum(e.amount_minor) from ledger_entries e where e.account = b.account) as counted
    from balances b where balance_minor is not counted`,
  'I7 clearing equals open payouts': `select a.account, a.balance_minor, a.open from (
      select b.account, b.balance_minor, (select coalesce(sum(x.amount_minor), 0) from payouts x
        where x.status in ${openPayout} and 'inflight:' || x.partner_id || ':' || x.currency = b.account) as open
      from balances b where b.account glob 'inflight:*'
    ) a where a.balance_minor <> a.open or a.balance_minor < 0`,
  'I7 every open payout has its clearing account': `select x.id from payouts x where x.status in ${openPayout}
    and not exists (select 1 from balances b where b.account = 'inflight:' || x.partner_id || ':' || x.currency)`,
  'I11 one open payout': `select partner_id, currency, count(*) as n from payouts where status in ${openPayout} group by 1, 2 having n > 1`,
  'I11 never a payout and a skip': `select id from payouts where id in (select payout_id from payout_skips)`,
  'I17 one commission per source': `select source, count(*) as n from commissions group by source having n > 1`,
  'I17 one earned per payment, partner and terms': `select payment_id, partner_id, terms_version_id, count(*) as n from commissions
    where kind = 'earned' and payment_id is not null group by 1, 2, 3 having n > 1`,
  'I18 commissions equal accounts': `with sides as (
      select case status when 'pending' then 'pending' when 'on_hold' then 'held' when 'approved' then 'avail' else 'inflight' end
        || ':' || partner_id || ':' || currency as account, sum(amount_minor) as amount from commissions where status in ${live} group by 1
    ), accounts as (select account, balance_minor from balances where account glob 'pending:*' or account glob 'held:*' or account glob 'avail:*' or account glob 'inflight:*')
    select account, amount, 0 as balance from sides where account not in (select account from accounts) and amount <> 0
    union all select a.account, coalesce(s.amount, 0), a.balance_minor from accounts a left join sides s on s.account = a.account
      where coalesce(s.amount, 0) <> a.balance_minor`,
  'I19 what stands is what remains of the payment, or nothing': `select k.id, f.stands, p.paid_minor, p.returned_minor from commissions k
    join payments p on p.id = k.payment_id
    join (select coalesce(corrects, id) as head, sum(amount_minor) as stands from commissions where kind in ('earned','correction') group by 1) f on f.head = k.id
    join terms_versions v on v.id = k.terms_version_id
    -- What a tier or a cap gives depends on payments around it: those are counted anew by the product's own rule.
    where k.kind = 'earned' and instr(v.rates, '"tiers"') = 0 and instr(v.rates, 'CapMinor"') = 0 and f.stands <> 0 and f.stands <>
      (k.amount_minor * (p.paid_minor - p.returned_minor) / p.paid_minor) / (${unitOf('k.currency')}) * (${unitOf('k.currency')})`,
  'I19 a full return leaves nothing': `select p.id, sum(c.amount_minor) as stands from payments p join commissions c on c.payment_id = p.id
    where p.returned_minor = p.paid_minor group by p.id having stands <> 0`,
  'I28 commissions are whole payable amounts': `select id, amount_minor from commissions
    where typeof(amount_minor) <> 'integer' or abs(amount_minor) > 90071992547409 or amount_minor % (${unitOf('currency')}) <> 0`,
  'I28 payouts are whole payable amounts': `select id, amount_minor from payouts
    where typeof(amount_minor) <> 'integer' or amount_minor % (${unitOf('currency')}) <> 0`,
  'I29 totals are the sums of their accounts': `select t.kind, t.currency, t.amount_minor, (select sum(b.balance_minor) from balances b
      where b.account glob t.kind || ':*' and substr(b.account, -3) = t.currency) as counted from totals t where t.amount_minor is not counted`,
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
  'I20 opening + lines = closing, each statement where the one before closed, and nothing of the ledger left out': `select s.id from statements s
      where s.closing_minor <> s.opening_minor + (select coalesce(sum(l.amount_minor), 0) from statement_lines l where l.statement_id = s.id)
        or s.opening_minor <> coalesce((select b.closing_minor from statements b where b.partner_id = s.partner_id and b.currency = s.currency
          and b.number < s.number order by b.number desc limit 1), 0)
    union all select s.id from statements s join statement_lines l on l.statement_id = s.id where l.amount_minor is not
      (select sum(e.amount_minor) from ledger_entries e where e.seq = l.seq
        and substr(e.account, instr(e.account, ':') + 1) = s.partner_id || ':' || s.currency and e.account not glob 'returned:*')
    union all select t.id from ledger_transactions t where t.recorded_at < (select n from counters where name = 'statements_issued_until')
      and t.template in ('accrue','refund_pending','refund_available','settle','reversal','adjust','writeoff')
      and not exists (select 1 from statement_lines l where l.seq = t.seq)`,
  'I30 on hold if and only if a hold is open': `select c.id, c.status from commissions c where c.status in ('pending','approved','on_hold')
    and (c.status = 'on_hold') <> exists (select 1 from commission_holds h where h.commission_id = c.id and h.closed_at is null)`,
  'I31 a commission or a reason per attributed payment': `select p.id from payments p join deals d on d.id = p.deal_id where d.partner_id is not null and
    (select count(*) from commissions c where c.payment_id = p.id and c.kind = 'earned' and c.partner_id = d.partner_id and c.terms_version_id = d.terms_version_id)
    + (select count(*) from payment_refusals r where r.payment_id = p.id and r.partner_id = d.partner_id and r.terms_version = d.terms_version_id) <> 1`,
  'facts add up to what is returned at most': `select p.id, p.returned_minor from payments p where p.returned_minor >
    (select coalesce(sum(f.counts_minor), 0) from payment_facts f where f.payment_id = p.id)`,
  'I18 what was taken back is owed again, once': `select coalesce(t.id, c.id) as id, t.amount_minor, c.amount_minor as owed from ledger_transactions t
    full outer join (select * from commissions where kind = 'returned') c on t.id = 'reversal:' || c.source
    where (t.template = 'reversal' or t.id is null) and (t.amount_minor is not c.amount_minor or c.cause is not t.ref)`,
  'I18 what banks sent back has its mirror, and is never below zero': `select substr(account, -3) as currency, sum(balance_minor) as off, min(case when account glob 'returned:*' then balance_minor else 0 end) as least
    from balances where account glob 'returned:*' or account glob 'returned_memo:*' group by 1 having off <> 0 or least < 0`,
  'I27 paid is what was settled, less what was taken back': `select b.account, b.balance_minor,
      (select coalesce(sum(x.amount_minor), 0) from payouts x where x.status = 'paid' and 'paid:' || x.currency = b.account)
      - (select coalesce(sum(c.amount_minor), 0) from commissions c where c.kind = 'returned' and 'paid:' || c.currency = b.account)
      - (select coalesce(sum(case when t.debit = b.account then t.amount_minor else -t.amount_minor end), 0) from ledger_transactions t
          where t.template = 'adjust' and b.account in (t.debit, t.credit)) as counted
    from balances b where b.account glob 'paid:*' and b.balance_minor <> counted`,
  'the guard is empty': `select n from guard`,
}
