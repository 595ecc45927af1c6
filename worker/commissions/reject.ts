import type { Commission } from '../../schema/commissions.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { rejectStatements } from './correct.ts'
import { whoIsTold } from './store.ts'
import { getFamily } from './store-families.ts'

const whyNot: Partial<Record<Commission['status'], string>> = {
  approved: 'This commission is ready for the next payout. Put it on hold first; then it can be refused.',
  in_payout: 'This commission is being paid and can no longer be refused.',
  paid: 'This commission was paid and can no longer be refused.',
  voided: 'This commission was cancelled; there is nothing left to refuse.',
}

/**
 * Refuses what stands of a commission, for a reason that the partner reads. Possible while it waits or is on hold (money.md 5).
 *
 * @throws Refusal not_found, wrong_state
 */
export async function rejectCommission(deps: Deps, commissionId: string, reason: string, actor: string): Promise<void> {
  const { db, now } = deps
  await readAgainIfRefused(async () => {
    const family = await getFamily(db, commissionId)
    const { head } = family
    if (head.status === 'rejected') return
    const why = head.kind === 'earned' ? whyNot[head.status] : 'Only an earned commission can be refused; a correction follows its payment.'
    if (why) throw new Refusal('wrong_state', why)

    await inOneBatch(db, rejectStatements(deps, family, { reason, actor, at: now() }, await whoIsTold(db, head)))
  })
}
