import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, currency, day, flag, json, minor } from './columns.ts'

/** A referral link. Its code is never used for another partner again, so a link is archived, not deleted. */
export const links = sqliteTable(
  'links',
  {
    id: text().primaryKey(),
    partnerId: text('partner_id').notNull(),
    /** As the partner wrote it; compared without case. */
    code: text().notNull(),
    /** `redirect` leads to the destination, `introduction` to the hosted page `/i/:code`. */
    kind: text({ enum: ['redirect', 'introduction'] }).notNull(),
    /** Parts of the destination, put together again at each redirect. */
    destinationHost: text('destination_host').notNull(),
    /** Path, query and fragment as one text that starts with `/`. */
    destinationPath: text('destination_path').notNull(),
    campaign: text(),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    archivedAt: at('archived_at'),
  },
  (table) => [
    uniqueIndex('links_code_once').on(sql`lower(code)`),
    check('links_code', sql`length(${table.code}) between 2 and 64 and ${table.code} not glob '*[^A-Za-z0-9_-]*'`),
    check('links_path', sql`${table.destinationPath} glob '/*'`),
    index('links_by_partner').on(table.partnerId, table.createdAt, table.id),
    index('links_by_state').on(table.partnerId, sql`archived_at is null`, table.createdAt, table.id),
  ],
)
export type Link = typeof links.$inferSelect

/**
 * A click, kept as evidence. The id begins with its time (pruning is a range of ids) and a redelivered message meets it. Of one visitor on one
 * link in one hour one is counted.
 */
export const clicks = sqliteTable(
  'clicks',
  {
    id: text().primaryKey(),
    linkId: text('link_id').notNull(),
    partnerId: text('partner_id').notNull(),
    clickedAt: at('clicked_at').notNull(),
    campaign: text(),
    country: text(),
    /** `phone`, `tablet`, `desktop`, `other`. */
    device: text({ enum: ['phone', 'tablet', 'desktop', 'other'] }),
    referrerHost: text('referrer_host'),
    /** HMAC of address and browser with a key of the day; no address is stored. */
    visitorHash: text('visitor_hash'),
    counted: flag('counted').notNull().default(false),
    /** The parameter of the address that says somebody paid for this visit (`gclid`, `utm_medium`); its value is not kept. */
    paidBy: text('paid_by'),
  },
  (table) => [uniqueIndex('clicks_counted_once').on(table.visitorHash, table.linkId, sql`clicked_at / 3600000`).where(sql`counted = 1`)],
)
export type Click = typeof clicks.$inferSelect

/** What became of visitors on a day: prospects credited, deals won. Kept by trigger. */
const outcomes = { prospects: integer().notNull().default(0), deals: integer().notNull().default(0) }

/** Daily figures, written with the clicks in one batch and read by every page. */
export const linkDays = sqliteTable(
  'link_days',
  { linkId: text('link_id').notNull(), day: day('day').notNull(), clicks: integer().notNull() },
  (table) => [primaryKey({ columns: [table.linkId, table.day] })],
)
export const partnerDays = sqliteTable(
  'partner_days',
  { partnerId: text('partner_id').notNull(), day: day('day').notNull(), clicks: integer().notNull(), ...outcomes },
  (table) => [primaryKey({ columns: [table.partnerId, table.day] })],
)
export const programmeDays = sqliteTable('programme_days', { day: day('day').primaryKey(), clicks: integer().notNull(), ...outcomes })

/** Commissions and their corrections by the day on which they accrued; kept by trigger. */
export const partnerEarningDays = sqliteTable(
  'partner_earning_days',
  {
    partnerId: text('partner_id').notNull(),
    day: day('day').notNull(),
    currency: currency().notNull(),
    amountMinor: minor('amount_minor').notNull(),
  },
  (table) => [primaryKey({ columns: [table.partnerId, table.day, table.currency] })],
)
export const programmeEarningDays = sqliteTable(
  'programme_earning_days',
  { day: day('day').notNull(), currency: currency().notNull(), amountMinor: minor('amount_minor').notNull() },
  (table) => [primaryKey({ columns: [table.day, table.currency] })],
)

/** What a link has counted since it was made. */
export const linkTotals = sqliteTable('link_totals', {
  linkId: text('link_id').primaryKey(),
  clicks: integer().notNull(),
  lastClickAt: at('last_click_at'),
})

/** What a link has counted under a tag of its address (`?c=`), up to a number of tags: visitors can write any. */
export const linkCampaigns = sqliteTable(
  'link_campaigns',
  {
    linkId: text('link_id').notNull(),
    campaign: text().notNull(),
    clicks: integer().notNull(),
    lastClickAt: at('last_click_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.linkId, table.campaign] })],
)

/**
 * The company's own sites whose pages may ask the portal from a browser: one row, written when an administrator first changes what
 * ALLOWED_HOSTS says.
 */
export const siteSettings = sqliteTable(
  'site_settings',
  {
    id: integer().primaryKey(),
    origins: json<string[]>('origins').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (table) => [check('site_settings_one', sql`${table.id} = 1`), check('site_settings_origins', sql`json_valid(${table.origins})`)],
)
