import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, day, json, minor } from './columns.ts'

export const reconJobs = ['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'books'] as const
/** What is compared (money.md 10); `books` are the invariants of the books themselves. */
export type ReconJob = (typeof reconJobs)[number]

const isJob = (column: string) => sql.raw(`${column} in ('R1','R2','R3','R4','R5','R6','R7','R8','books')`)

/** Something that does not agree: opened by a job, once while it lasts, and closed by a person or by a clean run. */
export const reconBreaks = sqliteTable(
  'recon_breaks',
  {
    id: integer().primaryKey(),
    job: text({ enum: reconJobs }).notNull(),
    /** What it is about, in the job's own terms: an id, or several parts. */
    subject: text().notNull(),
    partnerId: text('partner_id'),
    currency: currency(),
    /** What our books say. */
    expectedMinor: minor('expected_minor'),
    /** What the other side says. */
    actualMinor: minor('actual_minor'),
    /** A sentence: what does not agree. */
    what: text().notNull(),
    /** Ids that help to find out. */
    detail: json<Record<string, unknown>>('detail').notNull(),
    /** Who of the staff looks after it; nobody until it is taken. */
    owner: text(),
    takenAt: at('taken_at'),
    openedAt: at('opened_at').notNull(),
    /** When a job last found it. */
    seenAt: at('seen_at').notNull(),
    closedAt: at('closed_at'),
    closedHow: text('closed_how', { enum: ['person', 'clean_run'] }),
    closedBy: text('closed_by'),
    note: text(),
  },
  (table) => [
    check('recon_breaks_job', isJob('job')),
    check('recon_breaks_owner', sql`(${table.owner} is null) = (${table.takenAt} is null)`),
    check('recon_breaks_seen', sql`${table.seenAt} >= ${table.openedAt}`),
    check(
      'recon_breaks_closed',
      sql`(${table.closedAt} is null) = (${table.closedHow} is null) and (${table.closedHow} is null or ${table.closedHow} in ('person','clean_run'))`,
    ),
    check(
      'recon_breaks_note',
      sql`(${table.closedHow} is 'person') = (${table.closedBy} is not null) and (${table.closedHow} is 'person') = (${table.note} is not null) and length(trim(coalesce(${table.note}, 'none'))) >= 3`,
    ),
    uniqueIndex('recon_breaks_one_open').on(table.job, table.subject).where(sql`closed_at is null`),
    index('recon_breaks_open').on(table.openedAt, table.id).where(sql`closed_at is null`),
    index('recon_breaks_closed').on(table.closedAt, table.id).where(sql`closed_at is not null`),
    index('recon_breaks_closed_of_job').on(table.job, table.closedAt, table.id).where(sql`closed_at is not null`),
    index('recon_breaks_by_subject').on(table.subject),
  ],
)
export type ReconBreak = typeof reconBreaks.$inferSelect

/** A difference that stays, but that a person closed with a note: no job opens it again while its figures are the same. */
export const reconExplained = sqliteTable(
  'recon_explained',
  {
    job: text({ enum: reconJobs }).notNull(),
    subject: text().notNull(),
    breakId: integer('break_id').notNull(),
    expectedMinor: minor('expected_minor'),
    actualMinor: minor('actual_minor'),
    what: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.job, table.subject] })],
)

/** Each job: how many breaks of it are open, kept by trigger, and when it last ran to its end. */
export const reconRuns = sqliteTable(
  'recon_runs',
  {
    job: text({ enum: reconJobs }).primaryKey(),
    open: integer().notNull(),
    ranAt: at('ran_at'),
  },
  () => [check('recon_runs_job', isJob('job')), check('recon_runs_open', sql`open >= 0`)],
)
export type ReconRun = typeof reconRuns.$inferSelect

/** How far a job is that walks more than one run of it may read. */
export const reconWalks = sqliteTable(
  'recon_walks',
  {
    name: text().primaryKey(),
    /** When the walk began that is under way, and what it covers; null between two walks. */
    startedAt: at('started_at'),
    since: at('since'),
    until: at('until'),
    /** Behind what its next page begins. */
    behind: text(),
    /** What it found so far. */
    state: json<Record<string, unknown>>('state').notNull(),
    /** Until when the last complete walk reached. */
    completeUntil: at('complete_until'),
  },
  () => [check('recon_walks_walk', sql`(started_at is null) = (since is null) and (started_at is not null or behind is null)`)],
)
export type ReconWalk = typeof reconWalks.$inferSelect

/** Our transfers as Stripe listed them. */
export const stripeTransfers = sqliteTable(
  'stripe_transfers',
  {
    transfer: text().primaryKey(),
    payoutId: text('payout_id').notNull(),
    currency: text().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    reversedMinor: minor('reversed_minor').notNull(),
    destination: text().notNull(),
    createdAt: at('created_at').notNull(),
    /** When Stripe last listed it. */
    seenAt: at('seen_at').notNull(),
  },
  (table) => [
    check('stripe_transfers_amount', sql`${table.amountMinor} > 0 and ${table.reversedMinor} between 0 and ${table.amountMinor}`),
    index('stripe_transfers_by_time').on(table.createdAt, table.transfer),
    index('stripe_transfers_by_payout').on(table.payoutId),
  ],
)
/** What moved the company's balance at Stripe on a day, by Stripe's reporting category, as far as it is about connected accounts. */
export const stripeCash = sqliteTable(
  'stripe_cash',
  {
    day: day('day').notNull(),
    currency: text().notNull(),
    category: text().notNull(),
    n: integer().notNull(),
    /** As Stripe signs it: what left is negative. */
    amountMinor: minor('amount_minor').notNull(),
    fetchedAt: at('fetched_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.currency, table.category] })],
)
export type StripeCash = typeof stripeCash.$inferSelect

/** A day of the three columns in one currency, as it was last put together. */
export const reconDays = sqliteTable(
  'recon_days',
  {
    day: day('day').notNull(),
    currency: currency().notNull(),
    /** What left by our books: settled payouts, less what was taken back. */
    ledgerMinor: minor('ledger_minor').notNull(),
    /** What left by Stripe's balance transactions; null until that day was fetched. */
    cashMinor: minor('cash_minor'),
    /** What left by Stripe's list of our transfers, before anything was taken back. */
    transfersMinor: minor('transfers_minor').notNull(),
    /** Of these, transfers of payouts that are still open here. */
    openMinor: minor('open_minor').notNull(),
    /** Moved at Stripe on this day and booked on another, less what was booked on this day and moved on another. */
    shiftedMinor: minor('shifted_minor').notNull(),
    /** Of the transfers of this day: what was taken back since, and what became of the rest. */
    takenBackMinor: minor('taken_back_minor').notNull(),
    atStripeMinor: minor('at_stripe_minor').notNull(),
    onItsWayMinor: minor('on_its_way_minor').notNull(),
    arrivedMinor: minor('arrived_minor').notNull(),
    sentBackMinor: minor('sent_back_minor').notNull(),
    keptAt: at('kept_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.currency] })],
)
export type ReconDay = typeof reconDays.$inferSelect
