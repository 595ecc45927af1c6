import { and, asc, desc, eq, gte, lte, sql } from 'drizzle-orm'
import { contacts, prospects, touches } from '../../schema/prospects.ts'
import { memberVisits } from '../../schema/signals.ts'
import { clicks, linkDays } from '../../schema/tracking.ts'
import type { Db } from '../database.ts'
import { newClickId } from '../tracking/click-id.ts'
import type { Visit } from './rules-signals-credit.ts'
import type { LinkFigures } from './rules-signals-flood.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The prospect with the addresses of its people; undefined once it is erased. */
export async function findProspectSide(db: Db, prospectId: string) {
  const [[prospect], people] = await db.batch([
    db
      .select({ id: prospects.id, domain: prospects.domain, erasedAt: prospects.erasedAt })
      .from(prospects)
      .where(eq(prospects.id, prospectId)),
    db
      .select({ email: contacts.email })
      .from(contacts)
      .where(eq(contacts.prospectId, prospectId))
      .orderBy(asc(contacts.createdAt), asc(contacts.id))
      .limit(50),
  ])
  if (!prospect || prospect.erasedAt) return undefined
  return { id: prospect.id, domain: prospect.domain, emails: people.flatMap(({ email }) => email ?? []) }
}

export async function findClick(db: Db, clickId: string) {
  const [row] = await db
    .select({ id: clicks.id, linkId: clicks.linkId, clickedAt: clicks.clickedAt, paidBy: clicks.paidBy, visitorHash: clicks.visitorHash })
    .from(clicks)
    .where(eq(clicks.id, clickId))
  return row && { ...row, clickedAt: row.clickedAt.getTime() }
}

/** When people of this partner used the portal from the browser that clicked. */
export async function listVisitsOf(db: Db, partnerId: string, visitorHash: string): Promise<Visit[]> {
  const rows = await db
    .select()
    .from(memberVisits)
    .where(and(eq(memberVisits.visitorHash, visitorHash), eq(memberVisits.partnerId, partnerId)))
    .limit(20)
  return rows.map(({ memberId, firstSeenAt, lastSeenAt }) => ({
    visitorHash,
    memberId,
    firstSeenAt: firstSeenAt.getTime(),
    lastSeenAt: lastSeenAt.getTime(),
  }))
}

/** So many of the programme's newest clicks are looked at, whosesoever they are: ids begin with their time, so this is one end of the key. */
const sampledAtMost = 300
const usualDays = 28

/** The link around one of its clicks: daily figures, and a look at the hour before that reads some hundred rows at any size. */
export async function readLinkFigures(
  db: Db,
  { id, linkId, clickedAt }: { id: string; linkId: string; clickedAt: number },
  partnerId: string,
): Promise<LinkFigures> {
  const day = dayOf(clickedAt)
  const dayBefore = dayOf(clickedAt - dayMs)
  const newest = sql`(select k.* from clicks k where k.id <= ${id} and k.id >= ${newClickId(new Date(clickedAt - hourMs), '')}
    order by k.id desc limit ${sampledAtMost})`
  const [sample, days, touched] = await Promise.all([
    db.all<LinkFigures['sample'][number]>(
      sql`select n.visitor_hash as visitorHash, n.country, n.device, n.referrer_host as referrerHost from ${newest} n where n.link_id = ${linkId}`,
    ),
    db
      .select({ day: linkDays.day, clicks: linkDays.clicks })
      .from(linkDays)
      .where(and(eq(linkDays.linkId, linkId), gte(linkDays.day, dayOf(clickedAt - (usualDays + 1) * dayMs)), lte(linkDays.day, day))),
    db
      .select({ prospectId: touches.prospectId, linkId: touches.linkId })
      .from(touches)
      .where(and(eq(touches.partnerId, partnerId), gte(touches.touchedAt, new Date(`${dayBefore}T00:00:00Z`))))
      .orderBy(desc(touches.touchedAt), desc(touches.id))
      .limit(200),
  ])
  const recent = days.filter((each) => each.day >= dayBefore)
  const usual = days.filter((each) => each.day < dayBefore)
  const sum = (rows: readonly { clicks: number }[]) => rows.reduce((total, each) => total + each.clicks, 0)
  return {
    linkId,
    sample,
    recentClicks: sum(recent),
    usualPerDay: Math.round((sum(usual) * 10) / usualDays) / 10,
    recentProspects: new Set(touched.flatMap((each) => (each.linkId === linkId ? [each.prospectId] : []))).size,
  }
}
