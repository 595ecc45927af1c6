import type { Readiness } from '../../schema/payout-destinations.ts'
import { Badge, type Tone } from './badge.tsx'

const wordFor: Record<Readiness, { word: string; tone: Tone }> = {
  active: { word: 'Ready', tone: 'good' },
  pending: { word: 'Being checked by Stripe', tone: 'wait' },
  restricted: { word: 'Details missing', tone: 'warn' },
  rejected: { word: 'Not accepted by Stripe', tone: 'bad' },
  unsupported: { word: 'Not supported by Stripe', tone: 'bad' },
  closed: { word: 'Closed', tone: 'bad' },
  unknown: { word: 'Not known yet', tone: 'wait' },
}

export const ReadinessState = ({ readiness }: { readiness: Readiness }) => (
  <Badge tone={wordFor[readiness].tone}>{wordFor[readiness].word}</Badge>
)
