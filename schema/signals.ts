import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, json } from './columns.ts'

/** What may look odd about a credit, a partner or its money. A rule holds for a person and never refuses by itself. */
export const signalRules = [
  'same_person',
  'same_company',
  'member_visit',
  'same_destination',
  'paid_traffic',
  'click_flood',
  'late_click',
  'disposable_mail',
  'refund_farming',
  'duplicate_partner',
  'inactive_partner',
] as const
export type SignalRule = (typeof signalRules)[number]

export const signalStatuses = ['open', 'released', 'confirmed'] as const
export type SignalStatus = (typeof signalStatuses)[number]

export const signalSubjects = ['prospect', 'partner', 'commission'] as const
export type SignalSubject = (typeof signalSubjects)[number]

/** The figures of the rules that an administrator sets for the programme. */
export const thresholdNames = [
  'memberVisitHours',
  'lateClickMinutes',
  'floodOfOneBrowser',
  'floodClicks',
  'floodClicksPerProspect',
  'floodTimesUsual',
  'floodSharePercent',
  'refundDays',
  'refundLeast',
  'refundSharePercent',
  'facebookAloneCounts',
] as const
export type ThresholdName = (typeof thresholdNames)[number]
export type Thresholds = Record<ThresholdName, number>

/** Facts behind a finding: ids, counts, times and names of parameters; never an address of mail or of a network. */
export type SignalEvidence = Record<string, string | number | boolean | null | readonly string[]>

/** A finding: one rule, one subject. Open, it holds the commissions concerned; a person releases or confirms it, once, with a reason. */
export const signals = sqliteTable(
  'signals',
  {
    id: text().primaryKey(),
    rule: text({ enum: signalRules }).notNull(),
    subjectKind: text('subject_kind', { enum: signalSubjects }).notNull(),
    subjectId: text('subject_id').notNull(),
    /** Whose commissions wait. */
    partnerId: text('partner_id').notNull(),
    /** The prospect whose credit is in doubt; null when the partner itself is the subject. */
    prospectId: text('prospect_id'),
    /** What the same finding would be stored under again; a repeat meets it, decided or not. */
    source: text().notNull(),
    evidence: json<SignalEvidence>('evidence').notNull(),
    foundAt: at('found_at').notNull(),
    status: text({ enum: signalStatuses }).notNull(),
    /** The person of the team that looks at it, once somebody took it. */
    takenBy: text('taken_by'),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
    reason: text(),
    /** When the commissions concerned had followed its present status; null while some may still have to. */
    settledAt: at('settled_at'),
  },
  (table) => [
    check(
      'signals_rule',
      sql`${table.rule} in ('same_person','same_company','member_visit','same_destination','paid_traffic','click_flood','late_click','disposable_mail','refund_farming','duplicate_partner','inactive_partner')`,
    ),
    check('signals_status', sql`${table.status} in ('open','released','confirmed')`),
    check('signals_subject', sql`${table.subjectKind} in ('prospect','partner','commission')`),
    check('signals_prospect', sql`(${table.subjectKind} = 'partner') = (${table.prospectId} is null)`),
    check(
      'signals_decided',
      sql`(${table.status} = 'open') = (${table.decidedBy} is null) and (${table.status} = 'open') = (${table.decidedAt} is null) and (${table.status} = 'open') = (${table.reason} is null)`,
    ),
    uniqueIndex('signals_source_once').on(table.source),
    index('signals_by_status').on(table.status, table.foundAt, table.id),
    index('signals_by_rule').on(table.rule, table.status, table.foundAt, table.id),
    index('signals_by_partner').on(table.partnerId, table.status, table.foundAt, table.id),
    index('signals_of_prospect').on(table.prospectId, table.partnerId),
    index('signals_unsettled').on(table.foundAt, table.id).where(sql`settled_at is null`),
  ],
)
export type Signal = typeof signals.$inferSelect

/** How many signals of a rule have each status, kept by trigger: what a rule is worth is read from the decisions. */
export const signalCounts = sqliteTable(
  'signal_counts',
  { rule: text({ enum: signalRules }).notNull(), status: text({ enum: signalStatuses }).notNull(), n: integer().notNull() },
  (table) => [primaryKey({ columns: [table.rule, table.status] })],
)

/** What somebody of the staff wrote beside a signal; append-only. */
export const signalNotes = sqliteTable(
  'signal_notes',
  {
    signalId: text('signal_id').notNull(),
    n: integer().notNull(),
    author: text().notNull(),
    text: text().notNull(),
    writtenAt: at('written_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.signalId, table.n] })],
)

/** A partner, or all partners of a group, that a rule does not look at for a while, with the reason. */
export const signalExemptions = sqliteTable(
  'signal_exemptions',
  {
    id: text().primaryKey(),
    rule: text({ enum: signalRules }).notNull(),
    /** Exactly one of the two. */
    partnerId: text('partner_id'),
    groupId: text('group_id'),
    reason: text().notNull(),
    grantedBy: text('granted_by').notNull(),
    grantedAt: at('granted_at').notNull(),
    endsAt: at('ends_at').notNull(),
    /** Ended early by somebody. */
    endedBy: text('ended_by'),
    endedAt: at('ended_at'),
  },
  (table) => [
    check(
      'signal_exemptions_rule',
      sql`${table.rule} in ('same_person','same_company','member_visit','same_destination','paid_traffic','click_flood','late_click','disposable_mail','refund_farming','duplicate_partner','inactive_partner')`,
    ),
    check('signal_exemptions_whose', sql`(${table.partnerId} is null) <> (${table.groupId} is null)`),
    check('signal_exemptions_end', sql`${table.endsAt} > ${table.grantedAt}`),
    check('signal_exemptions_ended', sql`(${table.endedBy} is null) = (${table.endedAt} is null)`),
    index('signal_exemptions_of_partner').on(table.partnerId, table.endsAt),
    index('signal_exemptions_of_group').on(table.groupId, table.endsAt),
    index('signal_exemptions_by_time').on(table.grantedAt, table.id),
  ],
)
export type SignalExemption = typeof signalExemptions.$inferSelect

/** Which browsers a partner's people used the portal with on a day, as the clicks' hash tells them apart; dropped after some days. */
export const memberVisits = sqliteTable(
  'member_visits',
  {
    visitorHash: text('visitor_hash').notNull(),
    memberId: text('member_id').notNull(),
    partnerId: text('partner_id').notNull(),
    firstSeenAt: at('first_seen_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.visitorHash, table.memberId] })],
)

export const markKinds = ['domain', 'mailbox', 'account', 'bank', 'tax_id'] as const
export type MarkKind = (typeof markKinds)[number]

/** What two records of one partner would share, as a digest: company domain, mailboxes, Stripe account, bank accounts, tax id. */
export const partnerMarks = sqliteTable(
  'partner_marks',
  { kind: text({ enum: markKinds }).notNull(), mark: text().notNull(), partnerId: text('partner_id').notNull() },
  (table) => [primaryKey({ columns: [table.kind, table.mark, table.partnerId] }), index('partner_marks_of_partner').on(table.partnerId)],
)

/** How far the trail was read by what looks for signals. */
export const lookouts = sqliteTable('lookouts', { name: text().primaryKey(), behind: integer().notNull() })
