import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Grant, grants, grantUses } from '../../schema/grants.ts'
import { type Quote, quotes } from '../../schema/quotes.ts'
import { makeOnce } from '../agreements/agreement.ts'
import { askForGrant } from '../agreements/grant.ts'
import { approvedText, isLive } from '../agreements/rules-grants.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { asTime } from '../payouts/parameters.ts'
import { noConsent, requireSameWords } from './quote.ts'
import { channelNeeds } from './rules.ts'
import type { AskedPermission, Publication } from './shapes.ts'
import { getQuote, listGrantsOfWords, type QuoteRow } from './store.ts'

/**
 * Asks the company for its own permission for exactly these words: the author's yes is one person's (GRA2).
 *
 * @throws Refusal not_found, text_changed, no_consent, wrong_state, and what `askForGrant` refuses
 */
export async function askForQuote(
  deps: Pick<Deps, 'db' | 'now' | 'newId' | 'hints'>,
  id: string,
  { act, channel, benefit, endsOn, textHash }: AskedPermission,
  by: string,
): Promise<string> {
  const quote = await requireApproved(deps.db, id, textHash)
  if (!quote.channels.includes(channel)) throw new Refusal('no_consent', 'Its author did not allow this place.')
  const startsOn = dayOf(deps.now())
  if (endsOn < startsOn) throw new Refusal('invalid', 'That day is over. Give a later last day.')
  const [kind = 'web_release'] = channelNeeds[channel].grants
  const none = { file: null, guide: null, documentKind: null, postUrl: null, postedOn: null, twoApprovers: false, agreementId: null }
  const asked = { act, prospectId: quote.prospectId, kind, scope: 'organisation' as const, contactId: null, ...none }
  const personName = quote.attribution === 'full' ? quote.author : null
  return askForGrant(deps, { ...asked, personName, text: quote.text, benefitDisclosed: benefit || null, startsOn, endsOn }, by)
}

/** @throws Refusal not_found, wrong_state, text_changed, no_consent */
async function requireApproved(db: Db, id: string, shownHash: string): Promise<QuoteRow> {
  const quote = await getQuote(db, id)
  requireSameWords(quote.textHash, shownHash)
  if (quote.channels.length === 0) throw new Refusal('no_consent', noConsent)
  if (quote.status !== 'approved' && quote.status !== 'published')
    throw new Refusal('wrong_state', 'Only words that were approved are shown. Please look at the page again.')
  return quote
}

/**
 * Shows an approved line in one more place: its author allowed that place, and the company gave its own permission for exactly these words and that place.
 * On our site it stands on the wall and in the file for other sites from this batch on.
 *
 * @throws Refusal not_found, wrong_state, text_changed, no_consent, no_grant
 */
export async function publishQuote(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  id: string,
  { act, channel, place, textHash }: Publication,
  by: string,
): Promise<void> {
  const { db, now, newId } = deps
  const quote = await requireApproved(db, id, textHash)
  if (!quote.channels.includes(channel)) throw new Refusal('no_consent', 'Its author did not allow this place.')
  const today = dayOf(now())
  if (quote.endsOn < today) throw new Refusal('no_consent', `Its author allowed it until ${quote.endsOn}. Ask again.`)
  const grant = await findGrantFor(db, quote, channel, today)
  const uses = channel === 'site' ? (['wall', 'quote'] as const) : [channelNeeds[channel].use]
  await makeOnce(
    deps,
    act,
    'use',
    (_, at) => [
      ...publishedStatements(db, quote, channel === 'site' || quote.status === 'approved' ? grant.id : quote.grantId, at),
      ...uses.map((kind) => useOnce(db, { id: newId('use'), grant, kind, place, by, at })),
      trail(db, { at, actor: by, act: 'quote.published', subject: id, detail: { channel, place, grant: grant.id } }),
      trail(db, { at, actor: by, act: 'grant.used', subject: grant.id, detail: { use: uses[0], place } }),
    ],
    'It cannot be shown any more: the permission or the line has just ended.',
  )
}

function publishedStatements(db: Db, { id, textHash }: Pick<Quote, 'id' | 'textHash'>, grantId: string | null, at: Date): Statement[] {
  const since = sql<Date>`coalesce(${quotes.publishedAt}, ${asTime(at)})`
  return [
    db
      .update(quotes)
      .set({ status: 'published', grantId, publishedAt: since })
      .where(
        and(eq(quotes.id, id), inArray(quotes.status, ['approved', 'published']), eq(quotes.textHash, textHash), isNull(quotes.editText)),
      ),
    ...changedExactly(db),
  ]
}

type Use = { id: string; grant: Grant; kind: typeof grantUses.$inferInsert.kind; place: string; by: string; at: Date }

/** A place of our own is noted once while it stands. */
const useOnce = (db: Db, { id, grant, kind, place, by, at }: Use): Statement =>
  db.insert(grantUses).select(
    sql`select ${id}, ${grant.id}, ${grant.prospectId}, ${kind}, ${place}, ${grant.textHash}, ${asTime(at)}, ${by}, null, null, null
      where ${kind} not in ('wall', 'quote')
        or not exists (select 1 from grant_uses u where u.grant_id = ${grant.id} and u.kind = ${kind} and u.taken_down_at is null)`,
  )

/** @throws Refusal no_grant, text_changed */
async function findGrantFor(db: Db, quote: QuoteRow, channel: Publication['channel'], today: string): Promise<Grant> {
  const kinds = channelNeeds[channel].grants
  if (kinds.length === 0)
    throw new Refusal('no_grant', 'On social media a line stands as its author’s own recommendation: ask for the permission “LinkedIn”.')
  const live = (each: Grant) => kinds.includes(each.kind) && each.scope === 'organisation' && isLive(each, today)
  const found = (await listGrantsOfWords(db, quote)).find(live)
  if (found) {
    if ((await digestOf(approvedText(found))) === found.textHash) return found
    throw new Refusal('text_changed', 'These are not the words that the company approved. Ask again for them.')
  }
  const others = await db
    .select()
    .from(grants)
    .where(and(eq(grants.prospectId, quote.prospectId), eq(grants.status, 'given'), inArray(grants.kind, [...kinds])))
    .limit(20)
  if (others.some(live)) throw new Refusal('text_changed', 'The company approved other words for this place. Ask it for these.')
  throw new Refusal(
    'no_grant',
    'The company has not given its permission for these words in this place. Ask it first: its author spoke for one person.',
  )
}
