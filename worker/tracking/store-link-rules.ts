import { desc, eq, sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import { type DefaultLink, type Group, groupRules, groups } from '../../schema/terms.ts'
import { trail } from '../audit/store.ts'
import type { Db } from '../database.ts'

type LinkRules = Pick<Group, 'parameter' | 'consentRequired' | 'utm' | 'defaultLinks'>

/** What a group sets for its partners' links; whatever changes what a click is worth makes the next version of its rules. */
export async function updateLinkRules(db: Db, groupId: string, rules: LinkRules, actor: string, at: Date): Promise<void> {
  const { parameter, consentRequired, utm } = rules
  const isOther = sql`(${groups.parameter} <> ${parameter} or ${groups.consentRequired} <> ${consentRequired ? 1 : 0} or ${groups.utm} <> ${utm})`
  await db.batch([
    db
      .update(groups)
      .set({
        ...rules,
        rulesVersion: sql`${groups.rulesVersion} + ${isOther}`,
        rulesSince: sql`iif(${isOther}, cast(${at.getTime()} as integer), ${groups.rulesSince})`,
      })
      .where(eq(groups.id, groupId)),
    trail(db, { at, actor, act: 'group.link_rules_changed', subject: groupId, detail: rules }),
  ])
}

type RulesVersion = typeof groupRules.$inferSelect

/** The newest first. */
export const listRulesVersions = (db: Db, groupId: string): Promise<RulesVersion[]> =>
  db.select().from(groupRules).where(eq(groupRules.groupId, groupId)).orderBy(desc(groupRules.version)).limit(20)

export async function listDefaultLinks(db: Db, partnerId: string): Promise<DefaultLink[]> {
  const [row] = await db
    .select({ defaultLinks: groups.defaultLinks })
    .from(partners)
    .innerJoin(groups, eq(groups.id, partners.groupId))
    .where(eq(partners.id, partnerId))
  return row?.defaultLinks ?? []
}
