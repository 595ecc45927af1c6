import type { BankPayoutStatus } from '../../schema/bank-payouts.ts'
import type { Currency } from '../../schema/currency.ts'
import { Act } from './act.tsx'
import { Badge } from './badge.tsx'
import { StaffBankLeg } from './bank-leg.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { Blocker, type NamedBlocker } from './blocker.tsx'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { Money } from './money.tsx'
import { Pager } from './pager.tsx'
import { type PlannedStatus, StaffPayoutState } from './payout-state.tsx'
import { Sheet } from './sheet.tsx'
import { ShortId } from './short-id.tsx'

export type RunPlanRow = {
  payoutId: string
  partnerId: string
  partner: string
  currency: Currency
  amountMinor: number
  destination: string
  isNewDestination: boolean
  status: PlannedStatus
  reason: string | null
  /** Where it is on its way from Stripe to the bank; absent until that is known. */
  bank?: BankPayoutStatus | undefined
}

export type RunBlockedRow = {
  partnerId: string
  partner: string
  currency: Currency
  amountMinor: number
  isExcluded: boolean
  blocker: NamedBlocker
}

type RunPlanProps = { runId: string; plan: RunPlanRow[]; olderHref: string | undefined; mayChange: boolean }

/** What the run pays, a payout a row. */
export const RunPlan = ({ runId, plan, olderHref, mayChange }: RunPlanProps) => (
  <Sheet title="Payouts" id="plan">
    <DataTable
      caption="Planned payouts"
      stack
      rows={plan}
      columns={[
        {
          key: 'partner',
          head: 'Partner',
          rowHead: true,
          stack: 'start',
          cell: (row) => <a href={`/runs/${runId}/payouts/${row.payoutId}`}>{row.partner}</a>,
        },
        {
          key: 'destination',
          head: 'Stripe account',
          cell: (row) => (
            <>
              <ShortId id={row.destination} /> {row.isNewDestination && <Badge tone="warn">First time</Badge>}
            </>
          ),
        },
        {
          key: 'state',
          head: 'State',
          cell: (row) => (row.bank ? <StaffBankLeg status={row.bank} /> : <StaffPayoutState status={row.status} />),
        },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          stack: 'end',
          cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
        },
        ...(mayChange
          ? [
              {
                key: 'exclude',
                head: 'Leave out',
                cell: (row: RunPlanRow) => (
                  <Act
                    action={`/runs/${runId}/exclusions`}
                    label="Leave out"
                    fields={{ partnerId: row.partnerId, reason: 'Left out of the draft' }}
                    small
                  />
                ),
              },
            ]
          : []),
      ]}
      blank={<BlankSlate title="This draft pays nobody">Take somebody in again, rebuild it, or cancel it.</BlankSlate>}
    />
    <Pager olderHref={olderHref} />
  </Sheet>
)

type RunBlockedProps = { runId: string; blocked: RunBlockedRow[]; olderHref: string | undefined; mayChange: boolean }

/** Who is not in it, each with what blocks it. */
export const RunBlocked = ({ runId, blocked, olderHref, mayChange }: RunBlockedProps) => (
  <Sheet title="Not in this run" id="blocked">
    <DataTable
      caption="Partners who are not paid in this run"
      stack
      rows={blocked}
      columns={[
        {
          key: 'partner',
          head: 'Partner',
          rowHead: true,
          stack: 'start',
          cell: (row) => <a href={`/partners/${row.partnerId}`}>{row.partner}</a>,
        },
        { key: 'why', head: 'Why', cell: (row) => <Blocker blocker={row.blocker} /> },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          stack: 'end',
          cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
        },
        ...(mayChange
          ? [
              {
                key: 'include',
                head: 'Take in',
                cell: (row: RunBlockedRow) =>
                  row.isExcluded && (
                    <form class="act" method="post" action={`/runs/${runId}/plan`}>
                      <Button name="partnerId" value={row.partnerId} small>
                        Take in again
                      </Button>
                    </form>
                  ),
              },
            ]
          : []),
      ]}
    />
    <Pager olderHref={olderHref} />
  </Sheet>
)
