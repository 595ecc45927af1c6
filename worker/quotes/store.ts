import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { type Grant, type GrantUse, grants, grantUses } from '../../schema/grants.ts'
import { contacts, prospects } from '../../schema/prospects.ts'
import { type Quote, type QuoteChannel, type QuoteStatus, quotes, surveys } from '../../schema/quotes.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { linkEnded, notFound } from '../errors.ts'
import { digestOf } from '../identity/keys.ts'

export type QuoteRow = Quote & { company: string }
type QuoteFilter = { status?: QuoteStatus | undefined; channel?: QuoteChannel | undefined; prospectId?: string | undefined }

const joined = (db: Db) =>
  db.select({ quote: quotes, company: prospects.company }).from(quotes).innerJoin(prospects, eq(prospects.id, quotes.prospectId))

/** As the partial indexes say it, one a channel. */
const isFor = (channel: QuoteChannel) => sql.raw(`instr(channels, '"${channel}"') > 0`)

/** Newest first, one more than a page. */
export const listQuotes = (
  db: Db,
  { status, channel, prospectId }: QuoteFilter,
  cursor: Cursor | undefined,
  limit = pageSize + 1,
): Promise<QuoteRow[]> =>
  joined(db)
    .where(
      and(
        status && eq(quotes.status, status),
        channel && isFor(channel),
        prospectId ? eq(quotes.prospectId, prospectId) : undefined,
        behind(cursor, quotes.createdAt, quotes.id),
      ),
    )
    .orderBy(desc(quotes.createdAt), desc(quotes.id))
    .limit(limit)
    .then((rows) => rows.map(({ quote, company }) => ({ ...quote, company })))

/** @throws Refusal not_found */
export async function getQuote(db: Db, id: string): Promise<QuoteRow> {
  const [row] = await joined(db).where(eq(quotes.id, id))
  if (!row) throw notFound()
  return { ...row.quote, company: row.company }
}

/** What its author's mail opens. @throws Refusal not_found, for what was erased too */
export async function getQuoteByToken(db: Db, token: string): Promise<QuoteRow> {
  const [row] = await joined(db).where(and(eq(quotes.tokenHash, await digestOf(token)), isNull(prospects.erasedAt)))
  if (!row) throw linkEnded()
  return { ...row.quote, company: row.company }
}

/** One customer's own, where its author allowed a place. @throws Refusal not_found */
export async function getQuoteOfCustomer(db: Db, prospectId: string, id: string): Promise<QuoteRow> {
  const quote = await getQuote(db, id)
  if (quote.prospectId !== prospectId || quote.channels.length === 0) throw notFound()
  return quote
}

/** What a customer reads of its people's lines: those with a place, never one that stays among staff (SUR2). */
export const listQuotesOfCustomer = (db: Db, prospectId: string): Promise<QuoteRow[]> =>
  joined(db)
    .where(
      and(
        eq(quotes.prospectId, prospectId),
        inArray(quotes.status, ['offered', 'approved', 'published']),
        sql`json_array_length(${quotes.channels}) > 0`,
      ),
    )
    .orderBy(desc(quotes.createdAt), desc(quotes.id))
    .limit(20)
    .then((rows) => rows.map(({ quote, company }) => ({ ...quote, company })))

/** Permissions of the company for exactly these words, whatever became of them. */
export const listGrantsOfWords = (db: Db, { prospectId, text }: Pick<Quote, 'prospectId' | 'text'>): Promise<Grant[]> =>
  db
    .select()
    .from(grants)
    .where(and(eq(grants.prospectId, prospectId), eq(grants.text, text)))
    .orderBy(desc(grants.askedAt), desc(grants.id))
    .limit(20)

export const listUsesOfWords = (db: Db, { prospectId, text }: Pick<Quote, 'prospectId' | 'text'>): Promise<GrantUse[]> =>
  db
    .select({ use: grantUses })
    .from(grantUses)
    .innerJoin(grants, eq(grants.id, grantUses.grantId))
    .where(and(eq(grants.prospectId, prospectId), eq(grants.text, text)))
    .orderBy(desc(grantUses.since), desc(grantUses.id))
    .limit(50)
    .then((rows) => rows.map(({ use }) => use))

/** Whether somebody of that customer offered exactly these words. */
export async function hasQuoteOfWords(db: Db, { prospectId, text }: Pick<Quote, 'prospectId' | 'text'>): Promise<boolean> {
  const [row] = await db
    .select({ id: quotes.id })
    .from(quotes)
    .where(and(eq(quotes.prospectId, prospectId), eq(quotes.text, text)))
    .limit(1)
  return row !== undefined
}

/** Where its author's mails go: the person as we know it now, else where its survey went. */
export async function findAddress(db: Db, { contactId, surveyId }: Pick<Quote, 'contactId' | 'surveyId'>): Promise<string | undefined> {
  const [contact] = contactId ? await db.select({ email: contacts.email }).from(contacts).where(eq(contacts.id, contactId)) : []
  if (contact?.email) return contact.email
  const [survey] = surveyId ? await db.select({ email: surveys.email }).from(surveys).where(eq(surveys.id, surveyId)) : []
  return survey?.email || undefined
}

export async function findQuoteOfSurvey(db: Db, surveyId: string): Promise<Quote | undefined> {
  const [row] = await db
    .select({ quote: quotes })
    .from(quotes)
    .innerJoin(surveys, and(eq(surveys.prospectId, quotes.prospectId), eq(surveys.id, quotes.surveyId)))
    .where(eq(surveys.id, surveyId))
  return row?.quote
}
