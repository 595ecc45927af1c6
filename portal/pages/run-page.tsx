import type { Currency } from '../../schema/currency.ts'
import type { PayoutRun } from '../../schema/payouts.ts'
import { Act } from '../components/act.tsx'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Blocker, type NamedBlocker } from '../components/blocker.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { type PlannedStatus, StaffPayoutState } from '../components/payout-state.tsx'
import { RunActs, type RunActsProps } from '../components/run-acts.tsx'
import { type RunCountRow, RunProgress } from '../components/run-progress.tsx'
import { RunState, runName } from '../components/run-state.tsx'
import { type RunDifference, RunSummaryView } from '../components/run-summary.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'

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
}

export type RunBlockedRow = {
  partnerId: string
  partner: string
  currency: Currency
  amountMinor: number
  isExcluded: boolean
  blocker: NamedBlocker
}

export type RunPageProps = {
  run: PayoutRun
  /** Names by id of everybody who had a hand in it. */
  names: Map<string, string>
  counts: RunCountRow[]
  plan: RunPlanRow[]
  planOlderHref: string | undefined
  blocked: RunBlockedRow[]
  blockedOlderHref: string | undefined
  troubles: RunPlanRow[]
  differences: RunDifference[]
  stops: string[]
  acts: RunActsProps
}

export const RunPage = (page: RunPageProps) => {
  const { run, counts, acts } = page
  const isMoving = run.status === 'approved' || run.status === 'sending'
  return (
    <>
      <PageHead
        title={runName(run.id)}
        state={<RunState status={run.status} paused={run.paused} />}
        back={{ href: '/runs', label: 'Payout runs' }}
        actions={
          <ButtonLink href={`/runs/${run.id}/payouts.csv`} download={`${run.id}.csv`}>
            Export
          </ButtonLink>
        }
      />
      <Rest {...page} />
      {(isMoving || run.status === 'done') && (
        <RunProgress counts={counts} moves={isMoving}>
          {page.troubles.length > 0 && <Troubles {...page} />}
        </RunProgress>
      )}
      {run.summary && <RunSummaryView summary={run.summary} differences={page.differences} />}
      <RunActs {...acts} />
      <Plan {...page} />
      {page.blocked.length > 0 && <Blocked {...page} />}
      <Hands {...page} />
    </>
  )
}

/** What keeps it from moving, if something does. */
const Rest = ({ run, stops }: RunPageProps) => (
  <>
    {run.paused && (
      <Notice tone="warn" title={run.status === 'draft' ? 'Half prepared' : 'This run rests'}>
        {run.status === 'draft'
          ? 'Preparing was interrupted. Rebuild the draft.'
          : `${run.paused}. Nothing is sent until a person lets it go on.`}
      </Notice>
    )}
    {stops.length > 0 && (run.status === 'approved' || run.status === 'sending') && (
      <Notice tone="warn" title="The stop switch is on" action={<ButtonLink href="/stops">Stop switch</ButtonLink>}>
        {stops.join(', ')}
      </Notice>
    )}
    {run.reason && (
      <Notice
        tone={run.status === 'refused' ? 'bad' : 'plain'}
      >{`${run.status === 'refused' ? 'Refused' : 'Cancelled'}: ${run.reason}`}</Notice>
    )}
  </>
)

const Troubles = ({ run, troubles }: RunPageProps) => (
  <Sheet title="Not sent, or not clear yet">
    <DataTable
      caption="Payouts that were not sent or are not clear yet"
      rows={troubles}
      columns={[
        {
          key: 'partner',
          head: 'Partner',
          rowHead: true,
          cell: (row) => <a href={`/runs/${run.id}/payouts/${row.payoutId}`}>{row.partner}</a>,
        },
        { key: 'state', head: 'State', cell: (row) => <StaffPayoutState status={row.status} /> },
        { key: 'reason', head: 'Why', cell: (row) => row.reason },
        { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
      ]}
    />
  </Sheet>
)

const Plan = ({ run, plan, planOlderHref, acts }: RunPageProps) => (
  <Sheet title="Payouts" id="plan">
    <DataTable
      caption="Planned payouts"
      rows={plan}
      columns={[
        {
          key: 'partner',
          head: 'Partner',
          rowHead: true,
          cell: (row) => <a href={`/runs/${run.id}/payouts/${row.payoutId}`}>{row.partner}</a>,
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
        { key: 'state', head: 'State', cell: (row) => <StaffPayoutState status={row.status} /> },
        { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
        ...(acts.may.rebuild
          ? [
              {
                key: 'exclude',
                head: 'Leave out',
                cell: (row: RunPlanRow) => (
                  <Act
                    action={`/runs/${run.id}/exclusions`}
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
    <Pager olderHref={planOlderHref} />
  </Sheet>
)

const Blocked = ({ run, blocked, blockedOlderHref, acts }: RunPageProps) => (
  <Sheet title="Not in this run" id="blocked">
    <DataTable
      caption="Partners who are not paid in this run"
      rows={blocked}
      columns={[
        { key: 'partner', head: 'Partner', rowHead: true, cell: (row) => <a href={`/partners/${row.partnerId}`}>{row.partner}</a> },
        { key: 'why', head: 'Why', cell: (row) => <Blocker blocker={row.blocker} /> },
        { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
        ...(acts.may.rebuild
          ? [
              {
                key: 'include',
                head: 'Take in',
                cell: (row: RunBlockedRow) =>
                  row.isExcluded && (
                    <form class="act" method="post" action={`/runs/${run.id}/plan`}>
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
    <Pager olderHref={blockedOlderHref} />
  </Sheet>
)

/** Who prepared, submitted, approved and when. */
const Hands = ({ run, names }: RunPageProps) => {
  const nameOf = (id: string) => names.get(id) ?? id
  const by = (id: string, at: Date | null) => (
    <>
      {nameOf(id)}
      {at && (
        <>
          , <Instant at={at} />
        </>
      )}
    </>
  )
  return (
    <Sheet title="Who did what" aside={<a href={`/audit?subject=${run.id}`}>Audit trail</a>}>
      <Facts
        wide
        facts={[
          { label: 'Prepared', value: by(run.preparedBy, run.preparedAt) },
          ...(run.submittedBy ? [{ label: 'Submitted', value: by(run.submittedBy, run.submittedAt) }] : []),
          ...(run.approvedBy
            ? [{ label: run.secondNeeded ? 'First approval' : 'Approved', value: by(run.approvedBy, run.approvedAt) }]
            : []),
          ...(run.secondApprover ? [{ label: 'Second approval', value: nameOf(run.secondApprover) }] : []),
          ...(run.refusedBy ? [{ label: 'Refused', value: by(run.refusedBy, run.finishedAt) }] : []),
          ...(run.fingerprint ? [{ label: 'Fingerprint', value: <ShortId id={run.fingerprint} /> }] : []),
        ]}
      />
    </Sheet>
  )
}
