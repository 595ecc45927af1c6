import { type Currency, currencyCodes } from '../../schema/currency.ts'
import type { ReconRun, StripeCash } from '../../schema/reconciliation.ts'
import { Act } from '../components/act.tsx'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Age, type BreakView, Owner, Side } from '../components/break-words.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { jobInWords, jobRuns, listInWords } from '../components/recon-words.ts'
import { Sheet } from '../components/sheet.tsx'
import { type ShownList, StripeLists } from '../components/stripe-lists.tsx'
import { type DeskDay, ThreeColumns } from '../components/three-columns.tsx'

type Flight = { currency: Currency; inflightMinor: number; openMinor: number; open: number; since: Date | null }

type ReconciliationPageProps = {
  now: Date
  days: readonly DeskDay[]
  olderDaysHref: string | undefined
  newestDaysHref: string | undefined
  /** What else Connect moved on these days. */
  others: readonly StripeCash[]
  flights: readonly Flight[]
  jobs: readonly ReconRun[]
  lists: readonly ShownList[]
  breaks: readonly BreakView[]
  /** An act for each break; undefined for who only reads. */
  takes: readonly string[] | undefined
  moreBreaksHref: string | undefined
}

export const ReconciliationPage = (page: ReconciliationPageProps) => {
  const open = page.jobs.reduce((sum, job) => sum + job.open, 0)
  return (
    <>
      <PageHead
        title="Reconciliation"
        lead="Ledger, Stripe and bank beside each other. What does not agree has somebody who looks after it."
        state={
          open === 0 ? (
            <Badge tone="good">Nothing open</Badge>
          ) : (
            <Badge tone="bad">{open === 1 ? '1 break open' : `${open} breaks open`}</Badge>
          )
        }
        actions={<ButtonLink href="/reconciliation/breaks">Closed breaks</ButtonLink>}
      />
      <LateLists {...page} />
      <InFlight {...page} />
      <OpenBreaks {...page} />
      <Sheet title="Ledger, Stripe and bank" aside={<AsOf {...page} />}>
        <ThreeColumns days={page.days} />
        <Pager newerHref={page.newestDaysHref} olderHref={page.olderDaysHref} />
      </Sheet>
      {page.others.length > 0 && <Others {...page} />}
      <Jobs {...page} />
      <StripeLists {...page} />
    </>
  )
}

const AsOf = ({ days, now }: ReconciliationPageProps) =>
  days[0] ? (
    <span class="soft small">
      Put together <Instant at={days[0].keptAt} from={now} />
    </span>
  ) : null

const LateLists = ({ lists }: ReconciliationPageProps) => {
  const late = lists.filter(({ isLate }) => isLate)
  const since = late.flatMap(({ startedAt }) => startedAt ?? []).toSorted((one, other) => one.getTime() - other.getTime())[0]
  return since ? (
    <Notice tone="bad" title="Stripe’s lists are not read to their end">
      Since <Instant at={since} />: {late.map(({ name }) => listInWords[name]).join(', ')}. What Stripe did not send us may be missing here
      until then. It is tried again every hour; look at status.stripe.com, and whether our key may read these lists.
    </Notice>
  ) : null
}

const InFlight = ({ flights, now }: ReconciliationPageProps) => (
  <Sheet title="In flight">
    {flights.length === 0 ? (
      <BlankSlate title="Nothing is in flight">
        Money that was promised to a payout and has not arrived at Stripe stands here, with its age.
      </BlankSlate>
    ) : (
      <FigureRow
        figures={flights.map(({ currency, inflightMinor, openMinor, open, since }) => ({
          label: `In flight in ${currency.toUpperCase()}`,
          value: <Money amountMinor={inflightMinor} currency={currency} />,
          note:
            inflightMinor !== openMinor ? (
              <Badge tone="bad">The open payouts say otherwise</Badge>
            ) : since ? (
              <>
                {open === 1 ? '1 payout' : `${open} payouts`}, the oldest from <Instant at={since} from={now} />
              </>
            ) : (
              'Every payout has come to its end'
            ),
        }))}
      />
    )}
  </Sheet>
)

const OpenBreaks = ({ breaks, takes, moreBreaksHref, now }: ReconciliationPageProps) => (
  <Sheet title="Open breaks">
    <DataTable
      caption="Breaks that are open, the oldest first"
      rows={breaks}
      columns={[
        {
          key: 'what',
          head: 'What does not agree',
          rowHead: true,
          cell: (row) => <a href={`/reconciliation/breaks/${row.id}`}>{row.what}</a>,
        },
        { key: 'job', head: 'Found by', cell: (row) => jobInWords[row.job].name },
        { key: 'partner', head: 'Partner', cell: (row) => row.partner && <a href={`/partners/${row.partnerId}`}>{row.partner}</a> },
        { key: 'ours', head: 'Our books', number: true, cell: (row) => <Side amountMinor={row.expectedMinor} currency={row.currency} /> },
        {
          key: 'theirs',
          head: 'The other side',
          number: true,
          cell: (row) => <Side amountMinor={row.actualMinor} currency={row.currency} />,
        },
        { key: 'age', head: 'Open since', cell: (row) => <Age found={row} now={now} /> },
        { key: 'owner', head: 'Owner', cell: (row) => <Owner found={row} /> },
        ...(takes
          ? [{ key: 'take', head: 'Look after it', cell: (row: BreakView) => <Take row={row} act={takes[breaks.indexOf(row)] ?? ''} /> }]
          : []),
      ]}
      blank={
        <BlankSlate title="Everything agrees">
          Whatever a comparison finds stands here until somebody closes it, or both sides agree again.
        </BlankSlate>
      }
    />
    <Pager olderHref={moreBreaksHref} />
  </Sheet>
)

const Take = ({ row, act }: { row: BreakView; act: string }) =>
  row.owner ? null : <Act action={`/reconciliation/breaks/${row.id}/owner`} label="Take it" fields={{ act }} small />

const Others = ({ others }: ReconciliationPageProps) => (
  <Sheet title="Moved by Connect otherwise">
    <DataTable
      caption="What else moved our balance at Stripe, by day and category"
      rows={others}
      columns={[
        { key: 'day', head: 'Day', cell: ({ day }) => day },
        { key: 'category', head: 'Category at Stripe', rowHead: true, cell: ({ category }) => category.replaceAll('_', ' ') },
        { key: 'n', head: 'How many', number: true, cell: ({ n }) => n },
        {
          key: 'amount',
          head: 'Amount',
          number: true,
          cell: ({ amountMinor, currency }) => <Moved amountMinor={amountMinor} currency={currency} />,
        },
      ]}
    />
  </Sheet>
)

/** Stripe may carry a currency that is none of ours: then its minor units say all there is to say. */
const Moved = ({ amountMinor, currency }: { amountMinor: number; currency: string }) => {
  const known = currencyCodes.find((code) => code === currency)
  return known ? (
    <Money amountMinor={amountMinor} currency={known} />
  ) : (
    <span class="money">{`${amountMinor} ${currency.toUpperCase()}`}</span>
  )
}

const Jobs = ({ jobs, now }: ReconciliationPageProps) => (
  <Sheet title="Comparisons">
    <DataTable
      caption="What is compared, how often, and when it was last"
      rows={jobs}
      columns={[
        { key: 'job', head: 'Comparison', rowHead: true, cell: ({ job }) => jobInWords[job].name },
        { key: 'what', head: 'What is compared', cell: ({ job }) => jobInWords[job].what },
        { key: 'runs', head: 'How often', cell: ({ job }) => jobRuns[job] },
        { key: 'ran', head: 'Last', cell: ({ ranAt }) => (ranAt ? <Instant at={ranAt} from={now} /> : <span class="soft">Not yet</span>) },
        {
          key: 'open',
          head: 'Open',
          number: true,
          cell: ({ open }) => (open > 0 ? <Badge tone="bad">{open}</Badge> : 0),
        },
      ]}
    />
  </Sheet>
)
