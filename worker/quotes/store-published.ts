import { and, asc, desc, eq, gte, isNull, lte, sql } from 'drizzle-orm'
import { grants } from '../../schema/grants.ts'
import { prospects } from '../../schema/prospects.ts'
import { type QuoteChannel, quotes } from '../../schema/quotes.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { shownAs } from './rules.ts'

/** A line that may be shown at this moment. No customer, no author: only the name that its author allowed. */
export type PublishedQuote = {
  id: string
  shownAs: string
  text: string
  channels: QuoteChannel[]
  benefit: string | null
  createdAt: Date
  publishedOn: string
  endsOn: string
}

type Part = {
  limit: number
  since?: Date | undefined
  until?: Date | undefined
  from?: { id: string; direction: 'after' | 'before' } | undefined
}

/** With the permission that each stands under, all of them alive today. */
const publishedRows = (db: Db, today: string) =>
  db
    .select({ quote: quotes, company: prospects.company, benefit: grants.benefitDisclosed })
    .from(quotes)
    .innerJoin(
      grants,
      and(eq(grants.id, quotes.grantId), eq(grants.status, 'given'), sql`${today} between ${grants.startsOn} and ${grants.endsOn}`),
    )
    .innerJoin(
      prospects,
      and(
        eq(prospects.id, quotes.prospectId),
        isNull(prospects.erasedAt),
        eq(quotes.status, 'published'),
        sql`${quotes.endsOn} >= ${today}`,
      ),
    )

export async function isPublished({ db, now }: Pick<Deps, 'db' | 'now'>, id: string): Promise<boolean> {
  const [row] = await publishedRows(db, dayOf(now())).where(eq(quotes.id, id))
  return row !== undefined
}

/** Public at this moment, read anew each time, the newest first: what was withdrawn or ended is not there any more. */
export async function listPublished({ db, now }: Pick<Deps, 'db' | 'now'>, { limit, since, until, from }: Part): Promise<PublishedQuote[]> {
  const isBefore = from?.direction === 'before'
  const place = from && sql`(select q.created_at, q.id from quotes q where q.id = ${from.id})`
  const rows = await publishedRows(db, dayOf(now()))
    .where(
      and(
        since && gte(quotes.createdAt, since),
        until && lte(quotes.createdAt, until),
        place && (isBefore ? sql`(${quotes.createdAt}, ${quotes.id}) > ${place}` : sql`(${quotes.createdAt}, ${quotes.id}) < ${place}`),
      ),
    )
    .orderBy(...(isBefore ? [asc(quotes.createdAt), asc(quotes.id)] : [desc(quotes.createdAt), desc(quotes.id)]))
    .limit(limit)
  return rows.map(({ quote, company, benefit }) => ({
    id: quote.id,
    shownAs: shownAs({ ...quote, company }),
    text: quote.text,
    channels: quote.channels,
    benefit,
    createdAt: quote.createdAt,
    publishedOn: dayOf(quote.publishedAt ?? quote.createdAt),
    endsOn: quote.endsOn,
  }))
}
