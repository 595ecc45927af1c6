import type { Currency } from '../../schema/currency.ts'
import type { RestoreProgress } from '../pages/restore-page.tsx'
import { Act } from './act.tsx'
import { ButtonLink } from './button.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { Money } from './money.tsx'
import { Notice } from './notice.tsx'
import { Sheet } from './sheet.tsx'
import { ShortId } from './short-id.tsx'

export type ForgottenRow = {
  transfer: string
  payoutId: string
  runId: string
  partnerId: string
  amountMinor: number
  /** Undefined for one that we do not know. */
  currency: Currency | undefined
  code: string
  transferredAt: Date
  problem: string | null
}

type ForgottenTransfersProps = { restore: RestoreProgress; mayPropose: boolean; hasSecondFactor: boolean; isOver: boolean }

/** Transfers at Stripe whose payouts a restore forgot: what is found, proposed, confirmed and taken in. */
export const ForgottenTransfers = ({ restore, mayPropose, hasSecondFactor, isOver }: ForgottenTransfersProps) => (
  <>
    {restore.problems.length > 0 && (
      <Sheet title="Forgotten transfers that need something first">
        <Table caption="Forgotten transfers with a problem" rows={restore.problems} problem />
      </Sheet>
    )}
    {restore.found.rows.length > 0 && (
      <Sheet
        title="Forgotten transfers"
        aside={
          mayPropose && (
            <Act
              action="/restore/adoptions"
              label={`Propose to adopt ${many(restore.found.rows)}`}
              fields={{ shown: restore.found.shown }}
            />
          )
        }
      >
        <p>
          Stripe made these, and no payout here knows them. Adopting rebuilds each payout under its own id, as paid. What its commissions do
          not cover here is set off against what is recorded again.
        </p>
        <Table caption="Forgotten transfers" rows={restore.found.rows} />
      </Sheet>
    )}
    {restore.proposed.rows.length > 0 && <Proposed {...restore.proposed} hasSecondFactor={hasSecondFactor} />}
    {restore.confirmed.length > 0 && (
      <Sheet title="Confirmed, being adopted">
        <p>Within minutes; an older payout of the same partner is looked up first.</p>
        <Table caption="Confirmed adoptions" rows={restore.confirmed} />
      </Sheet>
    )}
    {restore.adopted.length > 0 && (
      <Sheet title={isOver ? 'Adopted after the last restore' : 'Adopted'}>
        <Table caption="Adopted transfers" rows={restore.adopted} linked />
      </Sheet>
    )}
  </>
)

const many = (rows: readonly ForgottenRow[]) => (rows.length === 1 ? 'this transfer' : `these ${rows.length} transfers`)

const Proposed = ({ rows, shown, by, mayDecide, hasSecondFactor }: RestoreProgress['proposed'] & { hasSecondFactor: boolean }) => (
  <Sheet title="Proposed for adoption">
    <Notice
      title={`${by ?? 'A colleague'} proposes to adopt ${many(rows)}`}
      action={
        mayDecide && (
          <div class="row">
            {hasSecondFactor ? (
              <Act action="/restore/adoptions/confirmation" label={`Adopt ${many(rows)}`} fields={{ shown }} kind="primary" />
            ) : (
              <ButtonLink href="/sign-in/second-factor?next=/restore" kind="primary">
                Use your passkey to confirm
              </ButtonLink>
            )}
            <Act action="/restore/adoptions/refusal" label="Refuse" fields={{ shown }} />
          </div>
        )
      }
    >
      {mayDecide ? 'Compare each with Stripe before you confirm.' : 'Another person, an approver, confirms it.'}
    </Notice>
    <Table caption="Proposed adoptions" rows={rows} />
  </Sheet>
)

type TableProps = { caption: string; rows: readonly ForgottenRow[]; problem?: boolean; linked?: boolean }

const Table = ({ caption, rows, problem, linked }: TableProps) => {
  const columns: Column<ForgottenRow>[] = [
    { key: 'transfer', head: 'Transfer', rowHead: true, cell: (row) => <ShortId id={row.transfer} /> },
    { key: 'at', head: 'Made', cell: (row) => <Instant at={row.transferredAt} /> },
    { key: 'amount', head: 'Amount', number: true, cell: amountOf },
    { key: 'partner', head: 'Partner', cell: (row) => <a href={`/partners/${row.partnerId}`}>{row.partnerId}</a> },
    { key: 'run', head: 'Run', cell: (row) => row.runId },
    {
      key: 'payout',
      head: 'Payout',
      cell: (row) => (linked ? <a href={`/runs/${row.runId}/payouts/${row.payoutId}`}>{row.payoutId}</a> : <ShortId id={row.payoutId} />),
    },
  ]
  return (
    <DataTable
      caption={caption}
      rows={rows}
      columns={problem ? [...columns.slice(0, 3), { key: 'problem', head: 'What to do', cell: (row) => row.problem }] : columns}
    />
  )
}

const amountOf = ({ amountMinor, currency, code }: ForgottenRow) =>
  currency ? <Money amountMinor={amountMinor} currency={currency} /> : `${amountMinor} ${code.toUpperCase()}`
