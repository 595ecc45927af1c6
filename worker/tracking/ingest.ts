import { sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { clicks as clickRows, linkDays, linkTotals, partnerDays, programmeDays } from '../../schema/tracking.ts'
import type { Deps } from '../deps.ts'
import type { ClickMessage, ClickOnItsWay } from './message.ts'

/** D1 takes two million bytes a parameter; a click is some 250. */
const clicksPerBatch = 1_000

/** Writes the clicks of some messages with their daily figures; a redelivered click counts once, wherever it comes again. */
export async function ingestClicks({ db }: Pick<Deps, 'db'>, messages: readonly ClickMessage[]): Promise<void> {
  const clicks = [...new Map(messages.flatMap((message) => message.clicks).map((click) => [click.id, click])).values()]
  for (let start = 0; start < clicks.length; start += clicksPerBatch) {
    await db.batch(statementsFor(db, clicks.slice(start, start + clicksPerBatch)))
  }
}

/**
 * The figures come first and count the rows that are not there yet; then the rows. One batch: both or neither. A click costs two rows
 * written, itself and its index; each figure one, however many clicks it takes in.
 */
function statementsFor(db: Deps['db'], clicks: readonly ClickOnItsWay[]) {
  const rows = JSON.stringify(clicks.map(rowOf))
  const fresh = sql`(
    select j.value ->> 1 as link_id, j.value ->> 2 as partner_id, j.value ->> 3 as clicked_at, j.value ->> 4 as day
    from json_each(${rows}) j where not exists (select 1 from clicks k where k.id = j.value ->> 0)
  )`
  return [
    db
      .insert(linkDays)
      .select(sql`select link_id, day, count(*) from ${fresh} where true group by 1, 2`)
      .onConflictDoUpdate({ target: [linkDays.linkId, linkDays.day], set: addTo(linkDays.clicks) }),
    db
      .insert(partnerDays)
      .select(sql`select partner_id, day, count(*) from ${fresh} where true group by 1, 2`)
      .onConflictDoUpdate({ target: [partnerDays.partnerId, partnerDays.day], set: addTo(partnerDays.clicks) }),
    db
      .insert(programmeDays)
      .select(sql`select day, count(*) from ${fresh} where true group by 1`)
      .onConflictDoUpdate({ target: programmeDays.day, set: addTo(programmeDays.clicks) }),
    db
      .insert(linkTotals)
      .select(sql`select link_id, count(*), max(clicked_at) from ${fresh} where true group by 1`)
      .onConflictDoUpdate({
        target: linkTotals.linkId,
        set: { ...addTo(linkTotals.clicks), lastClickAt: sql`max(coalesce(${linkTotals.lastClickAt}, 0), excluded.last_click_at)` },
      }),
    db
      .insert(clickRows)
      .select(sql`select ${sql.join(columnPlaces, sql`, `)} from json_each(${rows}) j where true`)
      .onConflictDoNothing(),
  ] as const
}

const addTo = (clicks: AnySQLiteColumn) => ({ clicks: sql`${clicks} + excluded.clicks` })

/** The columns of `clicks` in their order; place 4 of a row is the day, which only the figures need. */
const columnPlaces = [0, 1, 2, 3, 5, 6, 7, 8, 9].map((place) => sql.raw(`j.value ->> ${place}`))

const rowOf = (click: ClickOnItsWay) => [
  click.id,
  click.linkId,
  click.partnerId,
  click.clickedAt,
  new Date(click.clickedAt).toISOString().slice(0, 10),
  click.campaign,
  click.country,
  click.device,
  click.referrerHost,
  click.visitorHash,
]
