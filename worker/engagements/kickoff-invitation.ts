import { and, eq, sql } from 'drizzle-orm'
import { invitations } from '../../schema/invitations.ts'
import { together } from '../agreements/batch-of-signing.ts'
import { askedStatements } from '../agreements/grant.ts'
import { outreachRestarts } from '../agreements/outreach.ts'
import { linkStatements } from '../agreements/relationship-link.ts'
import { addDays } from '../agreements/rules-agreements.ts'
import { approvedText } from '../agreements/rules-grants.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { digestOf, randomToken } from '../identity/keys.ts'
import { owe } from '../notices/store.ts'
import { hasOpenGrievance } from './store.ts'
import { getInvitation, isAskedForCalls, type WholeInvitation } from './store-invitations.ts'

const decided = 'This invitation was sent or left already. Please look at what stands now.'

/**
 * A person of ours sends a drafted invitation: the permission for calls is asked of that one person, with a mail in these words and the
 * private page on which to answer. A customer whose programme mail had ended hears from us again by this (CAT6).
 *
 * @throws Refusal not_found, wrong_state, grievance_open, already_done
 */
export async function sendInvitation(deps: Deps, askId: string, text: string, by: string): Promise<void> {
  const { db, now, newId, settings, hints } = deps
  const invitation = await getInvitation(db, askId)
  const { prospectId, contactId, contact: name, company } = invitation
  const email = await requireSendable(deps, invitation)
  const at = now()
  const [grantId, linkId, token] = [newId('grt'), newId('rel'), randomToken()]
  const notice = {
    template: 'calls_invitation' as const,
    data: { contact: name, company, text, accessUrl: `${settings.portalOrigin}/relationship/by-link/${token}` },
  }
  await together(
    db,
    [
      ...askedStatements(db, await callsOf(invitation, grantId, at), by, at),
      ...linkStatements(db, { id: linkId, prospectId, name, email, tokenHash: await digestOf(token) }, by, at),
      ...decide(deps, askId, { status: 'sent', text, grantId }, by, at),
      ...holdsNow(db, sql`not exists (select 1 from grievances where prospect_id = ${prospectId} and status <> 'settled')`),
      ...outreachRestarts(db, prospectId, by, at),
      owe(db, `${askId}/invitation`, email, notice, at),
      trail(db, {
        at,
        actor: by,
        act: 'invitation.sent',
        subject: invitation.engagementId,
        detail: { ask: askId, contact: contactId, grant: grantId },
      }),
    ],
    decided,
  )
  await hints.send([{ kind: 'outbox', id: `${askId}/invitation` }])
}

async function requireSendable({ db }: Deps, { status, contact, contactId, prospectId, email }: WholeInvitation): Promise<string> {
  if (status !== 'drafted') throw new Refusal('wrong_state', decided)
  if (!email) throw new Refusal('wrong_state', `We have no mail address of ${contact}. Add it on the customer’s page of people first.`)
  if (await hasOpenGrievance(db, prospectId))
    throw new Refusal('grievance_open', 'A grievance of this customer is open. Settle it first; then ask.')
  if (await isAskedForCalls(db, contactId, prospectId))
    throw new Refusal('already_done', `${contact} was asked whether people may phone already. Leave this invitation.`)
  return email
}

/** For one person, for a year, and for calls alone (GRA1, GRA2). */
async function callsOf({ prospectId, contactId, contact }: WholeInvitation, id: string, at: Date) {
  const said = {
    kind: 'calls' as const,
    text: null,
    personName: contact,
    file: null,
    guide: null,
    documentKind: null,
    benefitDisclosed: null,
  }
  const today = dayOf(at)
  return {
    ...said,
    id,
    prospectId,
    contactId,
    scope: 'individual' as const,
    textHash: await digestOf(approvedText(said)),
    postUrl: null,
    postedOn: null,
    twoApprovers: false,
    agreementId: null,
    clauseId: null,
    startsOn: today,
    endsOn: addDays(today, 365),
  }
}

/** Not now, or not this one: nobody sends it, and the reason stays. @throws Refusal not_found, wrong_state */
export async function leaveInvitation(deps: Pick<Deps, 'db' | 'now'>, askId: string, reason: string, by: string): Promise<void> {
  const { db, now } = deps
  const { engagementId } = await getInvitation(db, askId)
  const at = now()
  await together(
    db,
    [
      ...decide(deps, askId, { status: 'left', reason }, by, at),
      trail(db, { at, actor: by, act: 'invitation.left', subject: engagementId, detail: { ask: askId } }),
    ],
    decided,
  )
}

type Decision = { status: 'sent'; text: string; grantId: string } | { status: 'left'; reason: string }

const decide = ({ db }: Pick<Deps, 'db'>, askId: string, decision: Decision, by: string, at: Date): Statement[] => [
  db
    .update(invitations)
    .set({ ...decision, decidedBy: by, decidedAt: at })
    .where(and(eq(invitations.askId, askId), eq(invitations.status, 'drafted'))),
  ...changedExactly(db),
]
