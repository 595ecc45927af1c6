import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, minor } from './columns.ts'

export const restoreLists = ['transfers', 'bank_payouts', 'payouts'] as const
/** What a comparison after a restore walks, in this order: Stripe's transfers and bank payouts, then our own paid payouts. */
export type RestoreList = (typeof restoreLists)[number]

/** A database restore that people work through: sends stay blocked until its epoch is on record (money.md 7). */
export const restores = sqliteTable(
  'restores',
  {
    /** The deployed `MONEY_EPOCH`, which is not on record yet. */
    epoch: integer().primaryKey(),
    /** The moment that the database was restored to, as a person says. */
    restoredTo: at('restored_to').notNull(),
    /** Everything from here on is pulled and compared: some days earlier. */
    since: at('since').notNull(),
    begunBy: text('begun_by').notNull(),
    begunAt: at('begun_at').notNull(),
    /** The comparison under way: when it began, by whom, which list, behind which row, and what it found so far. */
    comparingAt: at('comparing_at'),
    comparingBy: text('comparing_by'),
    list: text({ enum: restoreLists }),
    behind: text(),
    found: integer().notNull(),
    /** The last complete comparison, and how much did not agree. */
    comparedAt: at('compared_at'),
    differences: integer(),
  },
  (table) => [
    check('restores_epoch', sql`${table.epoch} > 1`),
    check('restores_list', sql`${table.list} in ('transfers','bank_payouts','payouts')`),
    check('restores_since', sql`${table.since} <= ${table.restoredTo} and ${table.restoredTo} <= ${table.begunAt}`),
    check(
      'restores_comparing',
      sql`(${table.comparingAt} is null) = (${table.list} is null) and (${table.comparingAt} is null) = (${table.comparingBy} is null)
        and (${table.comparingAt} is not null or ${table.behind} is null)`,
    ),
    check('restores_compared', sql`(${table.comparedAt} is null) = (${table.differences} is null)`),
  ],
)
export type Restore = typeof restores.$inferSelect

export const adoptionStatuses = ['found', 'proposed', 'confirmed', 'adopted'] as const
export type AdoptionStatus = (typeof adoptionStatuses)[number]

/** A transfer of ours at Stripe whose payout the restored database forgot; two people take it in again. */
export const adoptions = sqliteTable(
  'adoptions',
  {
    transfer: text().primaryKey(),
    /** As its metadata says: the payout is rebuilt under the same id. */
    payoutId: text('payout_id').notNull(),
    runId: text('run_id').notNull(),
    partnerId: text('partner_id').notNull(),
    currency: text().notNull(),
    amountMinor: minor('amount_minor').notNull(),
    destination: text().notNull(),
    transferredAt: at('transferred_at').notNull(),
    /** The restore that found it. */
    epoch: integer().notNull(),
    foundAt: at('found_at').notNull(),
    /** Why it cannot be taken in as it is; looked at anew by each comparison. */
    problem: text(),
    status: text({ enum: adoptionStatuses }).notNull(),
    proposedBy: text('proposed_by'),
    proposedAt: at('proposed_at'),
    confirmedBy: text('confirmed_by'),
    confirmedAt: at('confirmed_at'),
    adoptedAt: at('adopted_at'),
  },
  (table) => [
    check('adoptions_status', sql`${table.status} in ('found','proposed','confirmed','adopted')`),
    check('adoptions_amount', sql`${table.amountMinor} > 0`),
    check('adoptions_problem', sql`${table.problem} is null or ${table.status} = 'found'`),
    check('adoptions_proposed', sql`(${table.status} = 'found') = (${table.proposedBy} is null)`),
    check('adoptions_confirmed', sql`(${table.status} in ('confirmed','adopted')) = (${table.confirmedBy} is not null)`),
    check('adoptions_adopted', sql`(${table.status} = 'adopted') = (${table.adoptedAt} is not null)`),
    check('adoptions_two_people', sql`${table.confirmedBy} <> ${table.proposedBy}`),
    uniqueIndex('adoptions_one_by_payout').on(table.payoutId).where(sql`status in ('proposed','confirmed','adopted')`),
    index('adoptions_open').on(table.status, table.transfer).where(sql`status <> 'adopted'`),
    index('adoptions_by_run').on(table.runId, table.status),
  ],
)
export type Adoption = typeof adoptions.$inferSelect
