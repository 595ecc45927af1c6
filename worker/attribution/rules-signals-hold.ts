import type { Signal } from '../../schema/signals.ts'
import { signalOwner } from '../commissions/rules.ts'
import { heldBecause, teamOf } from './rules-signals.ts'

export type SignalState = Pick<Signal, 'id' | 'rule' | 'subjectKind' | 'status' | 'reason' | 'decidedAt'>

/** How a signal holds a commission: owned by itself, so that its decision ends this hold and no other. */
export const holdOfSignal = ({ id, rule }: Pick<Signal, 'id' | 'rule'>): { reason: string; owner: string } => ({
  reason: heldBecause[rule],
  owner: signalOwner(teamOf[rule], id),
})

/** What new commissions of a credit meet: holds, or the reason why there are none any more. */
export type CreditStanding = { holds: { reason: string; owner: string }[]; forfeited: string | null }

/**
 * What the signals about a credit and its partner ask of a new commission. Open ones hold it; a confirmed one about the prospect has ended
 * the credit, unless a person gave it to this partner since. A reason that stands on the attribution without any signal behind it is held
 * for finance.
 */
export function standingOf(signals: readonly SignalState[], heldReason: string | null, movedAt: Date | null): CreditStanding {
  const about = signals.filter(({ subjectKind }) => subjectKind === 'prospect')
  const confirmed = about.find(({ status, decidedAt }) => status === 'confirmed' && (!movedAt || (decidedAt ?? movedAt) > movedAt))
  const holds = signals.filter(({ status, subjectKind }) => status === 'open' && subjectKind !== 'commission').map(holdOfSignal)
  const isBare = heldReason !== null && about.length === 0
  return { holds: isBare ? [{ reason: heldReason, owner: 'finance' }, ...holds] : holds, forfeited: confirmed?.reason ?? null }
}
