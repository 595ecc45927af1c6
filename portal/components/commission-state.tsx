import type { CommissionStatus } from '../../schema/commissions.ts'
import { Badge, type Tone } from './badge.tsx'
import { Day } from './instant.tsx'

export const commissionWords: Record<CommissionStatus, { word: string; tone: Tone }> = {
  pending: { word: 'In the waiting period', tone: 'wait' },
  approved: { word: 'Ready for the next payout', tone: 'good' },
  in_payout: { word: 'Being paid', tone: 'wait' },
  paid: { word: 'Paid', tone: 'good' },
  on_hold: { word: 'On hold', tone: 'warn' },
  rejected: { word: 'Not granted', tone: 'bad' },
  voided: { word: 'Cancelled', tone: 'plain' },
}

export type CommissionState = {
  status: CommissionStatus
  maturesAt: Date
  /** When its payout was sent. */
  paidAt: Date | null
  /** Why it was not granted or cancelled, or what a correction is for. */
  reason: string | null
  /** The oldest open hold. */
  hold: { reason: string; owner: string; openedAt: Date } | null
}

/** The state in a badge, with its date where it has one. */
export const CommissionBadge = ({ status, maturesAt, paidAt }: Pick<CommissionState, 'status' | 'maturesAt' | 'paidAt'>) => (
  <Badge tone={commissionWords[status].tone}>
    {commissionWords[status].word}
    {status === 'pending' && (
      <>
        {' '}
        until <Day at={maturesAt} />
      </>
    )}
    {status === 'paid' && paidAt && (
      <>
        {' '}
        on <Day at={paidAt} />
      </>
    )}
  </Badge>
)

/** The badge, and under it why: the reason, who decides and since when. */
export const CommissionReason = (state: CommissionState) => (
  <>
    <CommissionBadge {...state} />
    {state.hold ? (
      <p class="soft small">
        {state.hold.reason} {state.hold.owner} decides, since <Day at={state.hold.openedAt} />.
      </p>
    ) : (
      state.reason && <p class="soft small">{state.reason}</p>
    )}
  </>
)
