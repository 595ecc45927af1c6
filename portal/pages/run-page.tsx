import type { PayoutRun } from '../../schema/payout-runs.ts'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { StaffPayoutState } from '../components/payout-state.tsx'
import { RunActs, type RunActsProps } from '../components/run-acts.tsx'
import { RunBlocked, type RunBlockedRow, RunPlan, type RunPlanRow } from '../components/run-plan.tsx'
import { type RunCountRow, RunProgress } from '../components/run-progress.tsx'
import { RunState, runName } from '../components/run-state.tsx'
import { type RunDifference, RunSummaryView } from '../components/run-summary.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'
import { WayOnly } from '../components/way.tsx'

type RunPageProps = {
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
  const hasProgress = isMoving || run.status === 'done'
  const state = <RunState status={run.status} paused={run.paused} />
  return (
    <>
      <PageHead
        title={`Payout run, ${runName(run.id)}`}
        state={hasProgress ? undefined : state}
        back={{ href: '/runs', label: 'Payout runs' }}
        actions={
          <ButtonLink href={`/runs/${run.id}/payouts.csv`} download={`${run.id}.csv`}>
            Download CSV
          </ButtonLink>
        }
      />
      <Rest {...page} />
      {hasProgress && (
        <RunProgress counts={counts} moves={isMoving} state={state}>
          {page.troubles.length > 0 && <Troubles {...page} />}
        </RunProgress>
      )}
      {!run.summary && <Planned {...page} />}
      {run.summary && <RunSummaryView summary={run.summary} differences={page.differences} />}
      <RunActs {...acts} />
      <RunPlan runId={run.id} plan={page.plan} olderHref={page.planOlderHref} mayChange={acts.may.rebuild} />
      {page.blocked.length > 0 && (
        <RunBlocked runId={run.id} blocked={page.blocked} olderHref={page.blockedOlderHref} mayChange={acts.may.rebuild} />
      )}
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

/** What a draft comes to as it stands, one figure a currency. */
const Planned = ({ counts }: RunPageProps) => (
  <FigureRow
    figures={counts
      .filter(({ status }) => status === 'planned')
      .map(({ currency, n, amountMinor }) => ({
        label: `Planned in ${currency.toUpperCase()}`,
        value: <Money amountMinor={amountMinor} currency={currency} />,
        note: n === 1 ? '1 payout' : `${n} payouts`,
      }))}
  />
)

const Troubles = ({ run, troubles }: RunPageProps) => (
  <Sheet title="Not sent, or not clear yet">
    <DataTable
      caption="Payouts that were not sent or are not clear yet"
      stack
      rows={troubles}
      columns={[
        {
          key: 'partner',
          head: 'Partner',
          rowHead: true,
          stack: 'start',
          cell: (row) => <a href={`/runs/${run.id}/payouts/${row.payoutId}`}>{row.partner}</a>,
        },
        { key: 'state', head: 'State', cell: (row) => <StaffPayoutState status={row.status} /> },
        { key: 'reason', head: 'Why', cell: (row) => row.reason },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          stack: 'end',
          cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} />,
        },
      ]}
    />
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
    <Sheet title="Who did what" aside={<WayOnly href={`/audit?subject=${run.id}`}>Audit trail</WayOnly>}>
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
