import { and, eq, sql } from 'drizzle-orm'
import { type Registration, registrations } from '../../schema/registrations.ts'
import type { NewTouch } from '../attribution/bind.ts'
import { moveAttribution } from '../attribution/move.ts'
import { findAttribution } from '../attribution/store.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import {
  answerNotice,
  answerStatements,
  type Decided,
  type NotDone,
  namingProblem,
  readToDecide,
  type ToDecide,
} from './decide-registration.ts'
import { knownCompanyOf } from './known-company.ts'
import { refuseLeftAlone } from './left-alone.ts'
import { peopleStatements } from './registration-contacts.ts'
import { tellPartner } from './registration-notices.ts'
import type { Acceptance } from './registration-shapes.ts'
import { listRivals } from './store-registrations.ts'
import { endProtectionsOf } from './sweep-registrations.ts'
import { extendProspect, makeProspect, type TakenIn } from './take-in.ts'

/**
 * Sales says yes: the company is protected for the partner, and its credit is the partner's. Where it was another's, sales says why it
 * is taken over, and the other's protection ends in the same batch.
 *
 * @throws Refusal as `readToDecide`
 */
export async function acceptRegistration(deps: Deps, by: { id: string }, id: string, form: Acceptance): Promise<Decided> {
  return readAgainIfRefused(async () => {
    const toDecide = await readToDecide(deps, by.id, id, form.version)
    const { registration, parts } = toDecide
    await refuseLeftAlone(deps, { domain: registration.domain, emails: parts.people.flatMap(({ email }) => email ?? []) })
    const chosen = await chooseProspect(deps, toDecide, form.prospect)
    if (!chosen.ok) return chosen
    await endProtectionsOf(deps, { domain: registration.domain, prospectId: chosen.prospectId })
    const rivals = await listRivals(deps.db, toDecide.registration, chosen.prospectId)
    const isTaken = await isCreditedElsewhere(deps.db, chosen, toDecide.registration.partnerId)
    if ((isTaken || rivals.length > 0) && form.takeover.length < 3) return takeoverProblem
    const naming =
      (await namingProblem(deps.db, toDecide, form.words)) ?? (await namingProblem(deps.db, toDecide, form.takeover, 'takeover'))
    if (naming) return naming
    await accept(deps, by, toDecide, form, { ...chosen, rivals, isTaken })
    return { ok: true }
  })
}

const takeoverProblem: NotDone = {
  ok: false,
  field: 'takeover',
  problem: 'Somebody else has this company’s credit or protection. Say why it is taken over; both partners read it.',
}

type Chosen = { ok: true; prospectId: string | null; isCustomer: boolean }

/** The prospect that was chosen, among those that it may be. One that is known for certain is never made a second time. */
async function chooseProspect({ db, now }: Deps, { registration, parts }: ToDecide, wanted: string): Promise<Chosen | NotDone> {
  const { domain, company } = registration
  const email = parts.people[0]?.email ?? undefined
  const known = await knownCompanyOf(db, { domain, company, ...(email && { email }) }, now())
  const found = [...known.prospects, ...known.alike].find(({ id }) => id === wanted)
  if (found) return { ok: true, prospectId: found.id, isCustomer: found.isCustomer }
  if (wanted === 'new' && known.prospects.length === 0) return { ok: true, prospectId: null, isCustomer: false }
  return { ok: false, field: 'prospect', problem: 'Choose which of the companies below it is.' }
}

async function isCreditedElsewhere(db: Db, { prospectId, isCustomer }: Chosen, partnerId: string): Promise<boolean> {
  if (!prospectId) return false
  const attribution = await findAttribution(db, prospectId)
  return attribution ? attribution.partnerId !== partnerId : isCustomer
}

type Outcome = Chosen & { rivals: Registration[]; isTaken: boolean }

async function accept(deps: Deps, by: { id: string }, toDecide: ToDecide, form: Acceptance, outcome: Outcome): Promise<void> {
  const { db } = deps
  const { registration, parts } = toDecide
  const at = deps.now()
  const taken = await takeIn(deps, toDecide, outcome, by.id, at)
  const protectedUntil = new Date(at.getTime() + form.days * 86_400_000)
  const takeover = outcome.isTaken || outcome.rivals.length > 0 ? form.takeover : null
  const decision = { outcome: 'accepted', reason: null, words: form.words, takeover, decidedBy: by.id, decidedAt: at } as const
  const told = tellPartner(db, registration, `answer/${parts.decisions.length + 1}`, answerNotice(toDecide, decision, protectedUntil), at)
  const ended = outcome.rivals.map((rival) => endRival(db, rival, by.id, at))
  const statements = [
    ...ended.flatMap((each) => each.statements),
    ...taken.statements,
    ...(await peopleStatements(deps, taken.prospectId, toDecide, at)),
    ...answerStatements(deps, toDecide, decision, { prospectId: taken.prospectId, protectedUntil }),
    told.statement,
  ]
  if (outcome.isTaken) await takeOver(deps, taken, toDecide.registration.partnerId, form.takeover, by.id, statements)
  else await inOneBatch(db, statements)
  for (const id of [told.id, ...ended.map((each) => each.noticeId)]) await hintNotices(deps, id)
}

/** The credit moves by a person's decision, with this registration's touch, in one batch with the answer. */
async function takeOver(
  deps: Deps,
  taken: TakenIn,
  partnerId: string,
  reason: string,
  actor: string,
  alongside: Statement[],
): Promise<void> {
  const touch = taken.added.find(({ kind }) => kind === 'registration')
  assert(touch, 'a registration is accepted once, so its touch is new')
  const seen = taken.attribution?.n ?? 0
  await moveAttribution(deps, { prospectId: taken.prospectId, partnerId, touchId: touch.id, reason, actor, alongside, seen })
}

/** Statements that store the touch, the contact and, where nobody had the credit, the attribution. */
function takeIn(deps: Deps, { registration, parts }: ToDecide, { prospectId }: Chosen, actor: string, at: Date): Promise<TakenIn> {
  const { id, partnerId, company, domain, need, submittedAt } = registration
  const contact = parts.people[0]
  const touch: NewTouch = {
    kind: 'registration',
    partnerId,
    touchedAt: submittedAt,
    linkId: null,
    clickId: null,
    introductionId: null,
    source: `registration/${id}`,
  }
  const arrival = {
    marks: { email: contact?.email ?? undefined, domain },
    company,
    contactName: contact?.name,
    contactTitle: contact?.title ?? undefined,
    need,
    evidence: [touch],
    at,
    actor,
    namedBy: partnerId,
  }
  return prospectId ? extendProspect(deps, prospectId, arrival) : makeProspect(deps, arrival)
}

/** Another partner's protection ends; it is told that it does, and not for whom. */
function endRival(db: Db, rival: Registration, actor: string, at: Date): { statements: Statement[]; noticeId: string } {
  const { id, partnerId, company, version } = rival
  const data = { company, because: 'taken_over', registrationId: id } as const
  const told = tellPartner(db, rival, 'ended', { template: 'registration_ended', data }, at)
  return {
    noticeId: told.id,
    statements: [
      db
        .update(registrations)
        .set({ status: 'ended', endedAt: at, endedBecause: 'taken_over', version: version + 1 })
        .where(
          and(eq(registrations.id, id), eq(registrations.status, 'accepted'), sql`${registrations.version} = cast(${version} as integer)`),
        ),
      ...changedExactly(db),
      trail(db, { at, actor, act: 'registration.ended', subject: id, partnerId, detail: { because: 'taken_over' } }),
      told.statement,
    ],
  }
}
