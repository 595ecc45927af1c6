import type { PayoutStatus } from '../../schema/payouts.ts'
import { Badge, type Tone } from './badge.tsx'

type Words = Record<PayoutStatus, { word: string; tone: Tone }>

/** As a partner reads it: what happened, and that nothing is lost. */
const forPartner: Words = {
  reserved: { word: 'Approved, being prepared', tone: 'wait' },
  sending: { word: 'Being sent', tone: 'wait' },
  unknown: { word: 'Being checked with Stripe', tone: 'warn' },
  stuck: { word: 'Being checked with Stripe', tone: 'warn' },
  paid: { word: 'Sent to your Stripe account', tone: 'good' },
  released: { word: 'Not sent, back in your balance', tone: 'plain' },
}

const forStaff: Words & Record<'planned' | 'skipped', { word: string; tone: Tone }> = {
  planned: { word: 'Planned', tone: 'plain' },
  skipped: { word: 'Left out', tone: 'warn' },
  reserved: { word: 'Reserved', tone: 'wait' },
  sending: { word: 'Being sent', tone: 'wait' },
  unknown: { word: 'Being looked up', tone: 'warn' },
  stuck: { word: 'Stuck, people decide', tone: 'bad' },
  paid: { word: 'Sent', tone: 'good' },
  released: { word: 'Not sent', tone: 'bad' },
}

export type PlannedStatus = keyof typeof forStaff

export const PartnerPayoutState = ({ status }: { status: PayoutStatus }) => (
  <Badge tone={forPartner[status].tone}>{forPartner[status].word}</Badge>
)

export const StaffPayoutState = ({ status }: { status: PlannedStatus }) => (
  <Badge tone={forStaff[status].tone}>{forStaff[status].word}</Badge>
)
