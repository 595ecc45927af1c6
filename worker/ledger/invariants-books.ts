import { sealedLogs } from '../audit/rules-seals.ts'

/** Logs that nobody but the database numbers: as many rows as the last number says. */
const numbered = sealedLogs.filter(({ position, table }) => position === 'rowid' && table !== 'epochs').map(({ table }) => table)
const gaps = numbered
  .map((table) => `(select coalesce(max(rowid), 0) from ${table}) - (select count(*) from ${table}) as ${table}`)
  .join(', ')
const gapless = numbered.map((table) => `${table} <> 0`).join(' or ')
const live = `('pending','approved','on_hold','in_payout')`

/** What must hold of the ledger, of what is kept beside it, and of the logs. */
export const invariantsOfBooks: Readonly<Record<string, string>> = {
  'I1 zero sum per currency': `select t.currency, sum(e.amount_minor) as off from ledger_entries e join ledger_transactions t using (seq)
    group by t.currency having off <> 0`,
  'I2 two entries that sum to zero': `select t.id, count(e.seq) as n, sum(e.amount_minor) as off from ledger_transactions t
    left join ledger_entries e using (seq) group by t.id having n <> 2 or off <> 0`,
  'I3 balances are the sum of their entries': `select account, balance_minor, (select sum(e.amount_minor) from ledger_entries e where e.account = b.account) as counted
    from balances b where balance_minor is not counted`,
  'I18 commissions equal accounts': `with sides as (
      select case status when 'pending' then 'pending' when 'on_hold' then 'held' when 'approved' then 'avail' else 'inflight' end
        || ':' || partner_id || ':' || currency as account, sum(amount_minor) as amount from commissions where status in ${live} group by 1
    ), accounts as (select account, balance_minor from balances where account glob 'pending:*' or account glob 'held:*' or account glob 'avail:*' or account glob 'inflight:*')
    select account, amount, 0 as balance from sides where account not in (select account from accounts) and amount <> 0
    union all select a.account, coalesce(s.amount, 0), a.balance_minor from accounts a left join sides s on s.account = a.account
      where coalesce(s.amount, 0) <> a.balance_minor`,
  'I29 totals are the sums of their accounts': `select t.kind, t.currency, t.amount_minor, (select sum(b.balance_minor) from balances b
      where b.account glob t.kind || ':*' and substr(b.account, -3) = t.currency) as counted from totals t where t.amount_minor is not counted`,
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
  'I24 a posting of a commission or payout moves accounts of its own partner': `select t.id, t.debit, t.credit from ledger_transactions t
    left join commissions c on c.id = t.ref left join payouts x on x.id = t.ref
    where t.template in ('accrue','mature','hold','release_hold','refund_pending','refund_available','reserve','settle','release','reversal')
      and (coalesce(c.partner_id, x.partner_id) is null
        or instr(t.debit, ':') < length(t.debit) - 4 and t.debit not like '%:' || coalesce(c.partner_id, x.partner_id) || ':' || t.currency
        or instr(t.credit, ':') < length(t.credit) - 4 and t.credit not like '%:' || coalesce(c.partner_id, x.partner_id) || ':' || t.currency)`,
  'I25 a log has no gap': `select * from (select ${gaps}) where ${gapless}`,
  'I28 an amount is whole and below 2^53/100': `select seq, amount_minor from ledger_transactions
    where typeof(amount_minor) <> 'integer' or amount_minor not between 1 and 90071992547409`,
  'the guard is empty': `select n from guard`,
}
