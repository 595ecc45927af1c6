import { and, eq, inArray, sql } from 'drizzle-orm'
import { grants } from '../../schema/grants.ts'
import { type Quote, quotes } from '../../schema/quotes.ts'
import { audit } from '../../schema/records.ts'
import { moved, together } from '../agreements/batch-of-signing.ts'
import type { Leaving } from '../agreements/leave-grant.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { asTime } from '../payouts/parameters.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import type { QuoteRow } from './store.ts'

/**
 * The line is taken back, by whom it belongs to or by us: at once and everywhere. Every permission for exactly these words goes with it; our own places are
 * dark with this batch, and each other use becomes a task.
 *
 * @throws Refusal wrong_state when it is over
 */
export async function withdrawQuote(
  deps: Pick<Deps, 'db' | 'now' | 'hints'>,
  quote: QuoteRow,
  { by, side, reason }: Leaving,
): Promise<void> {
  const { db, now } = deps
  const at = now()
  const noticeId = `quote_withdrawn:${quote.id}`
  const ofWords = and(eq(grants.prospectId, quote.prospectId), eq(grants.text, quote.text))
  const closed = { closedBy: by, closedAt: at, closedReason: reason }
  const todo = 'It is gone from our wall and from every site that reads our list. Take down every other place where it stands.'
  await together(
    db,
    [
      db
        .update(quotes)
        .set({ status: 'withdrawn', closedAt: at })
        .where(and(eq(quotes.id, quote.id), inArray(quotes.status, ['offered', 'approved', 'published']))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'quote.withdrawn', subject: quote.id, detail: { side, reason } }),
      trailOfGrants(db, quote, 'given', { act: 'grant.withdrawn', by, at }),
      trailOfGrants(db, quote, 'asked', { act: 'grant.refused', by, at }),
      db
        .update(grants)
        .set({ status: 'withdrawn', ...closed })
        .where(and(ofWords, eq(grants.status, 'given'))),
      db
        .update(grants)
        .set({ status: 'refused', ...closed })
        .where(and(ofWords, eq(grants.status, 'asked'))),
      oweRole(
        db,
        noticeId,
        'sales',
        [by],
        { template: 'desk_news', data: { what: `A line was withdrawn: ${quote.company}`, todo, path: `/quotes/${quote.id}` } },
        at,
      ),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}

const trailOfGrants = (
  db: Db,
  { id, prospectId, text }: Pick<Quote, 'id' | 'prospectId' | 'text'>,
  status: 'given' | 'asked',
  { act, by, at }: { act: string; by: string; at: Date },
): Statement =>
  db.insert(audit).select(
    sql`select null, ${asTime(at)}, ${by}, ${act}, g.id, null, ${JSON.stringify({ quote: id })} from grants g
      where g.prospect_id = ${prospectId} and g.text = ${text} and g.status = ${status}`,
  )
