import { LineChart } from '../../../portal/charts/line-chart.tsx'
import { Badge } from '../../../portal/components/badge.tsx'
import { BlankSlate } from '../../../portal/components/blank-slate.tsx'
import { ButtonLink } from '../../../portal/components/button.tsx'
import { CopyText } from '../../../portal/components/copy-text.tsx'
import { DataTable } from '../../../portal/components/data-table.tsx'
import { Figure, FigureRow } from '../../../portal/components/figure.tsx'
import { Day } from '../../../portal/components/instant.tsx'
import { Money } from '../../../portal/components/money.tsx'
import { Notice } from '../../../portal/components/notice.tsx'
import { PageHead } from '../../../portal/components/page-head.tsx'
import { Pager } from '../../../portal/components/pager.tsx'
import { QrCode } from '../../../portal/components/qr-code.tsx'
import { Sheet } from '../../../portal/components/sheet.tsx'
import { Steps } from '../../../portal/components/steps.tsx'
import { asPoints, day, earned, payouts, usd, usdShort } from './story.ts'

/** What a partner sees first: one number, one next step, and how it came about. */
export const Overview = () => (
  <>
    <PageHead title="Overview" lead="What you earned with Northwind, and when it reaches you." />
    <Figure
      label="Your next payout"
      value={<Money amountMinor={124_050} currency="usd" />}
      note={
        <>
          Expected in your bank on <Day at={day('2026-12-03')} />.
        </>
      }
    />
    <Notice
      tone="warn"
      title="Stripe needs your tax number"
      action={
        <ButtonLink kind="primary" href="/example">
          Finish at Stripe
        </ButtonLink>
      }
    >
      Until it is there, your money stays in your balance. It takes about two minutes.
    </Notice>
    <FigureRow
      figures={[
        { label: 'Earned this year', value: <Money amountMinor={791_300} currency="usd" />, note: 'from 9 deals' },
        { label: 'In the waiting period', value: <Money amountMinor={66_000} currency="usd" />, note: 'until 17 December 2026' },
        { label: 'Clicks', value: '1,204', note: '31 of them became prospects' },
      ]}
    />
    <Sheet>
      <LineChart title="Earned per month" series={[{ label: 'Earned', points: asPoints(earned) }]} format={usd} formatAxis={usdShort} />
    </Sheet>
    <Sheet title="Your link" aside={<a href="/example">All links</a>}>
      <CopyText label="Your link" text="https://partners.northwind.example/r/ada" />
      <QrCode text="https://partners.northwind.example/r/ada" label="QR code of your link" />
    </Sheet>
    <DataTable
      caption="Payouts"
      stack
      rows={payouts}
      columns={[
        { key: 'at', head: 'Date', cell: ({ at }) => <Day at={at} />, stack: 'start' },
        { key: 'state', head: 'State', cell: ({ state, tone }) => <Badge tone={tone}>{state}</Badge> },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          cell: ({ amountMinor }) => <Money amountMinor={amountMinor} currency="usd" />,
          stack: 'end',
        },
      ]}
      totals={[
        { label: 'Paid in USD', values: { amount: <Money amountMinor={451_550} currency="usd" /> } },
        { label: 'Paid in ISK', values: { amount: <Money amountMinor={1_200_000} currency="isk" /> } },
      ]}
    />
    <Pager newerHref="#" olderHref="#" />
    <Sheet title="What happens next">
      <Steps
        steps={[
          { title: 'Lumen Labs paid its invoice', state: 'done', at: <Day at={day('2026-10-02')} /> },
          {
            title: 'The waiting period ends',
            state: 'now',
            at: <Day at={day('2026-11-01')} />,
            note: 'Refunds are still possible until then.',
          },
          { title: 'Your payout is sent', state: 'next', at: 'with the run of December' },
        ]}
      />
    </Sheet>
    <BlankSlate title="No introductions yet" action={<ButtonLink href="/example">Introduce somebody</ButtonLink>}>
      People you introduce stand here, with where each of them is.
    </BlankSlate>
  </>
)
