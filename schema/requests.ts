import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { activityKinds } from './agreements.ts'
import { at, currency, day, flag, json, minor } from './columns.ts'
import { companySizes } from './customers.ts'
import { contactSides } from './prospects.ts'
import { capGroups, industries } from './references.ts'

export const activityStatuses = ['planned', 'held', 'cancelled'] as const
export type ActivityStatus = (typeof activityStatuses)[number]

/** Something a customer does for us. A planned or held one takes its place under every cap, from the moment it is planned (CAP1). */
export const activities = sqliteTable(
  'activities',
  {
    id: text().primaryKey(),
    customerId: text('customer_id').notNull(),
    contactId: text('contact_id'),
    kind: text({ enum: activityKinds }).notNull(),
    capGroup: text('cap_group', { enum: capGroups }).notNull(),
    requestId: text('request_id'),
    /** What it fills once it is held; null is a favour beyond the agreement (OBL3). */
    obligationId: text('obligation_id'),
    title: text().notNull(),
    status: text({ enum: activityStatuses }).notNull(),
    /** Whether it is counted under the caps: one that was cancelled is not, one that nobody came to is. */
    counts: flag('counts').notNull(),
    /** Between which two moments it takes place; the same moment once a slot is chosen. */
    fromAt: at('from_at').notNull(),
    untilAt: at('until_at').notNull(),
    heldAt: at('held_at'),
    minutes: integer(),
    plannedBy: text('planned_by').notNull(),
    plannedAt: at('planned_at').notNull(),
  },
  (table) => [
    check(
      'activities_cap_group',
      sql`${table.capGroup} = case when ${table.kind} in ('prospect_call','analyst_call') then 'call' when ${table.kind} = 'site_visit' then 'site_visit' when ${table.kind} in ('site_quote','news_release','webinar','conference_talk','shared_booth','case_study','logo_use') then 'public' end`,
    ),
    check('activities_status', sql`${table.status} in ('planned','held','cancelled')`),
    check('activities_counts', sql`${table.counts} in (0, 1) and (${table.status} = 'cancelled' or ${table.counts} = 1)`),
    check('activities_order', sql`${table.fromAt} <= ${table.untilAt}`),
    check('activities_held', sql`(${table.status} = 'held') = (${table.heldAt} is not null)`),
    check('activities_minutes', sql`${table.minutes} is null or ${table.minutes} between 0 and 100000`),
    check('activities_calls_by_request', sql`${table.capGroup} = 'public' or ${table.requestId} is not null`),
    index('activities_counted').on(table.customerId, table.capGroup, table.untilAt).where(sql`counts = 1`),
    index('activities_by_customer').on(table.customerId, table.fromAt, table.id),
    index('activities_by_obligation').on(table.obligationId, table.status).where(sql`obligation_id is not null`),
    uniqueIndex('activities_of_request').on(table.requestId).where(sql`request_id is not null`),
  ],
)
export type Activity = typeof activities.$inferSelect

export const perkKinds = ['travel', 'welcome', 'thank_you'] as const
export type PerkKind = (typeof perkKinds)[number]

/** The checklist of an activity, so that guests come again: a cost, never a commission (PER2). */
export const perks = sqliteTable(
  'perks',
  {
    id: text().primaryKey(),
    activityId: text('activity_id').notNull(),
    kind: text({ enum: perkKinds }).notNull(),
    what: text().notNull(),
    /** A gift waits for the customer's gift policy (PER1). */
    isGift: flag('is_gift').notNull(),
    costMinor: minor('cost_minor'),
    currency: currency(),
    deliveredOn: day('delivered_on'),
    deliveredBy: text('delivered_by'),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    check('perks_kind', sql`${table.kind} in ('travel','welcome','thank_you')`),
    check('perks_cost', sql`(${table.costMinor} is null) = (${table.currency} is null) and coalesce(${table.costMinor}, 0) >= 0`),
    check('perks_delivered', sql`(${table.deliveredOn} is null) = (${table.deliveredBy} is null)`),
    uniqueIndex('perks_once').on(table.activityId, table.kind, table.what),
  ],
)
export type Perk = typeof perks.$inferSelect

export const requestStatuses = ['asked', 'proposed', 'accepted', 'scheduled', 'held', 'missed', 'declined', 'withdrawn', 'expired'] as const
export type RequestStatus = (typeof requestStatuses)[number]
/** What a prospect can ask for; the rest of the activities is between us and the customer. */
export const requestActivities = ['prospect_call', 'site_visit', 'analyst_call'] as const
export type RequestActivity = (typeof requestActivities)[number]

/** A wish to talk to a customer, from the first word to what came of it (domain.md A11). */
export const referenceRequests = sqliteTable(
  'reference_requests',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    /** `prospect`, or the id of the salesperson. */
    askedBy: text('asked_by').notNull(),
    /** The prospect's person who will talk. */
    guestId: text('guest_id').notNull(),
    activity: text({ enum: requestActivities }).notNull(),
    side: text({ enum: contactSides }),
    industry: text({ enum: industries }),
    size: text({ enum: companySizes }),
    topics: json<string[]>('topics').notNull(),
    wantedBy: day('wanted_by'),
    /** The anonymous match that the prospect chose. */
    wishedId: text('wished_id'),
    customerId: text('customer_id'),
    contactId: text('contact_id'),
    slotAt: at('slot_at'),
    status: text({ enum: requestStatuses }).notNull(),
    /** When it came to this status. */
    sinceAt: at('since_at').notNull(),
    askedAt: at('asked_at').notNull(),
    /** The last reminder in this status. */
    remindedAt: at('reminded_at'),
    closedReason: text('closed_reason'),
    version: integer().notNull(),
  },
  (table) => [
    check('reference_requests_activity', sql`${table.activity} in ('prospect_call','site_visit','analyst_call')`),
    check(
      'reference_requests_status',
      sql`${table.status} in ('asked','proposed','accepted','scheduled','held','missed','declined','withdrawn','expired')`,
    ),
    check('reference_requests_side', sql`${table.side} is null or ${table.side} in ('technical','business')`),
    check(
      'reference_requests_customer',
      sql`(${table.customerId} is null) = (${table.contactId} is null) and (${table.status} not in ('proposed','accepted','scheduled','held','missed','declined') or ${table.customerId} is not null)`,
    ),
    check('reference_requests_slot', sql`${table.status} not in ('accepted','scheduled','held','missed') or ${table.slotAt} is not null`),
    index('reference_requests_by_status').on(table.status, table.sinceAt, table.id),
    index('reference_requests_by_time').on(table.askedAt, table.id),
    index('reference_requests_by_prospect').on(table.prospectId, table.askedAt, table.id),
    index('reference_requests_by_customer').on(table.customerId, table.askedAt, table.id).where(sql`customer_id is not null`),
  ],
)
export type ReferenceRequest = typeof referenceRequests.$inferSelect

/** Three moments the prospect can make; the customer picks one of them (REQ3). */
export const requestSlots = sqliteTable(
  'request_slots',
  { requestId: text('request_id').notNull(), n: integer().notNull(), startsAt: at('starts_at').notNull() },
  (table) => [primaryKey({ columns: [table.requestId, table.n] }), check('request_slots_n', sql`${table.n} between 1 and 3`)],
)

export const outcomeSides = ['customer', 'prospect', 'staff'] as const
export type OutcomeSide = (typeof outcomeSides)[number]
export const outcomes = ['held', 'missed'] as const
export type Outcome = (typeof outcomes)[number]

/** What each side says came of it, once and for good. */
export const requestOutcomes = sqliteTable(
  'request_outcomes',
  {
    requestId: text('request_id').notNull(),
    side: text({ enum: outcomeSides }).notNull(),
    says: text({ enum: outcomes }).notNull(),
    minutes: integer(),
    note: text().notNull(),
    saidBy: text('said_by').notNull(),
    saidAt: at('said_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.side] }),
    check('request_outcomes_side', sql`${table.side} in ('customer','prospect','staff')`),
    check('request_outcomes_says', sql`${table.says} in ('held','missed')`),
    check('request_outcomes_minutes', sql`${table.minutes} is null or ${table.minutes} between 0 and 100000`),
  ],
)
/** How many requests stand where, kept by trigger. */
export const requestCounts = sqliteTable('request_counts', { status: text({ enum: requestStatuses }).primaryKey(), n: integer().notNull() })
