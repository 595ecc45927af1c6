import { and, eq } from 'drizzle-orm'
import { proposals } from '../../schema/proposals.ts'
import { moved, together } from '../agreements/batch-of-signing.ts'
import { findDiscountRules } from '../agreements/discount-rules.ts'
import type { DiscountProblem } from '../agreements/rules-discounts.ts'
import { discountsInForce, listDiscountRequests } from '../agreements/store-agreements.ts'
import { trail } from '../audit/store.ts'
import type { Db } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { digestOf, randomToken } from '../identity/keys.ts'
import { owe } from '../notices/store.ts'
import { listContacts } from '../prospects/store.ts'
import { findNdaInForce, hasNdaInForce } from '../references/store-ndas.ts'
import { problemOfProposal } from './rules.ts'
import { getProposal, type WholeProposal } from './store.ts'
import { proposalText } from './words.ts'

type Sending = Pick<Deps, 'db' | 'now' | 'hints' | 'settings' | 'newId'>

const ndaFirst = 'A proposal is read under a signed agreement of confidence. Send that first, on the prospect’s page of references.'

/** Why it may not be sent as it stands (WOR1, DIS1 to DIS5, CAT2, CAT4); the NDA is asked for as well. */
export async function obstacleOf(db: Db, whole: WholeProposal, at: Date): Promise<DiscountProblem | undefined> {
  const { proposal } = whole
  const [rules, asks, inForce, nda] = await Promise.all([
    findDiscountRules(db),
    listDiscountRequests(db, proposal.prospectId),
    discountsInForce(db, proposal.prospectId),
    findNdaInForce(db, proposal.prospectId, at),
  ])
  const problem = problemOfProposal(rules, { ...whole, wasAsked: asks.length > 0, inForce })
  return problem ?? (nda ? undefined : { code: 'nda_required', message: ndaFirst })
}

/**
 * Freezes all three columns as one text and mails one named person of the prospect a private link to them.
 *
 * @throws Refusal not_found, signer_unknown, worry_open, nda_required, double_benefit, wrong_state, and what DIS1 to DIS5 say
 */
export async function sendProposal(deps: Sending, id: string, contactId: string, by: string): Promise<void> {
  const { db, now, settings } = deps
  const whole = await getProposal(db, id)
  const { proposal, company, lines } = whole
  if (proposal.status !== 'draft') throw new Refusal('wrong_state', 'It was sent already.')
  const at = now()
  const obstacle = await obstacleOf(db, whole, at)
  if (obstacle) throw new Refusal(obstacle.code, obstacle.message)
  const text = proposalText(settings.companyName, company, proposal, lines)
  const textHash = await digestOf(text)
  await sendLink(deps, whole, contactId, {
    set: { status: 'sent', text, textHash, sentAt: at },
    act: 'proposal.sent',
    by,
    detail: { textHash },
  })
}

/** A fresh link, to the same person or another one; an earlier one opens nothing any more. @throws Refusal not_found, signer_unknown, nda_required, wrong_state */
export async function sendProposalAgain(deps: Sending, id: string, contactId: string, by: string): Promise<void> {
  const whole = await getProposal(deps.db, id)
  if (whole.proposal.status !== 'sent') throw new Refusal('wrong_state', 'Only a proposal that waits for an answer is sent again.')
  if (!(await findNdaInForce(deps.db, whole.proposal.prospectId, deps.now()))) throw new Refusal('nda_required', ndaFirst)
  await sendLink(deps, whole, contactId, { set: {}, act: 'proposal.sent_again', by, detail: {} })
}

type Sent = { set: Partial<typeof proposals.$inferInsert>; act: string; by: string; detail: Record<string, unknown> }

async function sendLink(
  deps: Sending,
  { proposal, company }: WholeProposal,
  contactId: string,
  { set, act, by, detail }: Sent,
): Promise<void> {
  const { db, now, newId, settings } = deps
  const { id, prospectId, status } = proposal
  const reader = (await listContacts(db, prospectId)).find((each) => each.id === contactId)
  if (!reader?.email) {
    throw new Refusal('signer_unknown', 'Nobody with a mail address is known there by that name. Add the person to its contacts first.')
  }
  const token = randomToken()
  const at = now()
  const noticeId = newId('ntc')
  const data = { contact: reader.name, prospect: company, name: proposal.name, url: `${settings.portalOrigin}/proposal/${token}` }
  await together(
    db,
    [
      db
        .update(proposals)
        .set({ ...set, contactId, tokenHash: await digestOf(token) })
        .where(and(eq(proposals.id, id), eq(proposals.status, status))),
      ...changedExactly(db),
      ...holdsNow(db, hasNdaInForce(prospectId, at)),
      owe(db, noticeId, reader.email, { template: 'proposal_sent', data }, at),
      trail(db, { at, actor: by, act, subject: id, detail: { ...detail, customer: prospectId, contact: contactId, on: dayOf(at) } }),
    ],
    moved,
  )
  await deps.hints.send([{ kind: 'outbox', id: noticeId }])
}

/** Back to a draft, to change it; its link opens nothing any more. @throws Refusal not_found, wrong_state */
export async function takeProposalBack({ db, now }: Sending, id: string, by: string): Promise<void> {
  await getProposal(db, id)
  const unsent = { status: 'draft' as const, text: null, textHash: null, contactId: null, tokenHash: null, sentAt: null }
  await together(
    db,
    [
      db
        .update(proposals)
        .set(unsent)
        .where(and(eq(proposals.id, id), eq(proposals.status, 'sent'))),
      ...changedExactly(db),
      trail(db, { at: now(), actor: by, act: 'proposal.taken_back', subject: id }),
    ],
    'Only a proposal that waits for an answer can be taken back.',
  )
}
