import type { Currency } from '../../schema/currency.ts'
import type { ReconBreak } from '../../schema/reconciliation.ts'
import { Badge } from './badge.tsx'
import { Instant } from './instant.tsx'
import { Money } from './money.tsx'

export type BreakView = ReconBreak & { partner: string | null }

export const BreakState = ({ found }: { found: ReconBreak }) => {
  if (found.closedHow === 'person') return <Badge>Closed by a person</Badge>
  if (found.closedHow === 'clean_run') return <Badge tone="good">Closed, both sides agree</Badge>
  return <Badge tone="bad">Open</Badge>
}

/** What one side says, where it says an amount. */
export const Side = ({ amountMinor, currency }: { amountMinor: number | null; currency: Currency | null }) =>
  amountMinor === null || !currency ? null : <Money amountMinor={amountMinor} currency={currency} />

export const Owner = ({ found: { owner } }: { found: ReconBreak }) => (
  <span class={owner ? undefined : 'soft'}>{owner ?? 'Nobody yet'}</span>
)

export const Age = ({ found: { openedAt }, now }: { found: ReconBreak; now: Date }) => <Instant at={openedAt} from={now} />
