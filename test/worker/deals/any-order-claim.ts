import { prospects } from '../../../schema/prospects.ts'
import { answerClaim } from '../../../worker/attribution/answer-claim.ts'
import { submitClaim } from '../../../worker/attribution/claim.ts'
import type { Deps } from '../../../worker/deps.ts'
import { Refusal } from '../../../worker/errors.ts'

/** What our own people do in between, told as Stripe’s events are; its object is the partner. */
export const claimAccepted = 'claim.accepted'

/** There is nobody to claim before the first sale is known; a claim that was answered is answered. */
export async function acceptClaim(deps: Deps, partnerId: string): Promise<string | undefined> {
  const [prospect] = await deps.db.select({ domain: prospects.domain }).from(prospects).limit(1)
  if (!prospect?.domain) return 'waiting'
  const evidence = 'I named you to their buyer before she clicked.'
  const about = { kind: 'missing' as const, company: '', domain: prospect.domain, evidence, link: '' }
  try {
    const id = await submitClaim(deps, { id: `mem_of_${partnerId}`, partnerId }, { act: `act_${partnerId}`, ...about })
    await answerClaim(deps, id, { answer: 'accepted', reason: 'Your mail to their buyer came first.' }, answerer)
    return undefined
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'wrong_state' || error.code === 'already_done')) return undefined
    if (error instanceof Refusal && (error.code === 'conflict' || error.code === 'stale')) return 'waiting'
    throw error
  }
}
const answerer = { id: 'stf_sales', name: 'Ingrid', roles: ['sales'] }
