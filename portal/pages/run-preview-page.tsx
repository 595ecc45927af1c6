import type { Currency } from '../../schema/currency.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Blocker, type NamedBlocker } from '../components/blocker.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Form } from '../components/form.tsx'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { Sheet } from '../components/sheet.tsx'

type PreviewRow = { partnerId: string; partner: string; currency: Currency; amountMinor: number; blocker: NamedBlocker | undefined }

type RunPreviewPageProps = {
  rows: PreviewRow[]
  /** By currency: what is payable in all, and what Stripe has for it; null when Stripe does not answer. */
  totals: { currency: Currency; payableMinor: number; availableMinor: number | null }[]
  /** Of the form that prepares the run; nobody else's page has one. */
  act: string | undefined
  olderHref: string | undefined
}

export const RunPreviewPage = ({ rows, totals, act, olderHref }: RunPreviewPageProps) => (
  <>
    <PageHead
      title="Who can be paid now"
      lead="A run before it exists. Preparing one asks Stripe about everybody again."
      back={{ href: '/runs', label: 'Payout runs' }}
    />
    <Reach totals={totals} />
    <DataTable
      caption="Partners with something to be paid"
      rows={rows}
      columns={[
        { key: 'partner', head: 'Partner', rowHead: true, cell: (row) => <a href={`/partners/${row.partnerId}`}>{row.partner}</a> },
        { key: 'state', head: 'Can be paid', cell: (row) => <Blocker blocker={row.blocker} /> },
        { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
      ]}
      blank={
        <BlankSlate title="Nothing is payable" action={<ButtonLink href="/commissions">Look at commissions</ButtonLink>}>
          Commissions become payable when their waiting period is over.
        </BlankSlate>
      }
    />
    <Pager olderHref={olderHref} />
    {act && rows.length > 0 && <Form action="/runs" fields={{ act }} buttons={<Button kind="primary">Prepare a run</Button>} />}
  </>
)

const Reach = ({ totals }: Pick<RunPreviewPageProps, 'totals'>) => {
  const short = totals.filter(({ availableMinor, payableMinor }) => availableMinor !== null && availableMinor < payableMinor)
  const isUnknown = totals.some(({ availableMinor }) => availableMinor === null)
  return (
    <>
      {isUnknown && <Notice tone="warn">Stripe does not answer, so its balance is not shown.</Notice>}
      {short.length > 0 && (
        <Notice tone="warn" title="The balance at Stripe does not reach for everybody">
          The smallest amounts are paid first; who is left out is named in the draft. Fund the balance to pay all.
        </Notice>
      )}
      {totals.length > 0 && (
        <Sheet title="Payable, and the balance at Stripe">
          <DataTable
            caption="Payable by currency"
            rows={totals}
            columns={[
              { key: 'currency', head: 'Currency', rowHead: true, cell: (row) => row.currency.toUpperCase() },
              {
                key: 'payable',
                head: 'Payable balances',
                number: true,
                cell: (row) => <Money amountMinor={row.payableMinor} currency={row.currency} />,
              },
              {
                key: 'available',
                head: 'Available at Stripe',
                number: true,
                cell: (row) =>
                  row.availableMinor === null ? 'not known' : <Money amountMinor={row.availableMinor} currency={row.currency} />,
              },
            ]}
          />
        </Sheet>
      )}
    </>
  )
}
