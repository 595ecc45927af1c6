import { and, eq } from 'drizzle-orm'
import { type Criterion, criteria } from '../../schema/engagements.ts'
import { together } from '../agreements/batch-of-signing.ts'
import { trail } from '../audit/store.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { hintNotices } from '../payouts/store-notices.ts'
import { draftInvitations, invitationNotice } from './kickoff-ask.ts'
import { refuseDayOutside, requireAccepted } from './rules.ts'
import type { AgreedResult, CriterionResult } from './shapes.ts'
import { getCriterion, getCriterionOfCustomer, getEngagement } from './store.ts'

type Deciding = Pick<Deps, 'db' | 'now' | 'hints'>

const decided = 'This was decided already. Please look at what stands now.'

/**
 * What came out of a criterion, as staff has it from the customer: met with its name (ENG2), missed, or only written down for the
 * customer to agree to. The last one met drafts the invitations in the same batch (ASK1).
 *
 * @throws Refusal not_found, invalid, not_accepted, wrong_state
 */
export async function tellResult(deps: Deciding, engagementId: string, id: string, told: CriterionResult, by: string): Promise<void> {
  const { db, now } = deps
  const engagement = await getEngagement(db, engagementId)
  const before = await getCriterion(db, engagementId, id)
  if (before.status !== 'open') throw new Refusal('wrong_state', decided)
  if (engagement.status === 'planned') throw new Refusal('wrong_state', 'The work has not begun. Record its kickoff first.')
  const { outcome, result, acceptedBy, decidedOn } = told
  if (outcome === 'met') requireAccepted(told)
  if (!result) throw new Refusal('invalid', 'Say what came out.')
  refuseDayOutside(decidedOn, engagement.kickoffOn, dayOf(now()), 'That')
  const set = outcome === 'open' ? { result } : { status: outcome, result, acceptedBy: acceptedBy || null, decidedOn }
  await decide(deps, before, set, by, `criterion.${outcome === 'open' ? 'told' : outcome}`)
}

/**
 * The customer agrees to the result that it was shown: met, under the name it gave (ENG2).
 *
 * @throws Refusal not_found, wrong_state, text_changed
 */
export async function agreeToResult(
  deps: Deciding,
  prospectId: string,
  id: string,
  { textHash, name }: Omit<AgreedResult, 'agreed'>,
  via: string,
): Promise<void> {
  const before = await getCriterionOfCustomer(deps.db, prospectId, id)
  if (before.status !== 'open' || !before.result) throw new Refusal('wrong_state', decided)
  if ((await digestOf(before.result)) !== textHash)
    throw new Refusal('text_changed', 'This is another result than the page showed. Please read it again.')
  await decide(deps, before, { status: 'met', acceptedBy: name, decidedOn: dayOf(deps.now()) }, via, 'criterion.met')
}

async function decide(deps: Deciding, before: Criterion, set: Partial<Criterion>, by: string, act: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const { id, engagementId, result } = before
  await together(
    db,
    [
      db
        .update(criteria)
        .set(set)
        .where(and(eq(criteria.id, id), eq(criteria.status, 'open'), result ? eq(criteria.result, result) : undefined)),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: by,
        act,
        subject: engagementId,
        detail: { criterion: id, ...(set.acceptedBy && { acceptedBy: set.acceptedBy }) },
      }),
      ...draftInvitations(db, { engagementId }, at),
    ],
    decided,
  )
  await hintNotices(deps, invitationNotice)
}
