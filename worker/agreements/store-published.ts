import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { grants } from '../../schema/grants.ts'
import { type QuoteChannel, quotes } from '../../schema/proposals.ts'
import { prospects } from '../../schema/prospects.ts'
import type { Deps } from '../deps.ts'
import { dayOf } from '../reconciliation/rules.ts'
import { shownAs } from './rules-quotes.ts'

/** A line that may be shown at this moment. No customer, no author: only the name that its author allowed. */
export type PublishedQuote = {
  id: string
  shownAs: string
  text: string
  channels: QuoteChannel[]
  benefit: string | null
  publishedOn: string
  endsOn: string
}

type Part = { limit: number; from?: { id: string; direction: 'after' | 'before' } | undefined }

/** Public at this moment, read anew each time, the newest first: what was withdrawn or ended is not there any more. */
export async function listPublished({ db, now }: Pick<Deps, 'db' | 'now'>, { limit, from }: Part): Promise<PublishedQuote[]> {
  const today = dayOf(now())
  const isBefore = from?.direction === 'before'
  const place = from && sql`(select q.created_at, q.id from quotes q where q.id = ${from.id})`
  const rows = await db
    .select({ quote: quotes, company: prospects.company, benefit: grants.benefitDisclosed })
    .from(quotes)
    .innerJoin(grants, eq(grants.id, quotes.grantId))
    .innerJoin(prospects, eq(prospects.id, quotes.prospectId))
    .where(
      and(
        eq(quotes.status, 'published'),
        eq(grants.status, 'given'),
        sql`${today} between ${grants.startsOn} and ${grants.endsOn} and ${quotes.endsOn} >= ${today}`,
        isNull(prospects.erasedAt),
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
    publishedOn: dayOf(quote.publishedAt ?? quote.createdAt),
    endsOn: quote.endsOn,
  }))
}
