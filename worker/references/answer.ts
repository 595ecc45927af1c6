import { eq } from 'drizzle-orm'
import { activities } from '../../schema/requests.ts'
import { makeLink } from '../agreements/store-links.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { owe } from '../notices/store.ts'
import { closedMails, moveRequest, newsStatements, sendNotices, stands } from './request.ts'
import { findNdaInForce, hasNdaInForce } from './store-ndas.ts'
import { listSlots, type RequestRow } from './store-requests.ts'

/** The customer picks one of the three times (REQ3). @throws Refusal wrong_state, invalid when that time is over */
export async function acceptSlot(deps: Deps, request: RequestRow, n: number, by: string): Promise<void> {
  const { db, now, settings } = deps
  const at = now()
  const slot = (await listSlots(db, request.id)).find((each) => each.n === n)
  if (request.status !== 'proposed') throw stands(request.status)
  if (!slot || slot.startsAt <= at) throw new Refusal('invalid', 'This time is over. Choose a later one, or say no.')
  const link = await makeLink(db, { kind: 'prospect', subject: request.prospectId, contactId: request.guestId }, at)
  const news = await newsStatements(deps, { id: request.id, company: request.prospect, what: 'accepted' }, at)
  const data = {
    contact: request.guestName,
    url: `${settings.portalOrigin}/references/${link.token}`,
    slotAt: slot.startsAt.toISOString(),
    hasNda: (await findNdaInForce(db, request.prospectId, at)) !== undefined,
  }
  const toGuest = `${request.id}/accepted_guest`
  await guarded(request, () =>
    moveRequest(
      deps,
      request,
      'accepted',
      { sinceAt: at, slotAt: slot.startsAt },
      {
        after: [
          db.update(activities).set({ fromAt: slot.startsAt, untilAt: slot.startsAt }).where(eq(activities.requestId, request.id)),
          ...(request.guestEmail
            ? [link.statement, owe(db, toGuest, request.guestEmail, { template: 'reference_accepted', data }, at)]
            : []),
          ...news.statements,
          trail(db, { at, actor: by, act: 'reference_request.accepted', subject: request.id, detail: { slotAt: data.slotAt } }),
        ],
      },
    ),
  )
  await sendNotices(deps, [...(request.guestEmail ? [toGuest] : []), ...news.notices])
}

/** No needs no reason: the place is free at once, and the customer is left alone for its days of rest (CAP2, REQ3). @throws Refusal wrong_state */
export async function declineAsk(deps: Deps, request: RequestRow, by: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const closed = closedMails(deps, request, 'declined', ['guest'], at)
  const news = await newsStatements(deps, { id: request.id, company: request.prospect, what: 'declined' }, at)
  await guarded(request, () =>
    moveRequest(
      deps,
      request,
      'declined',
      { sinceAt: at },
      {
        after: [
          ...closed.statements,
          ...news.statements,
          trail(db, { at, actor: by, act: 'reference_request.declined', subject: request.id, detail: { customerId: request.customerId } }),
        ],
      },
    ),
  )
  await sendNotices(deps, [...closed.notices, ...news.notices])
}

/**
 * The prospect, now knowing the name, says that the time is fine; both sides get a mail.
 *
 * @throws Refusal nda_required, wrong_state
 */
export async function confirmSlot(deps: Deps, request: RequestRow, by: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  if (request.status !== 'accepted') throw stands(request.status)
  if (!(await findNdaInForce(db, request.prospectId, at))) {
    throw new Refusal(
      'nda_required',
      'The agreement of confidence is not signed, or it has ended. The name and the appointment wait for it.',
    )
  }
  const mails = await scheduledMails(deps, request, false, at)
  const news = await newsStatements(deps, { id: request.id, company: request.prospect, what: 'scheduled' }, at)
  await guarded(request, () =>
    moveRequest(
      deps,
      request,
      'scheduled',
      { sinceAt: at },
      {
        before: holdsNow(db, hasNdaInForce(request.prospectId, at)),
        after: [
          ...mails.statements,
          ...news.statements,
          trail(db, { at, actor: by, act: 'reference_request.scheduled', subject: request.id }),
        ],
      },
    ),
  )
  await sendNotices(deps, [...mails.notices, ...news.notices])
}

/** To both, each with a fresh link to its own page; `again` the day before. */
export async function scheduledMails({ db, settings }: Deps, request: RequestRow, again: boolean, at: Date) {
  const slotAt = request.slotAt?.toISOString() ?? ''
  const mails = await Promise.all(
    readersOf(request).map(async ({ side, kind, subject, contactId, name, email, path }) => {
      const link = await makeLink(db, { kind, subject, contactId }, at)
      const id = `${request.id}/${again ? 'tomorrow' : 'scheduled'}/${side}`
      const data = { contact: name, slotAt, activity: request.activity, url: `${settings.portalOrigin}${path}/${link.token}`, again }
      return { id, statements: [link.statement, owe(db, id, email, { template: 'reference_scheduled' as const, data }, at)] }
    }),
  )
  return { statements: mails.flatMap(({ statements }) => statements), notices: mails.map(({ id }) => id) }
}

/** The two people of a talk who can be written to, and where each one's page is. */
export function readersOf(request: RequestRow) {
  const { id, prospectId, guestId, guestName, guestEmail, contactId, contactName, contactEmail } = request
  return [
    ...(guestEmail
      ? [
          {
            side: 'guest',
            kind: 'prospect',
            subject: prospectId,
            contactId: guestId,
            name: guestName,
            email: guestEmail,
            path: '/references',
          } as const,
        ]
      : []),
    ...(contactId && contactName && contactEmail
      ? [{ side: 'host', kind: 'customer', subject: id, contactId, name: contactName, email: contactEmail, path: '/asks' } as const]
      : []),
  ]
}

async function guarded(request: RequestRow, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    throw wasRefused(error) ? stands(request.status) : error
  }
}
