import { eq } from 'drizzle-orm'
import { criteria, engagements } from '../../../schema/engagements.ts'
import type { QuoteChannel } from '../../../schema/quotes.ts'
import type { NewGrant } from '../../../worker/agreements/shapes-grants.ts'
import { signOffQuote } from '../../../worker/quotes/author.ts'
import { publishQuote } from '../../../worker/quotes/publish.ts'
import { approveQuote, keepQuote } from '../../../worker/quotes/quote.ts'
import { getQuote, listQuotes } from '../../../worker/quotes/store.ts'
import { sendSurvey } from '../../../worker/quotes/survey.ts'
import type { World } from '../../support/world.ts'
import { act, haveGrant } from '../agreements/have.ts'
import { haveCustomer } from '../prospects/customer-fixtures.ts'
import { haveContact, linkIn } from '../references/desk.ts'

export const line = 'They kept every date, said a heron.'

/** A customer with a person who gets mails, and a piece of work that is closed; one that is a customer already may be given. */
export async function haveClosed(world: World, overrides: { company?: string; prospectId?: string } = {}) {
  const { db, now, newId } = world.deps
  const prospectId = overrides.prospectId ?? (await haveCustomer(world, overrides)).id
  const contact = await haveContact(world, prospectId, { name: 'Rasmus Holt', title: 'Head of baking' })
  const engagementId = newId('eng')
  const piece = { prospectId, name: 'Ovens, second plant', sponsorContact: contact.id, createdBy: 'stf_seed', createdAt: now(), version: 1 }
  await db.insert(engagements).values({ id: engagementId, ...piece, status: 'planned' })
  const stated = { engagementId, statement: 'Fewer stops', measure: 'Stops', target: '3', dueOn: '2026-10-01', status: 'open' } as const
  await db.insert(criteria).values({ id: newId('cri'), ...stated, createdBy: 'stf_seed', createdAt: now() })
  const those = eq(engagements.id, engagementId)
  await db.update(engagements).set({ status: 'kicked_off', kickoffOn: '2026-09-01', version: 2 }).where(those)
  await db.update(engagements).set({ status: 'closed', closedOn: '2026-10-30', version: 3 }).where(those)
  return { prospectId, contact, engagementId }
}
export type Closed = Awaited<ReturnType<typeof haveClosed>>

/** Sent, with the private link of its mail. */
export async function haveSurvey(world: World, closed: Closed) {
  const id = await sendSurvey(world.deps, { act: act(world), engagementId: closed.engagementId, contactId: closed.contact.id }, 'stf_seed')
  await world.settle()
  return { id, path: linkIn(world, closed.contact.email, '/survey') }
}

export type Said = { line?: string; channels?: readonly QuoteChannel[]; attribution?: string; score?: string; words?: string }

export const answerForm = ({ line: said = line, channels = ['site'], attribution = 'full', score = '5', words = '' }: Said = {}) => ({
  score,
  words,
  line: said,
  ...Object.fromEntries(channels.map((channel) => [channel, 'yes'])),
  attribution,
})

/** Answered on its page; the line it left, and its author's own page, if it has one. */
export async function haveQuote(world: World, closed: Closed, said: Said = {}) {
  const { path } = await haveSurvey(world, closed)
  const answer = await world.ask(path, { method: 'POST', form: answerForm(said) })
  if (answer.status !== 303) throw new Error(`the survey answered ${answer.status}`)
  await world.settle()
  const [quote] = await listQuotes(world.deps.db, { prospectId: closed.prospectId }, undefined)
  if (!quote) throw new Error('there is a line')
  const hasPage = (said.channels ?? ['site']).length > 0
  return { id: quote.id, textHash: quote.textHash, survey: path, page: hasPage ? linkIn(world, closed.contact.email, '/quote') : '' }
}

export const approve = async (world: World, id: string): Promise<void> =>
  approveQuote(world.deps, id, (await getQuote(world.deps.db, id)).textHash, 'stf_seed')

/** The company's own yes to the words of a line. */
export async function haveGrantFor(
  world: World,
  quoteId: string,
  more: Partial<NewGrant> & { kind?: NewGrant['kind'] } = {},
): Promise<string> {
  const { prospectId, text, author } = await getQuote(world.deps.db, quoteId)
  return haveGrant(world, prospectId, more.kind ?? 'web_release', { text, personName: author, ...more })
}

export async function publish(world: World, id: string, channel: QuoteChannel = 'site', place = 'our wall'): Promise<void> {
  const { textHash } = await getQuote(world.deps.db, id)
  await publishQuote(world.deps, id, { act: act(world), channel, place, textHash }, 'stf_seed')
}

/** On our site, with everybody's yes. */
export async function havePublished(world: World, closed: Closed, said: Said = {}, more: Partial<NewGrant> = {}) {
  const quote = await haveQuote(world, closed, said)
  await approve(world, quote.id)
  const grantId = await haveGrantFor(world, quote.id, more)
  await publish(world, quote.id)
  return { ...quote, grantId }
}

/** Written down by staff and allowed by its author for our site: of a customer without any engagement. */
export async function haveSignedOff(world: World, prospectId: string, words: string): Promise<string> {
  const { id: contactId } = await haveContact(world, prospectId, { name: 'Ida Holm' })
  const id = await keepQuote(world.deps, { act: act(world), prospectId, contactId, words }, 'stf_seed')
  const quote = await getQuote(world.deps.db, id)
  const allowed = { site: 'yes', social: '', print: '', press: '', sales: '', attribution: 'full' } as const
  await signOffQuote(world.deps, quote, { textHash: quote.textHash, ...allowed })
  return id
}
