import { type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { clicks as clickRows, linkCampaigns, linkDays, linkTotals, partnerDays, programmeDays } from '../../schema/tracking.ts'
import type { Db } from '../database.ts'
import type { ClickOnItsWay } from './message.ts'
import { type CountedClick, type Figures, hourOf, type KnownClick } from './rules-counting.ts'

/** Which of these clicks are stored, or follow one of their visitor's hour on the link: two keys looked up a click. */
export async function listKnownClicks(db: Db, clicks: readonly ClickOnItsWay[]): Promise<KnownClick[]> {
  const asked = JSON.stringify(clicks.map((click) => [click.id, click.visitorHash, click.linkId, hourOf(click)]))
  const rows = await db.all<{ id: string; isStored: number }>(sql`
    select id, is_stored as isStored from (
      select j.value ->> 0 as id, exists (select 1 from clicks k where k.id = j.value ->> 0) as is_stored,
        exists (select 1 from clicks k where k.visitor_hash = j.value ->> 1 and k.link_id = j.value ->> 2
          and k.clicked_at / 3600000 = j.value ->> 3 and k.counted = 1) as is_counted
      from json_each(${asked}) j
    ) where is_stored or is_counted`)
  return rows.map(({ id, isStored }) => ({ id, isStored: isStored === 1 }))
}

/** A visitor can write any tag into an address; further ones are kept with the click alone. */
const campaignsPerLink = 100

/**
 * Statements for one batch: rows and figures, both or neither. A counted click costs two rows written, itself and its index; each figure one,
 * however many clicks it takes in.
 */
export function addClicks(db: Db, clicks: readonly CountedClick[], figures: Figures) {
  const campaignFits = sql`(select count(*) from link_campaigns t where t.link_id = j.value ->> 0) < ${campaignsPerLink}
    or exists (select 1 from link_campaigns t where t.link_id = j.value ->> 0 and t.campaign = j.value ->> 1)`
  return [
    db.insert(clickRows).select(rowsFrom(clicks.map(rowOf), 11)),
    db
      .insert(linkDays)
      .select(rowsFrom(figures.linkDays, 3))
      .onConflictDoUpdate({ target: [linkDays.linkId, linkDays.day], set: added(linkDays.clicks) }),
    db
      .insert(partnerDays)
      .select(rowsFrom(figures.partnerDays.map(withoutOutcomes), 5))
      .onConflictDoUpdate({ target: [partnerDays.partnerId, partnerDays.day], set: added(partnerDays.clicks) }),
    db
      .insert(programmeDays)
      .select(rowsFrom(figures.programmeDays.map(withoutOutcomes), 4))
      .onConflictDoUpdate({ target: programmeDays.day, set: added(programmeDays.clicks) }),
    db
      .insert(linkTotals)
      .select(rowsFrom(figures.linkTotals, 3))
      .onConflictDoUpdate({ target: linkTotals.linkId, set: { ...added(linkTotals.clicks), lastClickAt: later(linkTotals.lastClickAt) } }),
    db
      .insert(linkCampaigns)
      .select(rowsFrom(figures.linkCampaigns, 4, campaignFits))
      .onConflictDoUpdate({
        target: [linkCampaigns.linkId, linkCampaigns.campaign],
        set: { ...added(linkCampaigns.clicks), lastClickAt: later(linkCampaigns.lastClickAt) },
      }),
  ] as const
}

/** A day that begins with clicks has no prospect and no deal yet; triggers count those. */
const withoutOutcomes = (row: readonly unknown[]) => [...row, 0, 0]

/** Many rows in one parameter, for D1 binds a hundred. */
const rowsFrom = (rows: readonly (readonly unknown[])[], columns: number, where: SQL = sql`true`): SQL => {
  const places = Array.from({ length: columns }, (_, place) => sql.raw(`j.value ->> ${place}`))
  return sql`select ${sql.join(places, sql`, `)} from json_each(${JSON.stringify(rows)}) j where ${where}`
}

const added = (clicks: AnySQLiteColumn) => ({ clicks: sql`${clicks} + excluded.clicks` })
const later = (column: AnySQLiteColumn) => sql`max(coalesce(${column}, 0), excluded.last_click_at)`

/** The columns of `clicks` in their order. */
const rowOf = (click: CountedClick) => [
  click.id,
  click.linkId,
  click.partnerId,
  click.clickedAt,
  click.campaign,
  click.country,
  click.device,
  click.referrerHost,
  click.visitorHash,
  click.isCounted ? 1 : 0,
  click.paidBy ?? null,
]
