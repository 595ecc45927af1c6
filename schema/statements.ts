import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, json, minor } from './columns.ts'

/** Why a self-billed invoice carries no tax; the words stand in the portal. Where tax is due, the partner invoices itself. */
export const taxReasons = ['reverse_charge', 'small_business', 'outside_scope'] as const
export type TaxReason = (typeof taxReasons)[number]

export type BillingIdentity = { legalName: string; address: string; taxId: string }

/** The self-billed invoice of a statement, frozen with it: both sides as they were called when it was issued. */
export type SelfBilledInvoice = { from: BillingIdentity; to: BillingIdentity; netMinor: number; taxReason: TaxReason; wording: string }

/** An issued statement: of one partner, one currency and one calendar month (UTC). It never changes. */
export const statements = sqliteTable(
  'statements',
  {
    /** A function of partner, currency, month and n. */
    id: text().primaryKey(),
    /** Unbroken over the company. */
    number: integer().notNull(),
    partnerId: text('partner_id').notNull(),
    currency: currency().notNull(),
    /** `2026-10`. */
    month: text().notNull(),
    /** 0, and from 1 for what was posted into the month after it was issued. */
    n: integer().notNull(),
    openingMinor: minor('opening_minor').notNull(),
    closingMinor: minor('closing_minor').notNull(),
    issuedAt: at('issued_at').notNull(),
    agreementVersion: integer('agreement_version'),
    /** Unbroken over the company's self-billed invoices. */
    invoiceNumber: integer('invoice_number'),
    invoice: json<SelfBilledInvoice>('invoice'),
  },
  (table) => [
    uniqueIndex('statements_once').on(table.partnerId, table.currency, table.month, table.n),
    uniqueIndex('statements_number_once').on(table.number),
    uniqueIndex('statements_invoice_once').on(table.invoiceNumber),
    index('statements_by_partner').on(table.partnerId, table.currency, table.number),
    check('statements_month', sql`${table.month} glob '[0-9][0-9][0-9][0-9]-[01][0-9]'`),
    check('statements_n', sql`${table.n} >= 0`),
    check(
      'statements_invoice',
      sql`(${table.invoiceNumber} is null) = (${table.invoice} is null) and (${table.invoice} is null) = (${table.agreementVersion} is null)`,
    ),
  ],
)
export type Statement = typeof statements.$inferSelect

export const statementLineKinds = ['commission', 'correction', 'payout', 'reversal', 'adjustment', 'write_off'] as const
export type StatementLineKind = (typeof statementLineKinds)[number]

/** A posting that changed what the company owes the partner. It stands on one statement. */
export const statementLines = sqliteTable(
  'statement_lines',
  {
    statementId: text('statement_id').notNull(),
    /** The posting's. */
    seq: integer().notNull(),
    kind: text({ enum: statementLineKinds }).notNull(),
    /** A commission's id, or a payout's. */
    ref: text().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    effectiveAt: at('effective_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.statementId, table.seq] }),
    uniqueIndex('statement_lines_once').on(table.seq),
    check('statement_lines_kind', sql`${table.kind} in ('commission','correction','payout','reversal','adjustment','write_off')`),
  ],
)
export type StatementLine = typeof statementLines.$inferSelect

export const counterNames = ['statement', 'self_billed_invoice', 'statements_issued_until'] as const

/** What counts on without a gap: raised by compare-and-set, in the batch that uses the numbers. */
export const counters = sqliteTable('counters', { name: text({ enum: counterNames }).primaryKey(), n: integer().notNull() })

/** A partner's written agreement that the company bills itself on its behalf. A new tax id needs a new one. */
export const selfBillingAgreements = sqliteTable(
  'self_billing_agreements',
  {
    partnerId: text('partner_id').notNull(),
    version: integer().notNull(),
    agreedBy: text('agreed_by').notNull(),
    agreedAt: at('agreed_at').notNull(),
    /** What was agreed to, word for word, and its SHA-256 in hex. */
    wording: text().notNull(),
    textHash: text('text_hash').notNull(),
    taxId: text('tax_id').notNull(),
    legalName: text('legal_name').notNull(),
    address: text().notNull(),
    taxReason: text('tax_reason', { enum: taxReasons }).notNull(),
    endedAt: at('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.partnerId, table.version] }),
    uniqueIndex('self_billing_one_in_force').on(table.partnerId).where(sql`ended_at is null`),
    check('self_billing_tax_reason', sql`${table.taxReason} in ('reverse_charge','small_business','outside_scope')`),
    check('self_billing_text_hash', sql`length(${table.textHash}) = 64`),
  ],
)
export type SelfBillingAgreement = typeof selfBillingAgreements.$inferSelect
