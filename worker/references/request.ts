import { and, eq } from 'drizzle-orm'
import { type ReferenceRequest, type RequestStatus, referenceRequests } from '../../schema/requests.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { Notice } from '../notices/notice.ts'
import { owe } from '../notices/store.ts'
import { getProspect, listContacts } from '../prospects/store.ts'
import { listAnonymous } from './match.ts'
import { mayBecome } from './rules-request.ts'
import type { NewRequest, OwnRequest } from './shapes.ts'
import { findNdaInForce } from './store-ndas.ts'
import { listDeskMails, type RequestRow } from './store-requests.ts'

/**
 * Sales asks for a prospect.
 *
 * @returns the request's id; the same form again is the same request
 * @throws Refusal not_found, invalid when nobody of that name is at the prospect
 */
export async function askForProspect(deps: Deps, staffId: string, form: NewRequest): Promise<string> {
  const { act, prospect: prospectId, guest, ...wish } = form
  const prospect = await getProspect(deps.db, prospectId)
  const person = (await listContacts(deps.db, prospectId)).find(({ id }) => id === guest)
  if (!person?.email) throw new Refusal('invalid', 'Choose a person of the prospect with a mail address.')
  return ask(deps, act, { ...wish, prospectId, guestId: guest, askedBy: staffId, wishedId: null }, prospect.company)
}

/** Who is looking at the private page: a named person of a prospect. */
export type Guest = { prospectId: string; contactId: string }

/**
 * A prospect asks for one of those it was shown without a name.
 *
 * @throws Refusal nda_required, not_matchable when that customer cannot be asked any more
 */
export async function askAsProspect(deps: Deps, guest: Guest, form: OwnRequest): Promise<string> {
  const { db, now } = deps
  const at = now()
  const prospect = await getProspect(db, guest.prospectId)
  if (!(await findNdaInForce(db, guest.prospectId, at))) {
    throw new Refusal(
      'nda_required',
      'Please sign the agreement of confidence first. We mailed it to the person who may sign; ask us if it is lost.',
    )
  }
  const { act, match, ...wish } = form
  const earlier = await findAct(db, act)
  if (earlier) return earlier
  const asker = { prospectId: prospect.id, domain: prospect.domain, company: prospect.company }
  const shown = await listAnonymous(db, { activity: form.activity, side: form.side, asker }, {}, at)
  const anySide = form.side ? await listAnonymous(db, { activity: form.activity, side: null, asker }, {}, at) : []
  const chosen = [...shown, ...anySide].find(({ key }) => key === match)
  if (!chosen) throw new Refusal('not_matchable', 'This customer cannot be asked at the moment. Please choose another one.')
  const request = { ...wish, prospectId: prospect.id, guestId: guest.contactId, askedBy: 'prospect', wishedId: chosen.customerId }
  return ask(deps, act, { ...request, industry: chosen.industry, size: chosen.size }, prospect.company)
}

type Asking = Pick<
  ReferenceRequest,
  'prospectId' | 'guestId' | 'askedBy' | 'wishedId' | 'activity' | 'side' | 'industry' | 'size' | 'topics' | 'wantedBy'
>

async function ask(deps: Deps, act: string, asking: Asking, company: string): Promise<string> {
  const { db, now, newId } = deps
  const done = await findAct(db, act)
  if (done) return done
  const id = newId('rrq')
  const at = now()
  if (asking.wantedBy && asking.wantedBy < at.toISOString().slice(0, 10))
    throw new Refusal('invalid', 'The day it is wanted by is over. Give a later one.')
  const news =
    asking.askedBy === 'prospect' ? await newsStatements(deps, { id, company, what: 'asked' }, at) : { statements: [], notices: [] }
  try {
    await inOneBatch(db, [
      actOnce(db, act, id, at),
      db.insert(referenceRequests).values({ ...asking, id, status: 'asked', sinceAt: at, askedAt: at, version: 1 }),
      ...news.statements,
      trail(db, {
        at,
        actor: asking.askedBy,
        act: 'reference_request.asked',
        subject: id,
        detail: { prospectId: asking.prospectId, activity: asking.activity },
      }),
    ])
  } catch (error) {
    const earlier = wasRefused(error) && (await findAct(db, act))
    if (earlier) return earlier
    throw error
  }
  await sendNotices(deps, news.notices)
  return id
}

type News = Extract<Notice, { template: 'reference_news' }>['data']['what']

/** A mail to each of the salespeople, as statements for somebody's batch. */
export async function newsStatements(
  { db }: Deps,
  about: { id: string; company: string; what: News; mark?: string },
  at: Date,
): Promise<{ statements: Statement[]; notices: string[] }> {
  const readers = await listDeskMails(db)
  const notice: Notice = {
    template: 'reference_news',
    data: {
      what: about.what,
      prospect: about.company,
      path: about.id.startsWith('rrq_') ? `/references/requests/${about.id}` : `/references/ndas/${about.id}`,
    },
  }
  const mails = readers.map((reader) => ({ id: `${about.id}/${about.what}${about.mark ?? ''}/${reader.id}`, to: reader.email }))
  return { statements: mails.map(({ id, to }) => owe(db, id, to, notice, at)), notices: mails.map(({ id }) => id) }
}

export const sendNotices = ({ hints }: Deps, ids: readonly string[]): Promise<void> =>
  hints.send(ids.map((id) => ({ kind: 'outbox' as const, id })))

/** One guarded batch: the request stands where we saw it, or nothing changes. */
export async function moveRequest(
  { db }: Deps,
  request: Pick<RequestRow, 'id' | 'status' | 'version'>,
  to: RequestStatus,
  set: Partial<typeof referenceRequests.$inferInsert> & { sinceAt: Date },
  around: { before?: readonly Statement[]; after?: readonly Statement[] } = {},
): Promise<void> {
  if (!mayBecome(request.status, to)) throw stands(request.status)
  await inOneBatch(db, [
    ...(around.before ?? []),
    db
      .update(referenceRequests)
      .set({ ...set, status: to, version: request.version + 1, remindedAt: null })
      .where(
        and(
          eq(referenceRequests.id, request.id),
          eq(referenceRequests.status, request.status),
          eq(referenceRequests.version, request.version),
        ),
      ),
    ...changedExactly(db, 1),
    ...(around.after ?? []),
  ])
}

const standing: Record<RequestStatus, string> = {
  asked: 'waits for us to ask a customer',
  proposed: 'waits for the customer’s answer',
  accepted: 'waits for the prospect to confirm',
  scheduled: 'is fixed',
  held: 'took place',
  missed: 'was missed',
  declined: 'was declined',
  withdrawn: 'was taken back',
  expired: 'has ended without an answer',
}
/** @returns the refusal for an act that comes too late or too early */
export const stands = (status: RequestStatus): Refusal =>
  new Refusal('wrong_state', `This request ${standing[status]}. Open its page again to see what can be done.`)

/** Staff or the prospect takes it back; the place under the caps is free again. @throws Refusal wrong_state, not_found */
export async function withdrawRequest(deps: Deps, request: RequestRow, by: string, reason: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const closed = closedMails(deps, request, 'withdrawn', request.status === 'asked' ? ['guest'] : ['guest', 'host'], at)
  try {
    await moveRequest(
      deps,
      request,
      'withdrawn',
      { sinceAt: at, closedReason: reason },
      {
        after: [
          ...closed.statements,
          trail(db, { at, actor: by, act: 'reference_request.withdrawn', subject: request.id, detail: { reason } }),
        ],
      },
    )
  } catch (error) {
    throw wasRefused(error) ? stands(request.status) : error
  }
  await sendNotices(deps, closed.notices)
}

/** Mails that a request is over, to the guest, the customer's person or both. */
export function closedMails(
  { db }: Deps,
  request: RequestRow,
  what: 'declined' | 'withdrawn' | 'expired',
  readers: readonly ('guest' | 'host')[],
  at: Date,
): { statements: Statement[]; notices: string[] } {
  const people = {
    guest: { name: request.guestName, email: request.guestEmail },
    host: { name: request.contactName, email: request.contactEmail },
  }
  const mails = readers.flatMap((reader) => {
    const { name, email } = people[reader]
    return name && email ? [{ id: `${request.id}/${what}/${reader}`, to: email, name }] : []
  })
  return {
    statements: mails.map(({ id, to, name }) => owe(db, id, to, { template: 'reference_closed', data: { contact: name, what } }, at)),
    notices: mails.map(({ id }) => id),
  }
}
