import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { at } from './columns.ts'

export const registrationStatuses = ['submitted', 'accepted', 'refused', 'appealed', 'withdrawn', 'ended'] as const
export type RegistrationStatus = (typeof registrationStatuses)[number]

/** What a partner is told at once about a company, naming nobody; what is `protected` by another is not taken. */
export const companyAnswers = ['free', 'protected', 'customer', 'person'] as const
export type CompanyAnswer = (typeof companyAnswers)[number]

/** How far the partner's own work has come. */
export const workStages = ['first_contact', 'in_talks', 'need_confirmed', 'offer_discussed'] as const
export type WorkStage = (typeof workStages)[number]

/** What a person has to say in the purchase, as far as the partner knows. */
export const knownRoles = ['economic_buyer', 'ally', 'no_influence', 'unknown'] as const
export type KnownRole = (typeof knownRoles)[number]

/** What the partner says when asked who else is involved. */
export const othersInvolved = ['named', 'nobody', 'not_known'] as const
export type OthersInvolved = (typeof othersInvolved)[number]

export const refusalReasons = ['existing_customer', 'other_first', 'no_fit', 'no_work_shown', 'too_little', 'own_company', 'other'] as const
export type RefusalReason = (typeof refusalReasons)[number]

export const endings = ['expired', 'given_up', 'taken_over'] as const
export type Ending = (typeof endings)[number]

/** A partner's claim to a prospect that it works on, with a protection window once sales accepted it. */
export const registrations = sqliteTable(
  'registrations',
  {
    id: text().primaryKey(),
    partnerId: text('partner_id').notNull(),
    memberId: text('member_id').notNull(),
    /** The prospect that it fits or was accepted for; null while nobody of that domain or address is known. */
    prospectId: text('prospect_id'),
    company: text().notNull(),
    /** The name without case, accents, punctuation and legal form, and the sound of its first word: what alike names share. */
    nameKey: text('name_key').notNull(),
    nameLead: text('name_lead').notNull(),
    /** Registrable company domain, lower case; never a public mail domain. */
    domain: text().notNull(),
    need: text().notNull(),
    others: text({ enum: othersInvolved }).notNull(),
    workStage: text('work_stage', { enum: workStages }).notNull(),
    nextStep: text('next_step').notNull(),
    scope: text().notNull(),
    /** What the partner was told when it came. */
    answer: text({ enum: companyAnswers }).notNull(),
    submittedAt: at('submitted_at').notNull(),
    /** Until when a person answers it, or its appeal. The clock shows and tells; it never decides. */
    dueAt: at('due_at').notNull(),
    dueToldAt: at('due_told_at'),
    status: text({ enum: registrationStatuses }).notNull(),
    appeal: text(),
    appealedBy: text('appealed_by'),
    appealedAt: at('appealed_at'),
    protectedUntil: at('protected_until'),
    expiringToldAt: at('expiring_told_at'),
    endedAt: at('ended_at'),
    endedBecause: text('ended_because', { enum: endings }),
    /** Its words and people were erased. */
    erasedAt: at('erased_at'),
    version: integer().notNull(),
  },
  (table) => [
    check('registrations_status', sql`${table.status} in ('submitted','accepted','refused','appealed','withdrawn','ended')`),
    check('registrations_answer', sql`${table.answer} in ('free','customer','person')`),
    check('registrations_stage', sql`${table.workStage} in ('first_contact','in_talks','need_confirmed','offer_discussed')`),
    check('registrations_others', sql`${table.others} in ('named','nobody','not_known')`),
    check('registrations_due', sql`${table.dueAt} > ${table.submittedAt}`),
    check('registrations_protected', sql`(${table.protectedUntil} is not null) = (${table.status} in ('accepted','ended'))`),
    check('registrations_about', sql`${table.status} not in ('accepted','ended') or ${table.prospectId} is not null`),
    check(
      'registrations_ended',
      sql`(${table.endedAt} is not null) = (${table.status} = 'ended') and (${table.endedBecause} is not null) = (${table.status} = 'ended')`,
    ),
    check('registrations_ending', sql`${table.endedBecause} in ('expired','given_up','taken_over')`),
    check(
      'registrations_appealed',
      sql`(${table.appealedAt} is null) = (${table.appeal} is null) and (${table.appealedAt} is null) = (${table.appealedBy} is null)
        and (${table.status} <> 'appealed' or ${table.appealedAt} is not null)`,
    ),
    // One company is protected for one partner, and asked for once by each.
    uniqueIndex('registrations_one_accepted').on(table.domain).where(sql`status = 'accepted' and erased_at is null`),
    uniqueIndex('registrations_one_of_prospect').on(table.prospectId).where(sql`status = 'accepted' and erased_at is null`),
    uniqueIndex('registrations_one_of_partner')
      .on(table.partnerId, table.domain)
      .where(sql`status in ('submitted','appealed','accepted') and erased_at is null`),
    index('registrations_by_partner').on(table.partnerId, table.submittedAt, table.id),
    index('registrations_by_domain').on(table.domain, table.status),
    index('registrations_by_prospect').on(table.prospectId),
    index('registrations_by_lead').on(table.nameLead),
    index('registrations_by_time').on(table.submittedAt, table.id),
    index('registrations_by_status').on(table.status, table.submittedAt, table.id),
    index('registrations_due').on(table.dueAt, table.id).where(sql`status in ('submitted','appealed')`),
    index('registrations_expiring').on(table.protectedUntil, table.id).where(sql`status = 'accepted'`),
  ],
)
export type Registration = typeof registrations.$inferSelect

/** The people that a registration names, the partner's own contact first. */
export const registrationPeople = sqliteTable(
  'registration_people',
  {
    registrationId: text('registration_id').notNull(),
    n: integer().notNull(),
    name: text().notNull(),
    email: text(),
    title: text(),
    role: text({ enum: knownRoles }).notNull(),
    confidence: text({ enum: ['known', 'guess'] }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.registrationId, table.n] }),
    check('registration_people_n', sql`${table.n} between 1 and 4`),
    check('registration_people_role', sql`${table.role} in ('economic_buyer','ally','no_influence','unknown')`),
    check('registration_people_confidence', sql`${table.confidence} in ('known','guess')`),
    index('registration_people_by_email').on(table.email),
  ],
)
export type RegistrationPerson = typeof registrationPeople.$inferSelect

/** What sales answered: first, and once more after an appeal, by another person. */
export const registrationDecisions = sqliteTable(
  'registration_decisions',
  {
    registrationId: text('registration_id').notNull(),
    n: integer().notNull(),
    outcome: text({ enum: ['accepted', 'refused'] }).notNull(),
    reason: text({ enum: refusalReasons }),
    /** To the partner, who reads them. */
    words: text().notNull(),
    /** Why the credit was taken from whoever had it; staff read it. */
    takeover: text(),
    decidedBy: text('decided_by').notNull(),
    decidedAt: at('decided_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.registrationId, table.n] }),
    check('registration_decisions_n', sql`${table.n} in (1, 2)`),
    check('registration_decisions_outcome', sql`${table.outcome} in ('accepted','refused')`),
    check(
      'registration_decisions_reason',
      sql`(${table.reason} is not null) = (${table.outcome} = 'refused') and (${table.outcome} = 'accepted' or length(${table.words}) >= 3)
        and (${table.reason} is null or ${table.reason} in ('existing_customer','other_first','no_fit','no_work_shown','too_little','own_company','other'))`,
    ),
  ],
)
export type RegistrationDecision = typeof registrationDecisions.$inferSelect

/** A partner asks for longer protection and says how far it came; once a registration. */
export const registrationExtensions = sqliteTable(
  'registration_extensions',
  {
    registrationId: text('registration_id').primaryKey(),
    progress: text().notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: at('asked_at').notNull(),
    dueAt: at('due_at').notNull(),
    status: text({ enum: ['open', 'granted', 'declined'] }).notNull(),
    untilAt: at('until_at'),
    reason: text(),
    decidedBy: text('decided_by'),
    decidedAt: at('decided_at'),
  },
  (table) => [
    check('registration_extensions_status', sql`${table.status} in ('open','granted','declined')`),
    check(
      'registration_extensions_decided',
      sql`(${table.status} = 'open') = (${table.decidedBy} is null) and (${table.status} = 'open') = (${table.decidedAt} is null)
        and (${table.status} = 'open') = (${table.reason} is null) and (${table.status} = 'granted') = (${table.untilAt} is not null)`,
    ),
    index('registration_extensions_open').on(table.dueAt, table.registrationId).where(sql`status = 'open'`),
  ],
)
export type RegistrationExtension = typeof registrationExtensions.$inferSelect

/** By what a prospect's name is found when it is written in another way. */
export const companyNames = sqliteTable(
  'company_names',
  { prospectId: text('prospect_id').primaryKey(), nameKey: text('name_key').notNull(), nameLead: text('name_lead').notNull() },
  (table) => [index('company_names_by_lead').on(table.nameLead), index('company_names_by_key').on(table.nameKey, table.prospectId)],
)
