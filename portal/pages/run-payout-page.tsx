import type { Currency } from '../../schema/currency.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type PlannedStatus, StaffPayoutState } from '../components/payout-state.tsx'
import { runName } from '../components/run-state.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'
import { StuckPayout, type StuckPayoutProps } from '../components/stuck-payout.tsx'

type RunPayoutPageProps = {
  runId: string
  payout: {
    payoutId: string
    partnerId: string
    partner: string
    currency: Currency
    amountMinor: number
    destination: string
    status: PlannedStatus
    /** In words. */
    reason: string | null
    transfer: string | null
  }
  lines: { commissionId: string; receiptOf: string; amountMinor: number; kind: string; company: string | null }[]
  attempts: {
    gen: number
    n: number
    key: string
    sentAt: Date
    outcome: string | null
    http: number | null
    code: string | null
    requestId: string | null
    answeredAt: Date | null
  }[]
  trail: { at: Date; actor: string; act: string }[]
  stuck: StuckPayoutProps | undefined
}

export const RunPayoutPage = ({ runId, payout, lines, attempts, trail, stuck }: RunPayoutPageProps) => (
  <>
    <PageHead
      title={`Payout to ${payout.partner}`}
      state={<StaffPayoutState status={payout.status} />}
      lead={payout.reason ?? undefined}
      back={{ href: `/runs/${runId}`, label: runName(runId) }}
    />
    <Sheet title="About">
      <Facts
        wide
        facts={[
          { label: 'Amount', value: <Money amountMinor={payout.amountMinor} currency={payout.currency} /> },
          { label: 'Partner', value: <a href={`/partners/${payout.partnerId}`}>{payout.partner}</a> },
          { label: 'Stripe account', value: <ShortId id={payout.destination} /> },
          { label: 'Transfer', value: payout.transfer ? <ShortId id={payout.transfer} /> : 'None' },
          { label: 'Payout', value: <ShortId id={payout.payoutId} /> },
          { label: 'Ledger', value: <a href={`/ledger?ref=${payout.payoutId}`}>Postings</a> },
        ]}
      />
    </Sheet>
    {stuck && <StuckPayout {...stuck} />}
    <Sheet title="Commissions in it">
      <DataTable
        caption="Commissions in this payout"
        rows={lines}
        columns={[
          { key: 'commission', head: 'Commission', rowHead: true, cell: (row) => <ShortId id={row.commissionId} /> },
          { key: 'receipt', head: 'Receipt', cell: (row) => <a href={`/commissions/${row.receiptOf}`}>{row.company ?? 'Receipt'}</a> },
          { key: 'kind', head: 'Kind', cell: (row) => row.kind.replace('_', ' ') },
          {
            key: 'amount',
            head: 'Amount',
            number: true,
            cell: (row) => <Money amountMinor={row.amountMinor} currency={payout.currency} />,
          },
        ]}
        totals={[{ label: 'Together', values: { amount: <Money amountMinor={payout.amountMinor} currency={payout.currency} /> } }]}
      />
    </Sheet>
    <Sheet title="Asked of Stripe">
      <DataTable
        caption="Requests to Stripe and their answers"
        rows={attempts}
        columns={[
          { key: 'at', head: 'Sent', cell: (row) => <Instant at={row.sentAt} /> },
          { key: 'key', head: 'Key', rowHead: true, cell: (row) => <ShortId id={row.key} /> },
          { key: 'n', head: 'Try', number: true, cell: (row) => row.n },
          { key: 'outcome', head: 'Answer', cell: (row) => row.outcome ?? 'none on record' },
          { key: 'http', head: 'Status', number: true, cell: (row) => row.http ?? 'none' },
          { key: 'code', head: 'Code', cell: (row) => row.code ?? '' },
          { key: 'request', head: 'Request', cell: (row) => (row.requestId ? <ShortId id={row.requestId} /> : '') },
        ]}
        blank={<BlankSlate title="Stripe was not asked yet">Each request stands here with its key and Stripe's answer.</BlankSlate>}
      />
    </Sheet>
    <Sheet title="What happened">
      <DataTable
        caption="What happened to this payout"
        rows={trail}
        columns={[
          { key: 'at', head: 'When', cell: (row) => <Instant at={row.at} /> },
          { key: 'act', head: 'What', rowHead: true, cell: (row) => row.act },
          { key: 'actor', head: 'Who', cell: (row) => row.actor },
        ]}
        blank={<p class="soft">Nothing yet.</p>}
      />
    </Sheet>
  </>
)
