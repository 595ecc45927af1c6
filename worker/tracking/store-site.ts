import { eq, sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import { type AttributionModel, groups } from '../../schema/terms.ts'
import { links, siteSettings } from '../../schema/tracking.ts'
import { trail } from '../audit/store.ts'
import type { Db } from '../database.ts'

type SiteSettings = typeof siteSettings.$inferSelect
/** What a group says about a click on the company's own site. */
export type SiteRules = { parameter: string; windowDays: number; model: AttributionModel; consentRequired: boolean }

const mostGroups = 200

/** What the script needs: which sites may ask (undefined until somebody says), and the rules of all groups. */
export async function findSite(db: Db): Promise<{ settings: SiteSettings | undefined; rules: SiteRules[] }> {
  const [[settings], rules] = await db.batch([
    db.select().from(siteSettings).where(eq(siteSettings.id, 1)),
    db
      .selectDistinct({
        parameter: groups.parameter,
        windowDays: groups.windowDays,
        model: groups.model,
        consentRequired: groups.consentRequired,
      })
      .from(groups)
      .orderBy(groups.parameter)
      .limit(mostGroups),
  ])
  return { settings, rules }
}

export const saveOrigins = (db: Db, origins: string[], actor: string, at: Date) =>
  db.batch([
    db
      .insert(siteSettings)
      .values({ id: 1, origins, changedBy: actor, changedAt: at })
      .onConflictDoUpdate({ target: siteSettings.id, set: { origins, changedBy: actor, changedAt: at } }),
    trail(db, { at, actor, act: 'site.origins_changed', subject: 'site', detail: { origins } }),
  ])

/** The rules for a link's clicks, if it is this partner's. */
export async function findRulesOfLink(db: Db, linkId: string, partnerId: string): Promise<Omit<SiteRules, 'parameter'> | undefined> {
  const [row] = await db
    .select({ windowDays: groups.windowDays, model: groups.model, consentRequired: groups.consentRequired })
    .from(links)
    .innerJoin(partners, eq(partners.id, links.partnerId))
    .innerJoin(groups, eq(groups.id, partners.groupId))
    .where(sql`${links.id} = ${linkId} and ${links.partnerId} = ${partnerId}`)
  return row
}
