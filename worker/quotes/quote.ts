import { and, eq, inArray, isNull } from 'drizzle-orm'
import { quotes } from '../../schema/quotes.ts'
import { findAct } from '../acts.ts'
import { getCustomerName, makeOnce } from '../agreements/agreement.ts'
import { moved, together } from '../agreements/batch-of-signing.ts'
import { addDays } from '../agreements/rules-agreements.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { owe } from '../notices/store.ts'
import { proveOnce } from '../prospects/evidence-store.ts'
import { quoteDays } from './rules.ts'
import type { NewQuote } from './shapes.ts'
import { findAddress, getQuote, type QuoteRow } from './store.ts'
import { listMailable } from './store-surveys.ts'
import { makeToken } from './survey.ts'

export const noConsent = 'Its author has not allowed any place, so only we read it. Ask for a yes first.'

/** @throws Refusal text_changed */
export function requireSameWords(hash: string, shownHash: string): void {
  if (hash !== shownHash) throw new Refusal('text_changed', 'These are other words than the page showed. Please read them again.')
}

/**
 * Writes down a line that somebody of a customer gave elsewhere. Nobody but staff reads it; its author has a mail with the page where it allows places, or says no.
 *
 * @throws Refusal not_found, invalid for a person without an address
 */
export async function keepQuote(deps: Deps, { act, prospectId, contactId, words }: NewQuote, by: string): Promise<string> {
  const { db, settings } = deps
  const company = await getCustomerName(db, prospectId)
  const contact = (await listMailable(db, prospectId)).find(({ id }) => id === contactId)
  if (!contact) throw new Refusal('invalid', 'Choose a person of this customer with a mail address.')
  const done = await findAct(db, act)
  if (done) return done
  const [textHash, { token, tokenHash }] = await Promise.all([digestOf(words), makeToken()])
  const id = await makeOnce(
    deps,
    act,
    'quo',
    (quoteId, at) => [
      db.insert(quotes).values({
        id: quoteId,
        prospectId,
        contactId,
        author: contact.name,
        title: contact.title,
        text: words,
        textHash,
        channels: [],
        attribution: 'anonymous',
        tokenHash,
        status: 'offered',
        endsOn: addDays(dayOf(at), quoteDays),
        createdAt: at,
      }),
      trail(db, { at, actor: by, act: 'quote.offered', subject: quoteId, detail: { by: 'staff', customer: prospectId } }),
      askAuthor({ db, settings }, `${quoteId}/asked`, { to: contact.email, name: contact.name, company, isEdit: false, token }, at),
    ],
    'The line could not be kept. Please look at the page again.',
  )
  await deps.hints.send([{ kind: 'outbox', id: `${id}/asked` }])
  return id
}

type Letter = { to: string; name: string; company: string; isEdit: boolean; token: string }

const askAuthor = ({ db, settings }: Pick<Deps, 'db' | 'settings'>, noticeId: string, { to, token, ...letter }: Letter, at: Date) =>
  owe(db, noticeId, to, { template: 'quote_asked', data: { ...letter, accessUrl: `${settings.portalOrigin}/quote/${token}` } }, at)

/**
 * We take the words as their author wrote and allowed them. That proves the ninth level of its customer, in the same batch.
 *
 * @throws Refusal not_found, text_changed, no_consent, wrong_state
 */
export async function approveQuote({ db, now }: Pick<Deps, 'db' | 'now'>, id: string, shownHash: string, by: string): Promise<void> {
  const quote = await getQuote(db, id)
  if (quote.status !== 'offered') throw new Refusal('wrong_state', 'It was decided already. Please look at the page again.')
  if (quote.editText !== null) throw new Refusal('wrong_state', 'Our edit is with its author. It comes back approved, or as it was.')
  requireSameWords(quote.textHash, shownHash)
  if (quote.channels.length === 0) throw new Refusal('no_consent', noConsent)
  const at = now()
  await together(
    db,
    [
      db
        .update(quotes)
        .set({ status: 'approved', approvedAt: at })
        .where(and(eq(quotes.id, id), eq(quotes.status, 'offered'), isNull(quotes.editText), eq(quotes.textHash, shownHash))),
      ...changedExactly(db),
      ...approvedStatements(db, quote, { textHash: shownHash, by, at }),
    ],
    moved,
  )
}

/** For the batch that approves a line: the trail, and the level it proves. */
export const approvedStatements = (
  db: Db,
  { id, prospectId }: Pick<QuoteRow, 'id' | 'prospectId'>,
  { textHash, by, at }: { textHash: string; by: string; at: Date },
): Statement[] => [
  trail(db, { at, actor: by, act: 'quote.approved', subject: id, detail: { textHash } }),
  proveOnce(db, {
    prospectId,
    level: 9,
    detail: 'A line about working with us was approved',
    source: `quote/${id}`,
    happenedOn: dayOf(at),
    recordedBy: by,
    recordedAt: at,
  }),
]

/**
 * Other words go back to their author and count for nothing before it says yes to exactly them (SUR3). What is public is withdrawn first.
 *
 * @throws Refusal not_found, text_changed, wrong_state, invalid for the same words
 */
export async function editQuote(
  deps: Deps,
  id: string,
  { words, textHash }: { words: string; textHash: string },
  by: string,
): Promise<void> {
  const { db, now } = deps
  const quote = await getQuote(db, id)
  if (quote.status !== 'offered' && quote.status !== 'approved')
    throw new Refusal('wrong_state', 'A line that is public, or over, keeps its words. Withdraw it first, and ask for a new one.')
  requireSameWords(quote.textHash, textHash)
  if (words === quote.text) throw new Refusal('invalid', 'These are the words as they stand. Write what you would change.')
  const to = await findAddress(db, quote)
  if (!to) throw new Refusal('wrong_state', 'We have no mail address of its author, so nobody could sign off other words.')
  const [editHash, { token, tokenHash }] = await Promise.all([digestOf(words), makeToken()])
  const at = now()
  const noticeId = `${id}/edit/${tokenHash.slice(0, 16)}`
  await together(
    db,
    [
      db
        .update(quotes)
        .set({ status: 'offered', editText: words, editHash, tokenHash })
        .where(and(eq(quotes.id, id), inArray(quotes.status, ['offered', 'approved']), eq(quotes.textHash, textHash))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'quote.edited', subject: id, detail: { from: textHash, to: editHash } }),
      askAuthor(deps, noticeId, { to, name: quote.author, company: quote.company, isEdit: true, token }, at),
    ],
    moved,
  )
  await deps.hints.send([{ kind: 'outbox', id: noticeId }])
}
