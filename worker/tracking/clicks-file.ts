import { sql } from 'drizzle-orm'
import { csvStream } from '../csv.ts'
import type { Db } from '../database.ts'

const header = ['day', 'link', 'code', 'campaign', 'clicks']
const rowsAtOnce = 500

type Counted = {
  day: string
  link: string
  code: string
  campaign: string | null
  clicks: number
  madeAt: number
  partnerId: string
  partner: string
}

/** A partner's counted clicks by link and day as a file (domain.md B7), from daily figures: the oldest link first. `campaign` is the link's own. */
export const sendClicks = (db: Db, partnerId: string): Response => csvStream('clicks', header, pagesOf(db, partnerId, cellsOf))

/** The same for staff, with whose the link is: of one partner, or of all, one after the other. */
export const sendClicksToStaff = (db: Db, partnerId: string | undefined): Response =>
  csvStream(
    'clicks',
    [...header, 'partner'],
    pagesOf(db, partnerId, (row) => [...cellsOf(row), row.partner]),
  )

const cellsOf = ({ day, link, code, campaign, clicks }: Counted) => [day, link, code, campaign, clicks]

async function* pagesOf(db: Db, partnerId: string | undefined, toCells: (row: Counted) => (string | number | null)[]) {
  let behind: Counted | undefined
  for (;;) {
    const rows = await listBehind(db, partnerId, behind)
    if (rows.length > 0) yield rows.map(toCells)
    behind = rows.at(-1)
    if (rows.length < rowsAtOnce) return
  }
}

/** Reads the links in the order of their index, and of each its days by key. */
const listBehind = (db: Db, partnerId: string | undefined, behind: Counted | undefined): Promise<Counted[]> =>
  db.all<Counted>(sql`
    select d.day, l.id as link, l.code, l.campaign, d.clicks, l.created_at as madeAt, l.partner_id as partnerId, p.name as partner
    from links l cross join link_days d on d.link_id = l.id cross join partners p on p.id = l.partner_id
    where ${partnerId === undefined ? sql`true` : sql`l.partner_id = ${partnerId}`}
      and (l.partner_id, l.created_at, l.id) >= (${behind?.partnerId ?? ''}, cast(${behind?.madeAt ?? 0} as integer), ${behind?.link ?? ''})
      and (l.id <> ${behind?.link ?? ''} or d.day > ${behind?.day ?? ''})
    order by l.partner_id, l.created_at, l.id, d.day limit ${rowsAtOnce}`)
