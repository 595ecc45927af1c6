import type { Nda } from '../../schema/references.ts'
import type { RequestStatus } from '../../schema/requests.ts'
import type { OpenedLink } from '../agreements/store-links.ts'
import { inOneBatch } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { viewed } from './nda.ts'
import { listOutcomes, listRequestsOfProspect, type RequestRow } from './store-requests.ts'

/** From here on the customer said yes (REQ2). */
const named: readonly RequestStatus[] = ['accepted', 'scheduled', 'held', 'missed']

/**
 * A prospect's own requests, with the customer's name only where the customer said yes and an NDA is in force; every reading of a name is
 * logged with who read it (NDA1, NDA2, NDA4).
 */
export async function listOwnRequests(deps: Deps, guest: OpenedLink, nda: Nda | undefined, at: Date) {
  const { db } = deps
  const requests = await listRequestsOfProspect(db, guest.subject)
  const shown = nda ? requests.filter(({ status }) => named.includes(status)) : []
  if (nda && shown.length > 0) {
    await inOneBatch(
      db,
      shown.map(({ id }) => viewed(deps, { ndaId: nda.id, contactId: guest.contactId, what: id }, at)),
    )
  }
  return Promise.all(requests.map((request) => viewOf(deps, request, shown.includes(request), at)))
}

async function viewOf({ db }: Deps, request: RequestRow, isNamed: boolean, at: Date) {
  const { id, activity, status, topics, slotAt, customer, contactName, contactTitle, contactEmail } = request
  const isOver = status === 'scheduled' && slotAt !== null && slotAt <= at
  const asksOutcome = isOver && !(await listOutcomes(db, id)).some(({ side }) => side === 'prospect')
  const name =
    isNamed && customer && contactName ? { company: customer, contact: contactName, title: contactTitle, email: contactEmail } : undefined
  return { id, activity, status, topics, slotAt, name, asksOutcome }
}
