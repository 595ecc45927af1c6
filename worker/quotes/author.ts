import { and, eq, isNull } from 'drizzle-orm'
import { quotes } from '../../schema/quotes.ts'
import { moved, together } from '../agreements/batch-of-signing.ts'
import { addDays } from '../agreements/rules-agreements.ts'
import { trail } from '../audit/store.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import { approvedStatements, requireSameWords } from './quote.ts'
import { mayBeRenewed, quoteDays } from './rules.ts'
import { channelsIn, type SignOff } from './shapes.ts'
import type { QuoteRow } from './store.ts'

/** Whose yes it is, in the trail: the person behind the private page. */
const author = ({ id, contactId }: Pick<QuoteRow, 'id' | 'contactId'>): string => contactId ?? id

/**
 * Its author says yes to exactly the words that its page showed, ours or its own, and where they may stand (SUR3). That approves them.
 *
 * @throws Refusal text_changed, no_consent, wrong_state
 */
export async function signOffQuote(deps: Deps, quote: QuoteRow, { textHash, attribution, ...ticked }: SignOff): Promise<void> {
  const { db, now } = deps
  if (quote.status !== 'offered') throw new Refusal('wrong_state', 'Nothing is asked here any more. Please look at the page again.')
  requireSameWords(quote.editHash ?? quote.textHash, textHash)
  const channels = channelsIn(ticked)
  if (channels.length === 0) throw new Refusal('no_consent', 'Tick at least one place where it may stand, or take the line back.')
  const at = now()
  const words = quote.editText === null ? {} : { text: quote.editText, textHash, editText: null, editHash: null }
  const shown = quote.editText === null ? isNull(quotes.editHash) : eq(quotes.editHash, textHash)
  const noticeId = `quote_signed_off:${quote.id}:${at.getTime()}`
  await together(
    db,
    [
      db
        .update(quotes)
        .set({ ...words, channels, attribution, status: 'approved', approvedAt: at })
        .where(and(eq(quotes.id, quote.id), eq(quotes.status, 'offered'), eq(quotes.textHash, quote.textHash), shown)),
      ...changedExactly(db),
      ...approvedStatements(db, quote, { textHash, by: author(quote), at }),
      tellSales(db, noticeId, quote, 'said yes to these words', 'Ask the company for its permission, then show them.', at),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}

/** Its author keeps its own words; they wait for us as before. @throws Refusal wrong_state */
export async function refuseEdit(deps: Deps, quote: QuoteRow): Promise<void> {
  const { db, now } = deps
  const { editHash } = quote
  if (quote.status !== 'offered' || editHash === null) throw new Refusal('wrong_state', 'There is no edit of ours to decide on any more.')
  const at = now()
  const noticeId = `quote_edit_refused:${quote.id}:${at.getTime()}`
  await together(
    db,
    [
      db
        .update(quotes)
        .set({ editText: null, editHash: null })
        .where(and(eq(quotes.id, quote.id), eq(quotes.editHash, editHash))),
      ...changedExactly(db),
      trail(db, { at, actor: author(quote), act: 'quote.edit_refused', subject: quote.id, detail: { editHash } }),
      tellSales(db, noticeId, quote, 'keeps its own words', 'Take them as they are, or suggest others.', at),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}

/** For another year, asked before its end (GRA6). The company's permission is asked for anew by itself. @throws Refusal wrong_state */
export async function renewQuote({ db, now }: Pick<Deps, 'db' | 'now'>, quote: QuoteRow): Promise<void> {
  const at = now()
  if (!mayBeRenewed(quote, dayOf(at))) throw new Refusal('wrong_state', `It stands until ${quote.endsOn}. We ask you before that.`)
  const endsOn = addDays(quote.endsOn, quoteDays)
  await together(
    db,
    [
      db
        .update(quotes)
        .set({ endsOn, remindedAt: null })
        .where(and(eq(quotes.id, quote.id), eq(quotes.endsOn, quote.endsOn), eq(quotes.status, quote.status))),
      ...changedExactly(db),
      trail(db, { at, actor: author(quote), act: 'quote.renewed', subject: quote.id, detail: { from: quote.endsOn, to: endsOn } }),
    ],
    moved,
  )
}

const tellSales = (db: Deps['db'], noticeId: string, { id, author: name, company }: QuoteRow, what: string, todo: string, at: Date) =>
  oweRole(
    db,
    noticeId,
    'sales',
    [],
    { template: 'desk_news', data: { what: `${name}, ${company}: ${what}`, todo, path: `/quotes/${id}` } },
    at,
  )
