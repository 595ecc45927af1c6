import { and, eq } from 'drizzle-orm'
import { agreements } from '../../schema/agreements.ts'
import { type Category, proposals } from '../../schema/proposals.ts'
import { contacts } from '../../schema/prospects.ts'
import { moved, together } from '../agreements/batch-of-signing.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices, oweStaff } from '../payouts/store-notices.ts'
import { isSameName } from '../references/rules-nda.ts'
import { findNdaInForce } from '../references/store-ndas.ts'
import { agreementOfProposal } from './agreement-of.ts'
import { type AskingColumn, isOffered } from './rules.ts'
import type { Choice } from './shapes.ts'
import { getProposal, type WholeProposal } from './store.ts'
import { columnWords } from './words.ts'

type Deciding = Pick<Deps, 'db' | 'now' | 'newId' | 'hints'>
/** Who reads it by a private link. */
export type Reader = { id: string; contactId: string }

/**
 * Its named reader takes one column: name, moment and the hash of exactly the text that was read are kept. A reference's or a sponsor's column
 * drafts the agreement with all that it states, for staff to offer.
 *
 * @throws Refusal not_found, nda_required, text_changed, signer_unknown, wrong_state
 */
export async function acceptProposal(deps: Deciding, reader: Reader, { hash, name, column }: Choice): Promise<void> {
  const { db, now } = deps
  const whole = await getProposal(db, reader.id)
  const { proposal, lines, company } = whole
  if (proposal.status === 'accepted' && proposal.chosen === column) return
  await requireReader(deps, whole, reader, { hash, name })
  if (!isOffered(proposal, lines, column))
    throw new Refusal('wrong_state', 'This column is not a part of the proposal. Choose another one.')
  const at = now()
  const made =
    column === 'regular' || (await isBeingPrepared(db, proposal.prospectId, column))
      ? undefined
      : await agreementOfProposal(deps, whole, column, at)
  const headline = `${company} accepted: ${columnWords[column]}`
  await decide(deps, whole, at, { status: 'accepted', chosen: column, decidedName: name, agreementId: made?.id ?? null }, headline, [
    ...(made?.statements ?? []),
    trail(db, {
      at,
      actor: 'prospect',
      act: 'proposal.accepted',
      subject: reader.id,
      detail: { column, textHash: hash, agreement: made?.id ?? null },
    }),
  ])
}

/** @throws Refusal not_found, nda_required, text_changed, signer_unknown, wrong_state */
export async function declineProposal(
  deps: Deciding,
  reader: Reader,
  { hash, name, because }: { hash: string; name: string; because: string },
): Promise<void> {
  const whole = await getProposal(deps.db, reader.id)
  if (whole.proposal.status === 'declined') return
  await requireReader(deps, whole, reader, { hash, name })
  const at = deps.now()
  const set = { status: 'declined' as const, decidedName: name, declinedBecause: because || null }
  await decide(deps, whole, at, set, `${whole.company} declined`, [
    trail(deps.db, { at, actor: 'prospect', act: 'proposal.declined', subject: reader.id, detail: { textHash: hash } }),
  ])
}

async function requireReader(
  { db, now }: Deciding,
  { proposal }: WholeProposal,
  { contactId }: Reader,
  { hash, name }: { hash: string; name: string },
): Promise<void> {
  if (!(await findNdaInForce(db, proposal.prospectId, now()))) throw new Refusal('nda_required', ended)
  if (proposal.status !== 'sent') throw new Refusal('wrong_state', 'It was answered already. Open the page again to see how.')
  if (proposal.textHash !== hash) throw new Refusal('text_changed', 'The proposal is another one than you read. Open the page again.')
  const [contact] = await db.select({ name: contacts.name }).from(contacts).where(eq(contacts.id, contactId))
  if (!contact || !isSameName(name, contact.name)) {
    throw new Refusal(
      'signer_unknown',
      `This was sent to ${contact?.name ?? 'somebody else'}. Type that name, or ask us to send it to you.`,
    )
  }
}

export const ended = 'The agreement of confidence between us has ended, and this page with it. Ask us for a new one.'

/** Another version waits for signatures: staff sees to that one first. */
async function isBeingPrepared(db: Db, prospectId: string, kind: AskingColumn): Promise<boolean> {
  const open = await db
    .select({ status: agreements.status })
    .from(agreements)
    .where(and(eq(agreements.prospectId, prospectId), eq(agreements.kind, kind)))
    .limit(100)
  return open.some(({ status }) => status === 'draft' || status === 'offered')
}

type Decided = {
  status: 'accepted' | 'declined'
  decidedName: string
  chosen?: Category
  agreementId?: string | null
  declinedBecause?: string | null
}

async function decide(
  deps: Deciding,
  { proposal }: WholeProposal,
  at: Date,
  set: Decided,
  what: string,
  statements: Statement[],
): Promise<void> {
  const { db } = deps
  const noticeId = `proposal_answered:${proposal.id}`
  const todo =
    proposal.partner && set.status === 'accepted' ? 'Look at what comes next, and invite it as a partner.' : 'Look at what comes next.'
  await together(
    db,
    [
      db
        .update(proposals)
        .set({ ...set, decidedAt: at })
        .where(and(eq(proposals.id, proposal.id), eq(proposals.status, 'sent'))),
      ...changedExactly(db),
      ...statements,
      oweStaff(db, noticeId, [proposal.createdBy], { template: 'desk_news', data: { what, todo, path: `/proposals/${proposal.id}` } }, at),
    ],
    moved,
  )
  await hintNotices(deps, noticeId)
}
