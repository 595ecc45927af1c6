import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { grants } from '../../schema/grants.ts'
import { quotes } from '../../schema/quotes.ts'
import { audit } from '../../schema/records.ts'
import { onceOnly } from '../agreements/nightly.ts'
import { addDays } from '../agreements/rules-agreements.ts'
import { inOneBatch } from '../batch.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { owe } from '../notices/store.ts'
import { asTime, eachOf } from '../payouts/parameters.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import { askAgainDays } from './rules.ts'
import { findAddress } from './store.ts'
import { makeToken } from './survey.ts'

const atOnce = 50

/**
 * Lines whose last day is over end, and with them the company's permissions for exactly these words: our places go dark, others become tasks. May run twice.
 */
export async function endQuotes({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const at = now()
  const over = await db
    .select({ id: quotes.id })
    .from(quotes)
    .where(and(inArray(quotes.status, ['offered', 'approved', 'published']), sql`${quotes.endsOn} < ${dayOf(at)}`))
    .orderBy(asc(quotes.endsOn), asc(quotes.id))
    .limit(atOnce)
  if (over.length === 0) return
  const those = sql`select q.id from quotes q where q.id in ${eachOf(over.map(({ id }) => id))} and q.status in ('offered', 'approved', 'published')`
  const theirs = sql`select g.id from grants g join quotes q on q.prospect_id = g.prospect_id and q.text = g.text where q.id in (${those}) and g.status = 'given'`
  const trailOf = (act: string, ids: SQL) =>
    db.insert(audit).select(sql`select null, ${asTime(at)}, 'system', ${act}, o.id, null, '{}' from (${ids}) o`)
  await inOneBatch(db, [
    trailOf('grant.ended', theirs),
    trailOf('quote.ended', those),
    db.update(quotes).set({ closedAt: at, status: 'ended' }).where(sql`${quotes.id} in (${those})`),
    db
      .update(grants)
      .set({ status: 'ended', closedBy: 'system', closedAt: at, closedReason: 'the line it was for has ended' })
      .where(
        sql`${grants.status} = 'given' and ${grants.id} in (select g.id from grants g join quotes q on q.prospect_id = g.prospect_id and q.text = g.text
          where q.id in ${eachOf(over.map(({ id }) => id))} and q.status = 'ended')`,
      ),
  ])
}

/** Sixty days before its end its author is asked again, once, by a fresh link; sales is told. */
export async function remindOfQuotes(deps: Pick<Deps, 'db' | 'now' | 'hints' | 'settings'>): Promise<void> {
  const { db, now, settings } = deps
  const today = dayOf(now())
  const ending = await db
    .select()
    .from(quotes)
    .where(
      and(
        inArray(quotes.status, ['approved', 'published']),
        isNull(quotes.remindedAt),
        sql`${quotes.endsOn} between ${today} and ${addDays(today, askAgainDays)}`,
      ),
    )
    .orderBy(asc(quotes.endsOn), asc(quotes.id))
    .limit(atOnce)
  for (const quote of ending) {
    const { id, author, text, endsOn } = quote
    const [to, { token, tokenHash }] = await Promise.all([findAddress(db, quote), makeToken()])
    const at = now()
    const data = { name: author, line: text, endsOn, accessUrl: `${settings.portalOrigin}/quote/${token}` }
    const task = {
      what: `A line may be shown until ${endsOn}`,
      todo: 'Its author was asked again. Ask the company, too.',
      path: `/quotes/${id}`,
    }
    await onceOnly(() =>
      inOneBatch(db, [
        db
          .update(quotes)
          .set({ remindedAt: at, ...(to && { tokenHash }) })
          .where(and(eq(quotes.id, id), inArray(quotes.status, ['approved', 'published']), isNull(quotes.remindedAt))),
        ...changedExactly(db),
        ...(to ? [owe(db, `${id}/ending/${endsOn}`, to, { template: 'quote_ending', data }, at)] : []),
        oweRole(db, `quote_ending:${id}:${endsOn}`, 'sales', [], { template: 'desk_news', data: task }, at),
      ]),
    )
    if (to) await deps.hints.send([{ kind: 'outbox', id: `${id}/ending/${endsOn}` }])
    await hintNotices(deps, `quote_ending:${id}:${endsOn}`)
  }
}
