import { BarChart } from '../../../portal/charts/bar-chart.tsx'
import { LineChart } from '../../../portal/charts/line-chart.tsx'
import { Act } from '../../../portal/components/act.tsx'
import { Badge } from '../../../portal/components/badge.tsx'
import { ButtonLink } from '../../../portal/components/button.tsx'
import { Confirm } from '../../../portal/components/confirm.tsx'
import { DataTable } from '../../../portal/components/data-table.tsx'
import { Facts } from '../../../portal/components/facts.tsx'
import { FigureRow } from '../../../portal/components/figure.tsx'
import { Filters } from '../../../portal/components/filters.tsx'
import { Day, Instant } from '../../../portal/components/instant.tsx'
import { Money } from '../../../portal/components/money.tsx'
import { PageHead } from '../../../portal/components/page-head.tsx'
import { LiveRegion, Progress } from '../../../portal/components/progress.tsx'
import { SelectField } from '../../../portal/components/select-field.tsx'
import { Sheet } from '../../../portal/components/sheet.tsx'
import { ShortId } from '../../../portal/components/short-id.tsx'
import { TextField } from '../../../portal/components/text-field.tsx'
import { asPoints, day, earned, payouts, usd, usdShort, waiting } from './story.ts'

const runRows = Array.from({ length: 14 }, (_, index) => ({
  id: `par_01hq8w3zk9v2m${index}`,
  name: ['Ada Consulting', 'Brightwater', 'Cedar & Sons', 'Delta Works', 'Ember Studio', 'Fjord Analytics', 'Grove'][index % 7] ?? '',
  blocker: index % 5 === 2 ? 'Destination changed 20 hours ago' : '',
  commissions: 3 + index,
  amountMinor: 41_250 * (index + 1) - (index === 4 ? 300_000 : 0),
}))

/** What finance sees before it sends: every row, every blocker, and what it adds up to. */
export const Run = () => (
  <>
    <PageHead
      title="Payout run, November 2026"
      back={{ href: '#', label: 'Payout runs' }}
      state={<Badge tone="wait">Waiting for approval</Badge>}
      actions={
        <>
          <ButtonLink href="/example">Export</ButtonLink>
          <ButtonLink kind="primary" href="/example">
            Approve
          </ButtonLink>
        </>
      }
      lead="Prepared by Bo Lindgren on 2 November 2026. Nothing is sent before a second person approves it."
    />
    <FigureRow
      figures={[
        { label: 'To send, USD', value: <Money amountMinor={4_031_250} currency="usd" />, note: '11 partners' },
        { label: 'To send, EUR', value: <Money amountMinor={812_040} currency="eur" />, note: '4 partners' },
        { label: 'Blocked', value: '3', note: 'each with its reason below' },
        { label: 'Against October', value: <Money amountMinor={-112_000} currency="usd" />, note: '2 partners fewer' },
      ]}
    />
    <LiveRegion id="progress" every={2}>
      <Progress label="Sending" done={8} total={14}>
        No refusals so far.
      </Progress>
    </LiveRegion>
    <Filters action="#" clearHref="#">
      <TextField name="q" label="Partner" type="search" optional value="" />
      <SelectField
        name="state"
        label="State"
        emptyLabel="Any"
        options={[
          { value: 'payable', label: 'Payable' },
          { value: 'blocked', label: 'Blocked' },
        ]}
      />
    </Filters>
    <DataTable
      caption="Payouts of this run"
      rows={runRows}
      columns={[
        { key: 'name', head: 'Partner', rowHead: true, cell: ({ name }) => <a href="/example">{name}</a> },
        { key: 'id', head: 'Id', cell: ({ id }) => <ShortId id={id} /> },
        {
          key: 'state',
          head: 'State',
          cell: ({ blocker }) => (blocker ? <Badge tone="warn">{blocker}</Badge> : <Badge tone="good">Payable</Badge>),
        },
        { key: 'count', head: 'Commissions', number: true, cell: ({ commissions }) => commissions },
        { key: 'amount', head: 'Amount', number: true, cell: ({ amountMinor }) => <Money amountMinor={amountMinor} currency="usd" /> },
      ]}
      totals={[{ label: 'Total in USD', values: { count: 133, amount: <Money amountMinor={4_031_250} currency="usd" /> } }]}
    />
    <div class="grid">
      <Sheet title="Inside a sheet">
        <DataTable
          caption="Inside"
          rows={payouts}
          columns={[
            { key: 'at', head: 'Date', cell: ({ at }) => <Day at={at} /> },
            { key: 'amount', head: 'Amount', number: true, cell: ({ amountMinor }) => <Money amountMinor={amountMinor} currency="usd" /> },
          ]}
        />
      </Sheet>
      <Sheet title="Facts" aside={<Badge>Draft</Badge>}>
        <Facts
          facts={[
            { label: 'Prepared by', value: 'Bo Lindgren' },
            { label: 'Prepared', value: <Instant at={day('2026-11-02')} /> },
            { label: 'Last change', value: <Instant at={day('2026-11-02')} from={day('2026-11-05')} /> },
            { label: 'Fingerprint', value: <ShortId id="9f2ab1c07e5d4488a1" /> },
          ]}
        />
        <Act action="#" label="Cancel the run" kind="danger" small />
      </Sheet>
      <Sheet>
        <BarChart
          title="Owed by age"
          head="Age"
          format={usd}
          formatAxis={usdShort}
          bars={[
            { label: '0–30 days', value: 410_000 },
            { label: '31–60', value: 212_000 },
            { label: '61–90', value: 83_000 },
            { label: 'older', value: -41_000 },
          ]}
        />
      </Sheet>
    </div>
    <Sheet>
      <LineChart
        title="Earned and waiting"
        format={usd}
        formatAxis={usdShort}
        series={[
          { label: 'Earned', points: asPoints(earned) },
          { label: 'Waiting', points: asPoints(waiting) },
          { label: 'Paid', points: asPoints(earned.map((value) => value * 0.9)) },
        ]}
      />
    </Sheet>
    <Confirm
      question={
        <>
          Send <Money amountMinor={4_031_250} currency="usd" /> to 11 partners?
        </>
      }
      facts={[
        { label: 'Largest', value: 'Grove, $5,775.00' },
        { label: 'New destinations', value: '1' },
      ]}
      action="#"
      label="Approve and send"
      cancelHref="#"
    />
  </>
)
