/** Ids of what is seeded are functions of its number, also at Stripe. */
export const accountOf = (n: number): string => `acct_bench${String(n).padStart(8, '0')}`

export const people = { maker: 'stf_maker', approver: 'stf_approver' }

const chunkSize = 500
const currency = 'usd'

/**
 * Statements for partners who can be paid: each with an owner, an active Stripe account and two approved commissions, posted; and
 * two people, caps that let the run pass one approver, and nothing else. Each inner list is one batch.
 */
export function* seedStatements(partners: number, nowMs: number, first = 1): Generator<{ sql: string; values: (string | number)[] }[]> {
  if (first === 1) yield ground(nowMs)
  const last = first + partners - 1
  for (let from = first; from <= last; from += chunkSize) yield partnersFrom(from, Math.min(from + chunkSize - 1, last), nowMs)
}

const ground = (at: number) => [
  {
    sql: `insert into groups (id, name, window_days, model, created_at) values ('grp_bench', 'Standard', 60, 'first_touch', ${at})`,
    values: [],
  },
  { sql: `insert into group_minimums (group_id, currency, minimum_payout_minor) values ('grp_bench', '${currency}', 2500)`, values: [] },
  ...Object.values(people).map((id) => ({
    sql: `insert into staff (id, name, email, active, created_at) values (?, ?, ?, 1, ${at})`,
    values: [id, id, `${id}@wrenmarch.example`],
  })),
  {
    sql: `insert into staff_role_grants (staff_id, role, granted_by, granted_at) values (?, 'finance', 'seed', ${at}), (?, 'approver', 'seed', ${at})`,
    values: [people.maker, people.approver],
  },
  {
    sql: `insert into caps (currency, version, payout_minor, run_minor, hour_minor, first_minor, set_by, confirmed_by)
      values ('${currency}', 2, 1000000000, 1000000000000, 1000000000000, 1000000000, ?, ?)`,
    values: [people.maker, people.approver],
  },
]

const partnersFrom = (from: number, to: number, at: number) => {
  const numbers = `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to})`
  const lines = `${numbers}, c(i, k) as (select i, 1 from n union all select i, 2 from n)`
  const id = `printf('par_%08d', i)`
  const commission = `printf('com_%08d_%d', i, k)`
  const amount = '2000 + (i * 7919 + k * 104729) % 30000'
  const post = (template: string, debit: string, credit: string) =>
    `${lines} insert into ledger_transactions (id, template, ref, debit, credit, amount_minor, currency, effective_at, recorded_at)
     select '${template}:' || ${commission}, '${template}', ${commission}, ${debit}, ${credit}, ${amount}, '${currency}', ${at}, ${at} from c order by i, k`
  return [
    `${numbers} insert into partners (id, name, country, group_id, status, created_at, activated_at)
     select ${id}, printf('Partner %d', i), 'NL', 'grp_bench', 'active', ${at}, ${at} from n`,
    `${numbers} insert into members (id, partner_id, name, email, role, status, created_at)
     select printf('mem_%08d', i), ${id}, printf('Owner %d', i), printf('owner%d@partner.example', i), 'owner', 'active', ${at} from n`,
    `${numbers} insert into payout_destinations
       (partner_id, version, stripe_account, readiness, readiness_codes, requirements, bank_account, asked_at, changed_at, hold_until)
     select ${id}, 1, printf('acct_bench%08d', i), 'active', '[]', '[]', null, ${at}, ${at}, ${at} from n`,
    `${lines} insert into commissions (id, partner_id, currency, amount_minor, kind, source, accrued_at, matures_at, status)
     select ${commission}, ${id}, '${currency}', ${amount}, 'earned', printf('level/bench%d/%d', i, k), ${at}, ${at}, 'approved' from c`,
    post('accrue', `'expense:${currency}'`, `'pending:' || ${id} || ':${currency}'`),
    post('mature', `'pending:' || ${id} || ':${currency}'`, `'avail:' || ${id} || ':${currency}'`),
  ].map((sql) => ({ sql, values: [] }))
}
