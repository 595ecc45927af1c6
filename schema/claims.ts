import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at } from './columns.ts'

export const claimKinds = ['missing', 'wrong_partner', 'wrong_amount'] as const
export type ClaimKind = (typeof claimKinds)[number]

export const claimStatuses = ['open', 'accepted', 'refused', 'appealed'] as const
export type ClaimStatus = (typeof claimStatuses)[number]

/** A partner's request to look again, its two answers at most, and what they led to (domain.md B2). */
export const claims = sqliteTable(
  'claims',
  {
    id: text().primaryKey(),
    partnerId: text('partner_id').notNull(),
    kind: text({ enum: claimKinds }).notNull(),
    /** What it is about as one key: a commission's or prospect's id, else `domain:…` or `company:…`. */
    subject: text().notNull(),
    /** As the partner wrote it, when it knows no record of ours. */
    company: text().notNull(),
    domain: text(),
    /** Found by what was written, or named by the person who decides. */
    prospectId: text('prospect_id'),
    commissionId: text('commission_id'),
    evidence: text().notNull(),
    evidenceLink: text('evidence_link'),
    status: text({ enum: claimStatuses }).notNull(),
    memberId: text('member_id').notNull(),
    submittedAt: at('submitted_at').notNull(),
    /** When the answer is due that is owed now: the first, or the one to the appeal. */
    dueAt: at('due_at').notNull(),
    /** The first answer, and its reason in writing. */
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
    reason: text(),
    appeal: text(),
    appealedBy: text('appealed_by'),
    appealedAt: at('appealed_at'),
    /** The last answer. */
    appealDecidedBy: text('appeal_decided_by'),
    appealDecidedAt: at('appeal_decided_at'),
    appealReason: text('appeal_reason'),
    /** What an accepted claim led to: a decision in the attribution, an adjustment that finance was asked for, or a commission restored. */
    outcome: text(),
    /** When people were told that its answer is late. */
    lateToldAt: at('late_told_at'),
  },
  (table) => [
    check('claims_kind', sql`${table.kind} in ('missing','wrong_partner','wrong_amount')`),
    check('claims_status', sql`${table.status} in ('open','accepted','refused','appealed')`),
    check('claims_evidence', sql`length(${table.evidence}) > 0`),
    check('claims_amount', sql`${table.kind} <> 'wrong_amount' or ${table.commissionId} is not null`),
    check('claims_decided', sql`(${table.status} = 'open') = (${table.decidedAt} is null)`),
    check(
      'claims_answer',
      sql`(${table.decidedAt} is null) = (${table.decidedBy} is null) and (${table.decidedAt} is null) = (${table.reason} is null)`,
    ),
    check(
      'claims_appeal',
      sql`(${table.appealedAt} is null) = (${table.appeal} is null) and (${table.appealedAt} is null) = (${table.appealedBy} is null)
        and (${table.status} <> 'appealed' or ${table.appealedAt} is not null and ${table.appealDecidedAt} is null)`,
    ),
    check(
      'claims_last_answer',
      sql`(${table.appealDecidedAt} is null) = (${table.appealDecidedBy} is null) and (${table.appealDecidedAt} is null) = (${table.appealReason} is null)
        and (${table.appealDecidedAt} is null or ${table.appealedAt} is not null)`,
    ),
    check('claims_two_people', sql`${table.appealDecidedBy} <> ${table.decidedBy}`),
    uniqueIndex('claims_once').on(table.partnerId, table.subject).where(sql`status <> 'accepted'`),
    index('claims_by_partner').on(table.partnerId, table.submittedAt, table.id),
    index('claims_by_time').on(table.submittedAt, table.id),
    index('claims_by_status').on(table.status, table.submittedAt, table.id),
    index('claims_due').on(table.dueAt, table.id).where(sql`status in ('open','appealed')`),
    index('claims_open_on_prospect').on(table.prospectId).where(sql`status in ('open','appealed')`),
    index('claims_by_commission').on(table.commissionId),
  ],
)
export type Claim = typeof claims.$inferSelect

/** Kept by triggers: how many claims a partner made and what became of them; `all` is the programme. */
export const claimCounts = sqliteTable('claim_counts', {
  scope: text().primaryKey(),
  submitted: integer().notNull(),
  accepted: integer().notNull(),
  refused: integer().notNull(),
  appealed: integer().notNull(),
})
/** Kept by triggers: how many first answers took how many hours begun, 240 and more in one. */
export const claimAnswerHours = sqliteTable(
  'claim_answer_hours',
  { scope: text().notNull(), hours: integer().notNull(), n: integer().notNull() },
  (table) => [primaryKey({ columns: [table.scope, table.hours] })],
)

/** A commission that was refused and that a claim gave back: its row is final, a correction restores it (money.md 5). */
export const restoredCommissions = sqliteTable('restored_commissions', {
  commissionId: text('commission_id').primaryKey(),
  claimId: text('claim_id').notNull(),
  restoredAt: at('restored_at').notNull(),
})

/** A decision about a prospect's credit, for each deal whose commissions it changes; done once they are written. */
export const creditChanges = sqliteTable(
  'credit_changes',
  {
    dealId: text('deal_id').notNull(),
    /** The attribution that moves the deal, or the claim that holds or frees it: `clm_…/open`, `clm_…/closed`. */
    cause: text().notNull(),
    actor: text().notNull(),
    /** Whose the deal was when it was decided. */
    partnerId: text('partner_id'),
    decidedAt: at('decided_at').notNull(),
    doneAt: at('done_at'),
  },
  (table) => [
    primaryKey({ columns: [table.dealId, table.cause] }),
    index('credit_changes_open').on(table.decidedAt, table.dealId).where(sql`done_at is null`),
  ],
)
export type CreditChange = typeof creditChanges.$inferSelect

export const evidenceProblems = ['malformed', 'unknown_key', 'forged', 'foreign'] as const
export type EvidenceProblem = (typeof evidenceProblems)[number]

/** What was presented as a click id and proves nothing; a digest of it, never itself. At most twenty a prospect. */
export const refusedEvidence = sqliteTable(
  'refused_evidence',
  {
    prospectId: text('prospect_id').notNull(),
    /** The first 16 hex digits of its SHA-256. */
    digest: text().notNull(),
    problem: text({ enum: evidenceProblems }).notNull(),
    presentedAt: at('presented_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.prospectId, table.digest] }),
    check('refused_evidence_problem', sql`${table.problem} in ('malformed','unknown_key','forged','foreign')`),
  ],
)
export type RefusedEvidence = typeof refusedEvidence.$inferSelect

/** Under which version of its group's rules a touch counts: a click's is signed into its id, the others' was in force when they came. */
export const touchRules = sqliteTable('touch_rules', {
  touchId: text('touch_id').primaryKey(),
  groupId: text('group_id').notNull(),
  rulesVersion: integer('rules_version').notNull(),
})
