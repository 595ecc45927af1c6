import { and, eq, sql } from 'drizzle-orm'
import { type ProposalLine, proposalLines, proposals } from '../../schema/proposals.ts'
import { getCustomerName, makeOnce } from '../agreements/agreement.ts'
import { together } from '../agreements/batch-of-signing.ts'
import { requireMayBeAsked } from '../agreements/grant.ts'
import { grantNeeds } from '../agreements/rules-grants.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { NewLine, NewProposal, ProposedPrice } from './shapes.ts'
import { getProposal } from './store.ts'

type Making = Pick<Deps, 'db' | 'now' | 'newId'>

const linesAtMost = 40
export const noDraft = 'Only a draft can be changed. What was sent stays as it was read; take it back first.'

/** A draft of three columns; nobody but staff sees it. @throws Refusal not_found */
export async function draftProposal(deps: Making, { act, prospectId, ...price }: NewProposal, by: string): Promise<string> {
  const { db } = deps
  await getCustomerName(db, prospectId)
  return makeOnce(
    deps,
    act,
    'prp',
    (id, at) => [
      db.insert(proposals).values({ id, prospectId, ...price, status: 'draft', pricedBy: by, createdBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'proposal.drafted', subject: id, detail: { customer: prospectId } }),
    ],
    'This proposal could not be begun. Please look at the customer’s page.',
  )
}

/**
 * Sets name, price and the partner switch of a draft anew: whoever agreed to an earlier price, or to both benefits beside each other, agrees again.
 *
 * @throws Refusal not_found, wrong_state once it was sent
 */
export async function changePrice({ db, now }: Making, id: string, price: ProposedPrice, by: string): Promise<void> {
  await getProposal(db, id)
  const at = now()
  const { listMinor, referenceBps, sponsorBps, partner } = price
  const anew = { pricedBy: by, secondBy: null, secondReason: null, bothBy: null, bothReason: null }
  await together(
    db,
    [
      db
        .update(proposals)
        .set({ ...price, ...anew })
        .where(isDraft(id)),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'proposal.priced', subject: id, detail: { listMinor, referenceBps, sponsorBps, partner } }),
    ],
    noDraft,
  )
}

const isDraft = (id: string) => and(eq(proposals.id, id), eq(proposals.status, 'draft'))

/** A duty, a permission or a benefit of one column. @throws Refusal not_found, needs_organisation, naming_rests, wrong_state once it was sent */
export async function addLine(deps: Making, id: string, line: NewLine, by: string): Promise<void> {
  const { db } = deps
  const { proposal, lines } = await getProposal(db, id)
  if (proposal.status !== 'draft') throw new Refusal('wrong_state', noDraft)
  if (lines.length >= linesAtMost) throw new Refusal('wrong_state', `A proposal has ${linesAtMost} lines at most. Take one out first.`)
  if ('grant' in line) {
    const [scope = 'organisation'] = grantNeeds[line.grant].scopes.toReversed()
    await requireMayBeAsked(db, { prospectId: proposal.prospectId, kind: line.grant, scope }, dayOf(deps.now()))
  }
  const n = sql<number>`(select 1 + coalesce(max(l.n), 0) from proposal_lines l where l.proposal_id = ${id})`
  const stored = storedOf(line)
  await makeOnce(
    deps,
    line.act,
    'ben',
    (_, at) => [
      db.insert(proposalLines).values({ proposalId: id, n, ...stored }),
      trail(db, { at, actor: by, act: 'proposal.line_added', subject: id, detail: toldOf(stored) }),
    ],
    noDraft,
  )
}

/** Of a line what the trail keeps; a benefit's words stand in the proposal alone. */
const toldOf = ({ category, kind, what, quantity, dueOn, benefit }: Omit<ProposalLine, 'proposalId' | 'n'>) =>
  kind === 'benefit' ? { category, benefit } : { category, what, ...(kind === 'obligation' && { quantity, dueOn }) }

function storedOf(line: NewLine): Omit<ProposalLine, 'proposalId' | 'n'> {
  const bare = { category: line.category, quantity: null, dueOn: null, benefit: null }
  if ('activity' in line) return { ...bare, kind: 'obligation', what: line.activity, quantity: line.promised, dueOn: line.dueOn }
  if ('grant' in line) return { ...bare, kind: 'grant', what: line.grant }
  return { ...bare, kind: 'benefit', what: line.benefitText, benefit: line.benefit }
}

/** @throws Refusal not_found, wrong_state once it was sent */
export async function removeProposalLine({ db, now }: Making, id: string, n: number, by: string): Promise<void> {
  const find = async () => (await getProposal(db, id)).lines.find((line) => line.n === n)
  const line = await find()
  if (!line) throw notFound()
  try {
    await inOneBatch(db, [
      db.delete(proposalLines).where(and(eq(proposalLines.proposalId, id), eq(proposalLines.n, n))),
      ...changedExactly(db),
      trail(db, { at: now(), actor: by, act: 'proposal.line_removed', subject: id, detail: toldOf(line) }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw (await find()) ? new Refusal('wrong_state', noDraft) : notFound()
  }
}

/**
 * DIS4: a second person agrees to a price cut above the limit.
 *
 * @throws Refusal not_found, same_person, wrong_state
 */
export async function agreeToPrice(deps: Making, id: string, reason: string, by: string): Promise<void> {
  const { proposal } = await getProposal(deps.db, id)
  if ((proposal.pricedBy ?? proposal.createdBy) === by) {
    throw new Refusal('same_person', 'You set this price, so another person agrees to it.')
  }
  const detail = { referenceBps: proposal.referenceBps, sponsorBps: proposal.sponsorBps, reason }
  await decideInDraft(deps, id, { secondBy: by, secondReason: reason }, { act: 'proposal.price_agreed', by, detail })
}

/** CAT4: staff lets a lower price and a partner's share stand in one proposal, and says why. @throws Refusal not_found, wrong_state */
export async function allowBoth(deps: Making, id: string, reason: string, by: string): Promise<void> {
  const { proposal } = await getProposal(deps.db, id)
  if (!proposal.partner || proposal.sponsorBps === 0) {
    throw new Refusal('wrong_state', 'A lower price and a partner’s share do not meet here, so there is nothing to allow.')
  }
  await decideInDraft(deps, id, { bothBy: by, bothReason: reason }, { act: 'proposal.both_allowed', by, detail: { reason } })
}

type Told = { act: string; by: string; detail: Record<string, unknown> }

async function decideInDraft({ db, now }: Making, id: string, set: Partial<typeof proposals.$inferInsert>, told: Told): Promise<void> {
  const at = now()
  const statements: Statement[] = [
    db.update(proposals).set(set).where(isDraft(id)),
    ...changedExactly(db),
    trail(db, { at, actor: told.by, act: told.act, subject: id, detail: told.detail }),
  ]
  await together(db, statements, noDraft)
}
