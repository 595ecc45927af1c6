import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { members, partners, settings } from '../../schema/people.ts'
import { type Signal, type SignalRule, type SignalSubject, signalExemptions, signals, type Thresholds } from '../../schema/signals.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { type Finding, sourceOf } from './rules-signals.ts'
import { thresholdsIn } from './rules-signals-thresholds.ts'

/** What a finding is about; `prospectId` is null where the partner itself is. `term` tells apart what a rule may find again. */
export type About = { kind: SignalSubject; id: string; partnerId: string; prospectId: string | null; term?: string }

/** Findings as the rows they become. */
export const signalsOf = ({ newId }: Pick<Deps, 'newId'>, about: About, findings: readonly Finding[], at: Date): Signal[] =>
  findings.map(({ rule, evidence }) => ({
    id: newId('sig'),
    rule,
    subjectKind: about.kind,
    subjectId: about.id,
    partnerId: about.partnerId,
    prospectId: about.prospectId,
    source: sourceOf(rule, about.partnerId, about.term ?? about.id),
    evidence,
    foundAt: at,
    status: 'open',
    takenBy: null,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    settledAt: null,
  }))

/** Statements that keep findings and say so on the trail; the same finding again breaks its source, and with it the batch. */
export const storeSignals = (db: Db, found: readonly Signal[]): Statement[] =>
  found.flatMap((each) => [
    db.insert(signals).values(each),
    trail(db, {
      at: each.foundAt,
      actor: 'system',
      act: 'signal.found',
      subject: each.id,
      partnerId: each.partnerId,
      detail: { rule: each.rule, about: each.subjectId, ...each.evidence },
    }),
  ])

/** Which of these were found before, whatever became of them. */
export async function listKnownSources(db: Db, sources: readonly string[]): Promise<Set<string>> {
  if (sources.length === 0) return new Set()
  const rows = await db
    .select({ source: signals.source })
    .from(signals)
    .where(sql`${signals.source} in (select value from json_each(${JSON.stringify(sources)}))`)
  return new Set(rows.map(({ source }) => source))
}

/** The rules that do not look at a partner now: by an exemption of its own, or of its group. */
export async function listExemptRules(db: Db, partnerId: string, at: Date): Promise<Set<SignalRule>> {
  const groupId = sql`(select p.group_id from partners p where p.id = ${partnerId})`
  const rows = await db
    .select({ rule: signalExemptions.rule })
    .from(signalExemptions)
    .where(
      and(
        or(eq(signalExemptions.partnerId, partnerId), sql`${signalExemptions.groupId} = ${groupId}`),
        gt(signalExemptions.endsAt, at),
        isNull(signalExemptions.endedAt),
      ),
    )
  return new Set(rows.map(({ rule }) => rule))
}

/** What the programme sets for its rules: figures, and mail domains beside the known ones. */
export type RuleSettings = { thresholds: Thresholds; disposable: string[] }

export const ruleSettingsKey = 'signal_rules'

export async function readRuleSettings(db: Db): Promise<RuleSettings> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, ruleSettingsKey))
  const stored: Record<string, unknown> = typeof row?.value === 'object' && row.value !== null ? { ...row.value } : {}
  const { thresholds, disposable } = stored
  const domains = Array.isArray(disposable) ? disposable.filter((each) => typeof each === 'string') : []
  return { thresholds: thresholdsIn(thresholds), disposable: domains }
}

/** More people than these are looked at in no partner. */
const maxMembers = 200

export const listMembersOf = (db: Db, partnerId: string): Promise<{ id: string; email: string }[]> =>
  db
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(and(eq(members.partnerId, partnerId), sql`${members.status} <> 'removed'`))
    .orderBy(members.createdAt, members.id)
    .limit(maxMembers)

export async function findCreditedPartner(db: Db, partnerId: string) {
  const [row] = await db
    .select({
      id: partners.id,
      domain: partners.domain,
      prospectId: partners.prospectId,
      status: partners.status,
      createdAt: partners.createdAt,
    })
    .from(partners)
    .where(eq(partners.id, partnerId))
  return row
}
