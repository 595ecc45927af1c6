import type { DealStatus } from '../../schema/deals.ts'
import type { DealKind } from '../../schema/terms.ts'
import { Badge, type Tone } from './badge.tsx'

/** What the customer buys, as sales speaks of it. */
export const kindWords: Record<DealKind, string> = {
  one_off: 'One-off',
  hour_pool: 'Hour pool',
  retainer: 'Retainer',
  flat_fee: 'Flat fee',
  performance: 'Performance',
  warranty: 'Warranty',
}

export const dealWords: Record<DealStatus, { word: string; tone: Tone }> = {
  open: { word: 'Open', tone: 'wait' },
  won: { word: 'Won', tone: 'good' },
  ended: { word: 'Ended', tone: 'plain' },
  lost: { word: 'Lost', tone: 'bad' },
}

export const DealState = ({ status }: { status: DealStatus }) => <Badge tone={dealWords[status].tone}>{dealWords[status].word}</Badge>
