import type { DatabaseSync } from 'node:sqlite'
import { seedWork } from './seed-work.ts'

export type Size = { clicks: number; prospects: number; partners: number }

export const people = {
  owner: { kind: 'member', id: 'mem_00000001' },
  member: { kind: 'member', id: 'mem_second' },
  sales: { kind: 'staff', id: 'stf_sales' },
  finance: { kind: 'staff', id: 'stf_finance' },
  approver: { kind: 'staff', id: 'stf_approver' },
  admin: { kind: 'staff', id: 'stf_admin' },
  auditor: { kind: 'staff', id: 'stf_auditor' },
} as const

const dayMs = 86_400_000
/** Clicks and prospects of so many days. */
const days = 390

/**
 * A programme of a size, written straight into SQLite with its triggers: a third of everything is the first partner's. Each prospect has
 * a contact, a touch and a decision; each fifth one a won deal with a payment, a commission and its postings.
 */
export function seed(db: DatabaseSync, { clicks, prospects, partners }: Size, nowMs: number): void {
  const from = nowMs - days * dayMs
  // Of n things the i-th: whose it is, and when it was.
  const partner = `iif(i % 3 = 0, 1, 1 + (i * 7919) % ${partners})`
  const id = (prefix: string, n = 'i') => `printf('${prefix}_%08d', ${n})`
  const at = (n: number) => `cast(${from} + i * ${(days * dayMs) / (n + 1)} as integer)`
  const each = (n: number) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${n})`

  const isMature = `cast(substr(id, 5) as integer) % 10 = 0 and accrued_at < ${nowMs - 30 * dayMs}`

  const statements = [
    `insert into groups (id, name, window_days, model, created_at) values ('grp_bench', 'Standard', 60, 'first_touch', ${from})`,
    "insert into group_minimums (group_id, currency, minimum_payout_minor) values ('grp_bench', 'eur', 2500)",
    `insert into terms_versions (id, group_id, version, hold_days, rates, effective_at, created_by, created_at)
       values ('trm_bench', 'grp_bench', 1, 30, '{"one_off":{"rateBps":1000,"duration":"life"}}', ${from}, 'stf_admin', ${from})`,
    ...Object.values(people)
      .filter(({ kind }) => kind === 'staff')
      .flatMap(({ id: person }) => [
        `insert into staff (id, name, email, active, created_at) values ('${person}', '${person}', '${person}@wrenmarch.example', 1, ${from})`,
        `insert into staff_role_grants (staff_id, role, granted_by, granted_at) values ('${person}', '${person.slice(4)}', 'seed', ${from})`,
      ]),
    `${each(partners)} insert into partners (id, name, country, group_id, status, created_at, activated_at)
       select ${id('par')}, printf('Partner %d', i), 'NL', 'grp_bench', 'active', ${at(partners)}, ${at(partners)} from n`,
    `${each(partners)} insert into members (id, partner_id, name, email, role, status, created_at)
       select ${id('mem')}, ${id('par')}, printf('Owner %d', i), printf('owner%d@partner.example', i), 'owner', 'active', ${from} from n`,
    `insert into members (id, partner_id, name, email, role, status, created_at)
       values ('mem_second', 'par_00000001', 'Second', 'second@partner.example', 'member', 'active', ${from})`,
    `${each(partners)} insert into payout_destinations
       (partner_id, version, stripe_account, readiness, readiness_codes, requirements, bank_account, asked_at, changed_at, hold_until)
       select ${id('par')}, 1, printf('acct_bench%08d', i), 'active', '[]', '[]', null, ${nowMs}, ${from}, ${from} from n`,
    `${each(partners)} insert into links (id, partner_id, code, kind, destination_host, destination_path, created_by, created_at)
       select ${id('lnk')}, ${id('par')}, printf('partner%d', i), iif(i % 2, 'introduction', 'redirect'), 'www.wrenmarch.example', '/', ${id('mem')}, ${from} from n`,
    // A partner of many links.
    `${each(2_000)} insert into links (id, partner_id, code, kind, destination_host, destination_path, campaign, created_by, created_at)
       select printf('lnk_more_%06d', i), 'par_00000001', printf('more%d', i), 'redirect', 'www.wrenmarch.example', '/', printf('tag-%d', i % 40), 'mem_00000001', ${at(2_000)} from n`,
    `${each(clicks)} insert into clicks (id, link_id, partner_id, clicked_at, campaign, country, device, referrer_host, visitor_hash, counted)
       select printf('clk_%012x%08d', ${at(clicks)}, i), ${id('lnk', partner)}, ${id('par', partner)}, ${at(clicks)}, null, 'NL', 'phone', 'blog.example', printf('%024x', i), 1 from n`,
    "insert into link_days (link_id, day, clicks) select link_id, date(clicked_at / 1000, 'unixepoch'), count(*) from clicks group by 1, 2",
    "insert into partner_days (partner_id, day, clicks) select partner_id, date(clicked_at / 1000, 'unixepoch'), count(*) from clicks group by 1, 2",
    "insert into programme_days (day, clicks) select date(clicked_at / 1000, 'unixepoch'), count(*) from clicks group by 1",
    'insert into link_totals (link_id, clicks, last_click_at) select link_id, count(*), max(clicked_at) from clicks group by 1',
    `${each(prospects)} insert into prospects (id, company, domain, stage, need, created_at, version)
       select ${id('pro')}, printf('Mill %d', i), printf('mill%d.example', i), 'new', 'Plan the maintenance of a line', ${at(prospects)}, 1 from n`,
    "insert into company_names (prospect_id, name_key, name_lead) select id, lower(company), 'ml' from prospects",
    `${each(prospects)} insert into contacts (id, prospect_id, name, email, named_by, created_at)
       select ${id('con')}, ${id('pro')}, printf('Person %d', i), printf('mill%d@company%d.example', i, i), 'prospect', ${at(prospects)} from n`,
    `${each(prospects)} insert into touches (id, prospect_id, partner_id, kind, touched_at, link_id, source, created_at)
       select ${id('tch')}, ${id('pro')}, ${id('par', partner)}, 'click', ${at(prospects)}, ${id('lnk', partner)}, printf('click/%d', i), ${at(prospects)} from n`,
    `${each(prospects)} insert into attributions (id, prospect_id, n, partner_id, touch_id, decided_by, reason, explanation, decided_at)
       select ${id('att')}, ${id('pro')}, 1, ${id('par', partner)}, ${id('tch')}, 'rule', 'First click inside the window of 60 days.', '[]', ${at(prospects)} from n`,
    `${each(prospects)} insert into audit (at, actor, act, subject, partner_id, detail)
       select ${at(prospects)}, 'prospect', 'prospect.identified', ${id('pro')}, ${id('par', partner)}, '{}' from n`,
    `${each(prospects)} insert into deals (id, prospect_id, name, kind, currency, amount_minor, status, attribution_id, partner_id, terms_version_id, opened_by, opened_at, won_at, version)
       select ${id('deal')}, ${id('pro')}, printf('Deal %d', i), 'one_off', 'eur', 100000 + i, 'won', ${id('att')}, ${id('par', partner)}, 'trm_bench', 'stf_sales', ${at(prospects)}, ${at(prospects)}, 1
       from n where i % 5 = 0`,
    `${each(prospects)} insert into payments (id, deal_id, source, currency, paid_minor, base_minor, returned_minor, paid_at, version, recorded_by, recorded_at)
       select ${id('pmt')}, ${id('deal')}, printf('bench/%d', i), 'eur', 100000 + i, 100000 + i, 0, ${at(prospects)}, 1, 'stf_sales', ${at(prospects)} from n where i % 5 = 0`,
    `${each(prospects)} insert into commissions (id, partner_id, currency, amount_minor, kind, source, payment_id, deal_id, base_minor, rate_bps, terms_version_id, accrued_at, matures_at, status)
       select ${id('com')}, ${id('par', partner)}, 'eur', (100000 + i) / 10, 'earned', printf('bench/%d', i), ${id('pmt')}, ${id('deal')}, 100000 + i, 1000, 'trm_bench', ${at(prospects)}, ${nowMs + dayMs}, 'pending'
       from n where i % 5 = 0`,
    // In the order in which it was recorded. Of what is older than a month a half has matured, and is ready for a run.
    `insert into ledger_transactions (id, template, ref, debit, credit, amount_minor, currency, effective_at, recorded_at)
       select * from (
         select 'accrue:' || id, 'accrue', id, 'expense:eur', 'pending:' || partner_id || ':eur', amount_minor, 'eur', accrued_at at, accrued_at from commissions
         union all
         select 'mature:' || id, 'mature', id, 'pending:' || partner_id || ':eur', 'avail:' || partner_id || ':eur', amount_minor, 'eur', accrued_at + ${30 * dayMs}, accrued_at + ${30 * dayMs}
         from commissions where ${isMature}) order by at`,
    `update commissions set status = 'approved' where ${isMature}`,
    // What the first partner earned stands on statements but for the last month.
    `insert into statement_lines (statement_id, seq, kind, ref, amount_minor, effective_at)
       select 'stm_bench', seq, 'commission', ref, amount_minor, effective_at from ledger_transactions
       where template = 'accrue' and credit = 'pending:par_00000001:eur' and effective_at < ${Date.parse('2026-10-01')}`,
    `insert into statements (id, number, partner_id, currency, month, n, opening_minor, closing_minor, issued_at)
       select 'stm_bench', 1, 'par_00000001', 'eur', '2026-09', 0, 0, sum(amount_minor), ${nowMs} from statement_lines`,
    `${each(prospects)} insert into inbox (id, source, type, object, received_at, status, tries, next_at, done_at)
       select printf('evt_%d', i), 'platform', 'invoice.paid', printf('in_%d', i), ${at(prospects)}, 'done', 1, ${at(prospects)}, ${at(prospects)} from n`,
    ...seedWork({ each: each(prospects), id, at: at(prospects), today: new Date(nowMs).toISOString().slice(0, 10) }),
  ]
  db.exec('begin')
  for (const sql of statements) {
    try {
      db.exec(sql)
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n${sql}`)
    }
  }
  db.exec('commit')
}
