import type { VendorFeeStatus } from '../../schema/deal-kinds.ts'
import { Badge, type Tone } from './badge.tsx'

export const feeWords: Record<VendorFeeStatus, { word: string; tone: Tone }> = {
  expected: { word: 'Expected', tone: 'wait' },
  received: { word: 'Received', tone: 'good' },
  short: { word: 'Short', tone: 'warn' },
  written_off: { word: 'Written off', tone: 'plain' },
}

/** An expected or short one past its day is late. */
export const FeeState = ({ status, dueOn, today }: { status: VendorFeeStatus; dueOn: string; today?: string | undefined }) => (
  <>
    <Badge tone={feeWords[status].tone}>{feeWords[status].word}</Badge>
    {today !== undefined && dueOn < today && (status === 'expected' || status === 'short') && <Badge tone="bad">Late</Badge>}
  </>
)
