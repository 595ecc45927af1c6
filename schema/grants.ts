import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at, day, flag, json } from './columns.ts'

export const grantKinds = [
  'calls',
  'nda_slide',
  'linkedin',
  'web_release',
  'press_release',
  'public_document',
  'joint_press_release',
  'logo',
] as const
export type GrantKind = (typeof grantKinds)[number]
export const grantScopes = ['individual', 'organisation'] as const
export type GrantScope = (typeof grantScopes)[number]
export const grantStatuses = ['asked', 'given', 'refused', 'ended', 'withdrawn'] as const
export type GrantStatus = (typeof grantStatuses)[number]
export const documentKinds = ['case_study', 'white_paper', 'conference_paper'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** A permission, one by one: for this use, in these words, until this day. */
export const grants = sqliteTable(
  'grants',
  {
    id: text().primaryKey(),
    prospectId: text('prospect_id').notNull(),
    kind: text({ enum: grantKinds }).notNull(),
    scope: text({ enum: grantScopes }).notNull(),
    /** The person it is about: who takes calls, who stands on the slide, who is quoted. */
    contactId: text('contact_id'),
    personName: text('person_name'),
    /** The exact words approved, and their SHA-256 (hex): one changed letter is another grant. */
    text: text(),
    textHash: text('text_hash').notNull(),
    /** Where the approved file lies, and the guide for using it: addresses. */
    file: text(),
    guide: text(),
    documentKind: text('document_kind', { enum: documentKinds }),
    /** Of a post: where it stands and since when. */
    postUrl: text('post_url'),
    postedOn: day('posted_on'),
    /** A listed company's joint release needs a second approver on its side. */
    twoApprovers: flag('two_approvers').notNull(),
    /** What the customer gets for it, printed with the text; null: nothing. */
    benefitDisclosed: text('benefit_disclosed'),
    agreementId: text('agreement_id'),
    clauseId: text('clause_id'),
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on').notNull(),
    status: text({ enum: grantStatuses }).notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: at('asked_at').notNull(),
    /** The name under the last approval it needed. */
    givenBy: text('given_by'),
    givenAt: at('given_at'),
    closedBy: text('closed_by'),
    closedAt: at('closed_at'),
    closedReason: text('closed_reason'),
    /** We asked again, before its end. */
    remindedAt: at('reminded_at'),
  },
  (table) => [
    check(
      'grants_kind',
      sql`${table.kind} in ('calls','nda_slide','linkedin','web_release','press_release','public_document','joint_press_release','logo')`,
    ),
    check('grants_status', sql`${table.status} in ('asked','given','refused','ended','withdrawn')`),
    // GRA2: one person's willingness never becomes public use.
    check(
      'grants_scope',
      sql`${table.scope} = 'organisation' or (${table.scope} = 'individual' and ${table.kind} in ('calls','nda_slide','linkedin'))`,
    ),
    check('grants_person', sql`${table.scope} = 'organisation' or ${table.personName} is not null`),
    check('grants_dates', sql`${table.startsOn} <= ${table.endsOn} and length(${table.startsOn}) = 10 and length(${table.endsOn}) = 10`),
    check(
      'grants_also_needed',
      sql`(${table.kind} not in ('web_release','press_release','public_document','joint_press_release') or ${table.text} is not null)
        and (${table.kind} <> 'public_document' or ${table.documentKind} is not null)
        and (${table.kind} <> 'logo' or (${table.file} is not null and ${table.guide} is not null))
        and (${table.kind} <> 'nda_slide' or ${table.personName} is not null)
        and (${table.kind} <> 'linkedin' or ${table.status} <> 'given' or (${table.postUrl} is not null and ${table.postedOn} is not null))`,
    ),
    check(
      'grants_closed',
      sql`(${table.status} in ('refused','ended','withdrawn')) = (${table.closedAt} is not null)
        and (${table.status} not in ('given','withdrawn','ended') or ${table.givenAt} is not null)`,
    ),
    index('grants_by_customer').on(table.prospectId, table.status, table.kind),
    index('grants_by_status').on(table.status, table.askedAt, table.id),
    index('grants_by_time').on(table.askedAt, table.id),
    index('grants_ending').on(table.endsOn, table.id).where(sql`status = 'given'`),
    index('grants_by_agreement').on(table.agreementId).where(sql`agreement_id is not null`),
  ],
)
export type Grant = typeof grants.$inferSelect

export const approvalSides = ['person', 'company', 'company_second', 'us'] as const
export type ApprovalSide = (typeof approvalSides)[number]

/** Who said yes to exactly this text; append-only. */
export const grantApprovals = sqliteTable(
  'grant_approvals',
  {
    grantId: text('grant_id').notNull(),
    side: text({ enum: approvalSides }).notNull(),
    name: text().notNull(),
    textHash: text('text_hash').notNull(),
    /** A member's id, a private link's, or the staff who has it in writing, and where that lies. */
    via: text().notNull(),
    evidence: text(),
    at: at('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.grantId, table.side] }),
    check('grant_approvals_side', sql`${table.side} in ('person','company','company_second','us')`),
  ],
)
export type GrantApproval = typeof grantApprovals.$inferSelect

export const useKinds = ['wall', 'quote', 'site', 'print', 'slide', 'press', 'social'] as const
export type UseKind = (typeof useKinds)[number]

/** Where a grant is used. One that outlives its grant is a task: take it down. */
export const grantUses = sqliteTable(
  'grant_uses',
  {
    id: text().primaryKey(),
    grantId: text('grant_id').notNull(),
    prospectId: text('prospect_id').notNull(),
    /** `wall`, `quote`: places of our own, which end with the grant. */
    kind: text({ enum: useKinds }).notNull(),
    place: text().notNull(),
    textHash: text('text_hash').notNull(),
    since: at('since').notNull(),
    recordedBy: text('recorded_by').notNull(),
    /** Its grant ended while it stood. */
    overdueSince: at('overdue_since'),
    takenDownAt: at('taken_down_at'),
    takenDownBy: text('taken_down_by'),
  },
  (table) => [
    check('grant_uses_kind', sql`${table.kind} in ('wall','quote','site','print','slide','press','social')`),
    check('grant_uses_taken_down', sql`(${table.takenDownAt} is null) = (${table.takenDownBy} is null)`),
    index('grant_uses_by_grant').on(table.grantId, table.since, table.id),
    uniqueIndex('grant_uses_own_once').on(table.grantId, table.kind).where(sql`kind in ('wall','quote') and taken_down_at is null`),
    index('grant_uses_to_take_down').on(table.overdueSince, table.id).where(sql`overdue_since is not null and taken_down_at is null`),
    index('grant_uses_shown').on(table.kind, table.since, table.id).where(sql`taken_down_at is null`),
  ],
)
export type GrantUse = typeof grantUses.$inferSelect

export const clauseStatuses = ['proposed', 'accepted', 'struck', 'amended'] as const
/** The standard reference clause in a deal's contract. */
export const clauses = sqliteTable(
  'clauses',
  {
    id: text().primaryKey(),
    dealId: text('deal_id').notNull(),
    prospectId: text('prospect_id').notNull(),
    templateVersion: integer('template_version').notNull(),
    text: text().notNull(),
    textHash: text('text_hash').notNull(),
    /** The organisation grants it makes when it is accepted as it stands. */
    allows: json<GrantKind[]>('allows').notNull(),
    grantsEndOn: day('grants_end_on').notNull(),
    status: text({ enum: clauseStatuses }).notNull(),
    /** Where the signed contract lies. */
    file: text(),
    signedBy: text('signed_by'),
    /** Struck: no naming request before this day (CLA2). */
    restsUntil: day('rests_until'),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: at('proposed_at').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
  },
  (table) => [
    check('clauses_status', sql`${table.status} in ('proposed','accepted','struck','amended')`),
    check('clauses_decided', sql`(${table.status} = 'proposed') = (${table.decidedAt} is null)`),
    check(
      'clauses_signed',
      sql`${table.status} not in ('accepted','amended') or (${table.file} is not null and ${table.signedBy} is not null)`,
    ),
    check('clauses_rest', sql`(${table.status} = 'struck') = (${table.restsUntil} is not null)`),
    uniqueIndex('clauses_of_deal').on(table.dealId),
    index('clauses_by_customer').on(table.prospectId, table.proposedAt, table.id),
  ],
)
export type Clause = typeof clauses.$inferSelect

/** A line of an amended clause; it makes a grant once a person said which (CLA3). */
export const clauseLines = sqliteTable(
  'clause_lines',
  {
    clauseId: text('clause_id').notNull(),
    n: integer().notNull(),
    text: text().notNull(),
    /** `none`: it allows nothing. Null: nobody has read it yet. */
    allows: text(),
    mappedBy: text('mapped_by'),
    mappedAt: at('mapped_at'),
  },
  (table) => [
    primaryKey({ columns: [table.clauseId, table.n] }),
    check(
      'clause_lines_mapped',
      sql`(${table.allows} is null) = (${table.mappedBy} is null) and (${table.allows} is null) = (${table.mappedAt} is null)`,
    ),
  ],
)
export type ClauseLine = typeof clauseLines.$inferSelect
