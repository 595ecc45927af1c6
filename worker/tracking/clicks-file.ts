import { sql } from 'drizzle-orm'
import { csvStream } from '../csv.ts'
import type { Db } from '../database.ts'

const header = ['day', 'link', 'code', 'campaign', 'clicks']
const rowsAtOnce = 500

type Counted = { day: string; link: string; code: string; campaign: string | null; clicks: number; madeAt: number }

/** A partner's counted clicks by link and day as a file (domain.md B7), from daily figures: the oldest link first. `campaign` is the link's own. */
export const sendClicks = (db: Db, partnerId: string): Response => csvStream('clicks', header, linesOf(db, partnerId))

async function* linesOf(db: Db, partnerId: string) {
  let behind: Counted | undefined
  for (;;) {
    const rows = await listBehind(db, partnerId, behind)
    if (rows.length > 0) yield rows.map(({ day, link, code, campaign, clicks }) => [day, link, code, campaign, clicks])
    behind = rows.at(-1)
    if (rows.length < rowsAtOnce) return
  }
}

/** Reads the links in the order of their index, and of each its days by key. */
const listBehind = (db: Db, partnerId: string, behind: Counted | undefined): Promise<Counted[]> =>
  db.all<Counted>(sql`
    select d.day, l.id as link, l.code, l.campaign, d.clicks, l.created_at as madeAt
    from links l join link_days d on d.link_id = l.id
    where l.partner_id = ${partnerId} and (l.created_at, l.id) >= (cast(${behind?.madeAt ?? 0} as integer), ${behind?.link ?? ''})
      and (l.id <> ${behind?.link ?? ''} or d.day > ${behind?.day ?? ''})
    order by l.created_at, l.id, d.day limit ${rowsAtOnce}`)
