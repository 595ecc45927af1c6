import type { DealStatus } from '../../schema/deals.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { accrueRewardsOf } from '../commissions/reward.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { mayBecome } from './rules.ts'
import { getDeal } from './store.ts'
import { moveStatements, winStatements } from './win.ts'

const wordFor: Record<DealStatus, string> = { open: 'open', won: 'won', ended: 'ended', lost: 'lost' }

/**
 * Moves a deal: won, lost with a reason, ended, or open again. Asked for what it already is, it stays so.
 *
 * @param reason - why it was lost or ended; ignored otherwise
 * @throws Refusal not_found, wrong_state, invalid when a lost deal has no reason
 */
export async function closeDeal(deps: Deps, dealId: string, to: DealStatus, reason: string | null, actor: string): Promise<void> {
  const { db, now } = deps
  const prospectId = await readAgainIfRefused(async () => {
    const deal = await getDeal(db, dealId)
    if (deal.status === to) return undefined
    if (!mayBecome(deal.status, to))
      throw new Refusal('wrong_state', `This deal is ${wordFor[deal.status]} and cannot become ${wordFor[to]}.`)
    if (to === 'lost' && !reason) throw new Refusal('invalid', 'Say why the deal was lost.')

    const at = now()
    const partnerId = deal.partnerId ?? undefined
    const moved: Statement[] =
      to === 'won' && deal.status === 'open'
        ? winStatements(db, deal, actor, at, at)
        : [
            ...moveStatements(db, deal, to, to === 'lost' || to === 'ended' ? { statusReason: reason, closedAt: at } : {}),
            trail(db, {
              at,
              actor,
              act: `deal.${to === 'open' ? 'reopened' : to}`,
              subject: deal.id,
              partnerId,
              detail: { from: deal.status, reason },
            }),
          ]
    await inOneBatch(db, moved)
    return to === 'won' ? deal.prospectId : undefined
  })
  if (prospectId) await accrueRewardsOf(deps, prospectId)
}
