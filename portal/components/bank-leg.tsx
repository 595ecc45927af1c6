import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import { Badge, type Tone } from './badge.tsx'
import { Day } from './instant.tsx'

/** The way from the Stripe account to the bank. */
export type BankLegProps = {
  status: BankPayoutStatus
  /** When the bank is expected to have it. */
  arrivesAt: Date
  /** Why the bank refused it, in words. */
  why: string | null
}

const word: Record<BankPayoutStatus, { word: string; tone: Tone; hasDay: boolean }> = {
  pending: { word: 'On its way, expected', tone: 'wait', hasDay: true },
  in_transit: { word: 'On its way, expected', tone: 'wait', hasDay: true },
  paid: { word: 'Expected in your bank since', tone: 'good', hasDay: true },
  failed: { word: 'Refused by your bank, fix it at Stripe', tone: 'bad', hasDay: false },
  canceled: { word: 'Called off, it stays in your Stripe account', tone: 'plain', hasDay: false },
}

export const BankLeg = ({ status, arrivesAt, why }: BankLegProps) => (
  <>
    <Badge tone={word[status].tone}>
      {word[status].word}
      {word[status].hasDay && (
        <>
          {' '}
          <Day at={arrivesAt} />
        </>
      )}
    </Badge>
    {status === 'failed' && why && <span class="soft small"> {why}</span>}
  </>
)

const wordForStaff: Record<BankPayoutStatus, { word: string; tone: Tone }> = {
  pending: { word: 'On its way to the bank', tone: 'wait' },
  in_transit: { word: 'On its way to the bank', tone: 'wait' },
  paid: { word: 'Arrived at the bank', tone: 'good' },
  failed: { word: 'Sent back by the bank', tone: 'bad' },
  canceled: { word: 'Called off, in the Stripe account', tone: 'plain' },
}

/** As staff reads it: where the money of a payout that was sent is now. */
export const StaffBankLeg = ({ status }: { status: BankPayoutStatus }) => (
  <Badge tone={wordForStaff[status].tone}>{wordForStaff[status].word}</Badge>
)
