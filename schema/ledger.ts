import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, minor } from './columns.ts'

export const templates = [
  'accrue',
  'mature',
  'hold',
  'release_hold',
  'reserve',
  'settle',
  'release',
  'refund_pending',
  'refund_available',
  'bank_return',
  'reversal',
  'adjust',
  'writeoff',
] as const
/** The closed list of postings (money.md 3). */
export type Template = (typeof templates)[number]

/** An account ends in its currency: `avail:par_1:usd`, `paid:usd`. Credit is positive. */
export const ledgerTransactions = sqliteTable(
  'ledger_transactions',
  {
    seq: integer().primaryKey(),
    /** Deterministic: the same fact posted twice meets its own key. */
    id: text().notNull(),
    template: text({ enum: templates }).notNull(),
    ref: text().notNull(),
    debit: text().notNull(),
    credit: text().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    currency: currency().notNull(),
    effectiveAt: at('effective_at').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    uniqueIndex('ledger_transactions_once').on(table.id),
    check('ledger_amount', sql`${table.amountMinor} between 1 and 90071992547409`),
    check('ledger_two_accounts', sql`${table.debit} <> ${table.credit}`),
    check(
      'ledger_one_currency',
      sql`substr(${table.debit}, -4) = ':' || ${table.currency} and substr(${table.credit}, -4) = ':' || ${table.currency}`,
    ),
    check(
      'ledger_template',
      sql`${table.template} in ('accrue','mature','hold','release_hold','reserve','settle','release','refund_pending','refund_available','bank_return','reversal','adjust','writeoff')`,
    ),
    index('ledger_by_ref').on(table.ref),
    index('ledger_by_effect').on(table.effectiveAt, table.seq),
  ],
)
/** Written by trigger only: two legs for each transaction. */
export const ledgerEntries = sqliteTable(
  'ledger_entries',
  { account: text().notNull(), seq: integer().notNull(), amountMinor: minor('amount_minor').notNull() },
  (table) => [primaryKey({ columns: [table.account, table.seq] }), index('ledger_entries_by_seq').on(table.seq)],
)

/** Written by trigger only. */
export const balances = sqliteTable('balances', { account: text().primaryKey(), balanceMinor: minor('balance_minor').notNull() })

/** The sum of all balances of a kind in a currency (`pending`, `avail`, `held`, `inflight`, `paid`, …), kept by trigger. */
export const totals = sqliteTable(
  'totals',
  { kind: text().notNull(), currency: currency().notNull(), amountMinor: minor('amount_minor').notNull() },
  (table) => [primaryKey({ columns: [table.kind, table.currency] })],
)

/** Empty between statements. A row other than 1 breaks its CHECK and with it the batch (money.md B1). */
export const guard = sqliteTable('guard', { n: integer().notNull() }, (table) => [check('guard_is_one', sql`${table.n} = 1`)])

/** What each month moved, by the month of effect; kept by trigger, as every figure here. */
export const monthTotals = sqliteTable(
  'month_totals',
  {
    /** `2026-10`, a calendar month in UTC. */
    month: text().notNull(),
    kind: text().notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    /** Legs of postings: each posting has two. */
    legs: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.month, table.kind, table.currency] })],
)

/** What a partner was paid in a calendar year (UTC): transfers less what was taken back of them. */
export const yearsPaid = sqliteTable(
  'years_paid',
  {
    year: integer().notNull(),
    partnerId: text('partner_id').notNull(),
    currency: currency().notNull(),
    paidMinor: minor('paid_minor').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.year, table.partnerId, table.currency] }),
    index('years_paid_by_sum').on(table.year, table.currency, table.paidMinor, table.partnerId),
  ],
)
