import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, day, flag, minor } from './columns.ts'

export const retainerPeriods = ['month', 'quarter', 'year'] as const
export type RetainerPeriod = (typeof retainerPeriods)[number]

/** What a deal of one kind says of itself (domain.md A7); the columns of other kinds stay null. */
export const dealDetails = sqliteTable(
  'deal_details',
  {
    dealId: text('deal_id').primaryKey(),
    /** A little money for some seats and months: it proves the fifth level, not the seventh. */
    pilot: flag('pilot').notNull().default(false),
    seats: integer(),
    months: integer(),
    /** Continues this deal: no second purchase (A6, repeat). */
    renewsDealId: text('renews_deal_id'),
    /** Hours bought, in minutes, and what is left of them; `left_minutes` is kept by triggers. */
    boughtMinutes: integer('bought_minutes'),
    leftMinutes: integer('left_minutes'),
    rateMinor: minor('rate_minor'),
    expiresOn: day('expires_on'),
    period: text({ enum: retainerPeriods }),
    rollover: flag('rollover').notNull().default(false),
    /** The period end that staff were warned of, and when: hours lapse after a warning alone (DEA5). */
    lapsesOn: day('lapses_on'),
    warnedOn: day('warned_on'),
    /** What the customer had of the period, for the renewal. */
    valueNote: text('value_note'),
    scope: text(),
    items: text(),
    metric: text(),
    baseline: text(),
    target: text(),
    metricSource: text('metric_source'),
    formula: text(),
    floorMinor: minor('floor_minor'),
    capMinor: minor('cap_minor'),
    covers: text(),
    termMonths: integer('term_months'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('deal_details_period', sql`${table.period} in ('month','quarter','year')`),
    check('deal_details_hours', sql`${table.leftMinutes} >= 0 and ${table.boughtMinutes} > 0`),
    check('deal_details_floor', sql`${table.floorMinor} >= 0 and ${table.capMinor} >= ${table.floorMinor}`),
    check('deal_details_pilot', sql`${table.pilot} = 0 or ${table.seats} > 0 and ${table.months} > 0`),
    index('deal_details_expiring').on(table.expiresOn).where(sql`left_minutes > 0`),
  ],
)
export type DealDetails = typeof dealDetails.$inferSelect

export const hourKinds = ['draw', 'top_up', 'lapse'] as const
export type HourKind = (typeof hourKinds)[number]

/** Hours taken from a pool, put into it, or lapsed with its period. No money moves with a draw. Append-only. */
export const hourDraws = sqliteTable(
  'hour_draws',
  {
    id: text().primaryKey(),
    dealId: text('deal_id').notNull(),
    kind: text({ enum: hourKinds }).notNull(),
    minutes: integer().notNull(),
    happenedOn: day('happened_on').notNull(),
    note: text().notNull(),
    /** A top-up is a purchase: what paid for it. */
    paymentId: text('payment_id'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('hour_draws_kind', sql`${table.kind} in ('draw','top_up','lapse')`),
    check('hour_draws_minutes', sql`${table.minutes} > 0`),
    index('hour_draws_by_deal').on(table.dealId, table.happenedOn, table.id),
    uniqueIndex('hour_draws_payment_once').on(table.paymentId),
  ],
)
export type HourDraw = typeof hourDraws.$inferSelect

export const changeRequestStatuses = ['asked', 'approved', 'refused', 'paid'] as const
export type ChangeRequestStatus = (typeof changeRequestStatuses)[number]

/** Extra work on a flat fee (DEA6): approved by the customer, paid by a payment of its own. */
export const changeRequests = sqliteTable(
  'change_requests',
  {
    id: text().primaryKey(),
    dealId: text('deal_id').notNull(),
    text: text().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    status: text({ enum: changeRequestStatuses }).notNull(),
    /** The customer's person who said yes. */
    approvedBy: text('approved_by'),
    approvedOn: day('approved_on'),
    paymentId: text('payment_id'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('change_requests_status', sql`${table.status} in ('asked','approved','refused','paid')`),
    check('change_requests_amount', sql`${table.amountMinor} > 0`),
    check(
      'change_requests_approved',
      sql`${table.status} not in ('approved','paid') or ${table.approvedBy} is not null and ${table.approvedOn} is not null`,
    ),
    check('change_requests_paid', sql`(${table.status} = 'paid') = (${table.paymentId} is not null)`),
    index('change_requests_by_deal').on(table.dealId, table.recordedAt, table.id),
    uniqueIndex('change_requests_payment_once').on(table.paymentId),
  ],
)
export type ChangeRequest = typeof changeRequests.$inferSelect

export const measurementStatuses = ['measured', 'accepted', 'disputed', 'paid'] as const
export type MeasurementStatus = (typeof measurementStatuses)[number]

/** What a performance deal pays for: earns when both sides accepted it and it was paid (DEA3, DEA4). */
export const measurements = sqliteTable(
  'measurements',
  {
    id: text().primaryKey(),
    dealId: text('deal_id').notNull(),
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on').notNull(),
    value: text().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    status: text({ enum: measurementStatuses }).notNull(),
    acceptedByUs: text('accepted_by_us'),
    acceptedByThem: text('accepted_by_them'),
    disputedBecause: text('disputed_because'),
    paymentId: text('payment_id'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
  },
  (table) => [
    check('measurements_status', sql`${table.status} in ('measured','accepted','disputed','paid')`),
    check('measurements_amount', sql`${table.amountMinor} >= 0`),
    check('measurements_period', sql`${table.endsOn} >= ${table.startsOn}`),
    check(
      'measurements_accepted',
      sql`${table.status} not in ('accepted','paid') or ${table.acceptedByUs} is not null and ${table.acceptedByThem} is not null`,
    ),
    check('measurements_disputed', sql`${table.status} <> 'disputed' or ${table.disputedBecause} is not null`),
    check('measurements_paid', sql`(${table.status} = 'paid') = (${table.paymentId} is not null)`),
    index('measurements_by_deal').on(table.dealId, table.startsOn, table.id),
    uniqueIndex('measurements_payment_once').on(table.paymentId),
  ],
)
export type Measurement = typeof measurements.$inferSelect

export const vendorFeeStatuses = ['expected', 'received', 'short', 'written_off'] as const
export type VendorFeeStatus = (typeof vendorFeeStatuses)[number]

/** What a supplier owes us for a customer we sent it. Never mixed with commissions; the customer is told that we earn (VEN1). */
export const vendorFees = sqliteTable(
  'vendor_fees',
  {
    id: text().primaryKey(),
    vendor: text().notNull(),
    /** Its programme's rule, in words. */
    rule: text().notNull(),
    /** The customer we sent. */
    prospectId: text('prospect_id').notNull(),
    currency: currency().notNull(),
    expectedMinor: minor('expected_minor').notNull(),
    receivedMinor: minor('received_minor').notNull(),
    dueOn: day('due_on').notNull(),
    status: text({ enum: vendorFeeStatuses }).notNull(),
    /** When and how the customer was told. */
    disclosedOn: day('disclosed_on'),
    disclosedHow: text('disclosed_how'),
    bankReference: text('bank_reference'),
    receivedOn: day('received_on'),
    /** Why less came, or why nothing will. */
    note: text(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: at('recorded_at').notNull(),
    version: integer().notNull(),
  },
  (table) => [
    check('vendor_fees_status', sql`${table.status} in ('expected','received','short','written_off')`),
    check('vendor_fees_expected', sql`${table.expectedMinor} > 0`),
    check('vendor_fees_received', sql`(${table.receivedMinor} > 0) = (${table.bankReference} is not null) and ${table.receivedMinor} >= 0`),
    check('vendor_fees_short', sql`${table.status} <> 'short' or ${table.receivedMinor} between 1 and ${table.expectedMinor} - 1`),
    check('vendor_fees_all', sql`${table.status} <> 'received' or ${table.receivedMinor} >= ${table.expectedMinor}`),
    check(
      'vendor_fees_disclosed',
      sql`${table.receivedMinor} = 0 or ${table.disclosedOn} is not null and ${table.disclosedHow} is not null`,
    ),
    check('vendor_fees_written_off', sql`${table.status} <> 'written_off' or ${table.note} is not null`),
    index('vendor_fees_by_time').on(table.recordedAt, table.id),
    index('vendor_fees_by_status').on(table.status, table.dueOn, table.id),
    index('vendor_fees_by_prospect').on(table.prospectId),
  ],
)
export type VendorFee = typeof vendorFees.$inferSelect

/** What vendors owe and sent, by currency; kept by triggers. Received and written off are of fees that ended so, or came in part. */
export const vendorFeeTotals = sqliteTable('vendor_fee_totals', {
  currency: currency().primaryKey(),
  n: integer().notNull(),
  expectedMinor: minor('expected_minor').notNull(),
  receivedMinor: minor('received_minor').notNull(),
  writtenOffMinor: minor('written_off_minor').notNull(),
})
export type VendorFeeTotal = typeof vendorFeeTotals.$inferSelect
