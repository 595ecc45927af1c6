import type { FormState } from '../../portal/components/form-state.ts'
import type { StuckPayoutProps } from '../../portal/components/stuck-payout.tsx'
import { isCurrency } from '../../schema/currency.ts'
import type { AppContext } from '../env.ts'
import { namesOf } from '../identity/names.ts'
import { isFreshFactor } from '../identity/rules.ts'
import { lookAtStripe } from './decide-stuck.ts'
import { isTransferOf } from './rules-run.ts'
import { evidenceOf } from './rules-stuck.ts'
import { listDecisions } from './store-decisions.ts'
import { findPayout } from './store-payouts.ts'

/** What the page of a stuck payout shows besides: Stripe is asked each time it is opened. Undefined for any other payout. */
export async function stuckView(c: AppContext, payoutId: string, form?: FormState): Promise<StuckPayoutProps | undefined> {
  const { deps, staff } = c.var
  const payout = await findPayout(deps.db, payoutId)
  if (payout?.status !== 'stuck') return undefined
  const found = await lookAtStripe(deps, payoutId)
  const open = (await listDecisions(deps.db, payoutId)).find(({ status }) => status === 'open')
  const names = await namesOf(deps.db, open ? [open.proposedBy] : [])
  return {
    href: `/runs/${payout.runId}/payouts/${payoutId}`,
    transfers: found?.map((each) => ({
      ...each,
      currency: isCurrency(each.currency) ? each.currency : undefined,
      equals: isTransferOf(payout, each),
    })),
    evidence: found && evidenceOf(payout, found, deps.now()),
    proposal: open && { ...open, by: names.get(open.proposedBy) ?? open.proposedBy, at: open.proposedAt },
    may: {
      propose: staff.roles.includes('finance'),
      decide: staff.roles.includes('approver') && open?.proposedBy !== staff.id,
    },
    hasSecondFactor: isFreshFactor(staff.secondFactorAt, deps.now()),
    form,
  }
}
