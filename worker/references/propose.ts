import { eq } from 'drizzle-orm'
import { contacts } from '../../schema/prospects.ts'
import { activities, requestSlots } from '../../schema/requests.ts'
import { makeLink } from '../agreements/store-links.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { holdsNow } from '../guard.ts'
import { owe } from '../notices/store.ts'
import { type Candidate, matchCustomers } from './match.ts'
import { moveRequest, sendNotices, stands } from './request.ts'
import { capGroupOf, dayMs, firstDayFrom, isWithinCaps, nextFreeAt } from './rules-caps.ts'
import type { ProposalForm } from './shapes.ts'
import { mayBeAsked } from './store-pool.ts'
import { findOpenObligation, getRequest, type RequestRow } from './store-requests.ts'
import { reasonInWords } from './words.ts'

/** As far ahead as anybody is asked to plan. */
const farthestMs = 120 * dayMs

/**
 * Asks a customer: three slots, its place under every cap, the request and the mail are one batch. Of fifty who ask for the last place one
 * gets it (CAP1); the trigger `activities_within_caps` counts in that same batch.
 *
 * @throws Refusal not_found, wrong_state, invalid, not_matchable with every reason, cap_reached with the next free day, more_than_owed, agreement_ended
 */
export async function proposeCustomer(deps: Deps, staffId: string, requestId: string, form: ProposalForm): Promise<void> {
  const { db, now } = deps
  const at = now()
  const request = await getRequest(db, requestId)
  if (request.status !== 'asked') throw stands(request.status)
  const slots = slotsIn(form, at)
  const candidate = await candidateFor(deps, request, form.customer, at)
  const person = candidate.persons.find(({ contactId }) => contactId === form.contact)
  refuseUnless(candidate, person !== undefined)
  const asked = { customerId: form.customer, contactId: form.contact, capGroup: capGroupOf[request.activity] }
  if (!isWithinCaps(candidate.caps, candidate.places, asked, slots[0].getTime(), slots[2].getTime())) throw capReached(candidate, asked, at)

  const obligationId = form.as === 'owed' ? await obligationFor(deps, form.customer, request.activity) : null
  const mail = await askMail(deps, { ...request, contactId: form.contact }, slots, false)
  try {
    await moveRequest(
      deps,
      request,
      'proposed',
      { sinceAt: at, customerId: form.customer, contactId: form.contact },
      {
        before: [
          ...slots.map((startsAt, n) => db.insert(requestSlots).values({ requestId, n: n + 1, startsAt })),
          ...holdsNow(db, mayBeAsked(form.customer, form.contact, askerOf(request), at)),
          db.insert(activities).values({
            id: deps.newId('atv'),
            customerId: form.customer,
            contactId: form.contact,
            kind: request.activity,
            capGroup: asked.capGroup,
            requestId,
            obligationId,
            title: `For ${request.prospect}`,
            status: 'planned',
            counts: true,
            fromAt: slots[0],
            untilAt: slots[2],
            plannedBy: staffId,
            plannedAt: at,
          }),
        ],
        after: [
          ...mail.statements,
          trail(db, {
            at,
            actor: staffId,
            act: 'reference_request.proposed',
            subject: requestId,
            detail: { customerId: form.customer, contactId: form.contact, obligationId },
          }),
        ],
      },
    )
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw await whyRefused(deps, error, requestId, form, at)
  }
  await sendNotices(deps, mail.notices)
}

type Slots = [Date, Date, Date]

/** In order of time. @throws Refusal invalid */
function slotsIn(form: Pick<ProposalForm, 'slot1' | 'slot2' | 'slot3'>, at: Date): Slots {
  const [first, second, third] = [form.slot1, form.slot2, form.slot3].toSorted((one, other) => one.getTime() - other.getTime())
  if (!first || !second || !third || first.getTime() === second.getTime() || second.getTime() === third.getTime()) {
    throw new Refusal('invalid', 'Give three different times.')
  }
  if (first <= at) throw new Refusal('invalid', 'Give three times that are still to come.')
  if (third.getTime() - at.getTime() > farthestMs) throw new Refusal('invalid', 'Give times within the next 120 days.')
  return [first, second, third]
}

const askerOf = ({ prospectId, prospectDomain, prospect }: RequestRow) => ({ prospectId, domain: prospectDomain, company: prospect })

async function candidateFor({ db }: Deps, request: RequestRow, customerId: string, at: Date): Promise<Candidate> {
  const wish = { activity: request.activity, side: request.side, asker: askerOf(request) }
  const { candidates } = await matchCustomers(db, wish, {}, { at, customerId })
  const [candidate] = candidates
  if (!candidate) throw new Refusal('not_matchable', 'This customer is not in the pool, or it is the one who asks. Choose another one.')
  return candidate
}

/** A full cap is looked at against the slots themselves, which may lie behind its next free day. */
function refuseUnless({ company, why }: Candidate, isReachable: boolean): void {
  const reasons = why.filter(({ code }) => code !== 'cap_full')
  if (reasons.length > 0) throw new Refusal('not_matchable', `${company} cannot be asked: it ${reasons.map(reasonInWords).join('; it ')}.`)
  if (!isReachable) throw new Refusal('not_matchable', `${company} cannot be asked: choose one of its people who takes calls.`)
}

function capReached({ company, caps, places }: Candidate, asked: Parameters<typeof isWithinCaps>[2], at: Date): Refusal {
  const free = nextFreeAt(caps, places, asked, at.getTime())
  return new Refusal(
    'cap_reached',
    free === undefined
      ? `${company} is not to be asked for this at all. Choose another customer.`
      : `${company} was asked as often as agreed. It is free again from ${firstDayFrom(free)}; choose three times from then on, or another customer.`,
  )
}

/** @throws Refusal agreement_ended, more_than_owed */
export async function obligationFor({ db }: Pick<Deps, 'db'>, customerId: string, activity: string): Promise<string> {
  const { id, agreementEnded } = await findOpenObligation(db, customerId, activity)
  if (id) return id
  if (agreementEnded)
    throw new Refusal('agreement_ended', 'The agreement that promised this has ended. Ask for it as a favour, or agree anew.')
  throw new Refusal('more_than_owed', 'Nothing of this kind is owed any more. Ask for it as a favour, or agree anew.')
}

/** Somebody was faster, or the database knows better: what speaks against it now? */
async function whyRefused(deps: Deps, error: unknown, requestId: string, form: ProposalForm, at: Date): Promise<Refusal> {
  const request = await getRequest(deps.db, requestId)
  if (request.status !== 'asked') return stands(request.status)
  const candidate = await candidateFor(deps, request, form.customer, at)
  if (causes(error).includes('activities: more than is owed')) {
    return new Refusal('more_than_owed', 'Nothing of this kind is owed any more. Ask for it as a favour, or agree anew.')
  }
  try {
    refuseUnless(candidate, true)
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal
  }
  return capReached(candidate, { customerId: form.customer, contactId: form.contact, capGroup: capGroupOf[request.activity] }, at)
}

function causes(error: unknown): string {
  const messages: string[] = []
  for (let each: unknown = error; each instanceof Error; each = each.cause) messages.push(each.message)
  return messages.join('\n')
}

/** The mail that asks the customer's person, with a link of its own; again as a reminder. */
export async function askMail(
  { db, settings, now }: Deps,
  request: RequestRow,
  slots: readonly Date[],
  again: boolean,
): Promise<{ statements: Statement[]; notices: string[] }> {
  const { id, contactId } = request
  if (!contactId) return { statements: [], notices: [] }
  const at = now()
  const [person] = await db.select({ name: contacts.name, email: contacts.email }).from(contacts).where(eq(contacts.id, contactId))
  if (!person?.email) return { statements: [], notices: [] }
  const link = await makeLink(db, { kind: 'customer', subject: id, contactId }, at)
  const data = {
    contact: person.name,
    prospect: request.prospect,
    guest: request.guestName,
    activity: request.activity,
    topics: request.topics,
    slots: slots.map((slot) => slot.toISOString()),
    url: `${settings.portalOrigin}/asks/${link.token}`,
    again,
  }
  const notice = `${id}/${again ? 'asked_again' : 'asked_customer'}`
  return { statements: [link.statement, owe(db, notice, person.email, { template: 'reference_asked', data }, at)], notices: [notice] }
}
