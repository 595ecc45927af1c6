import type { CommissionStatus } from '../../schema/commissions.ts'
import type { Currency } from '../../schema/currency.ts'
import type { ProspectStage } from '../../schema/prospects.ts'
import type { Tone } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { CommissionBadge } from '../components/commission-state.tsx'
import { CopyText } from '../components/copy-text.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Figure, FigureRow } from '../components/figure.tsx'
import { Day } from '../components/instant.tsx'
import { LevelBadge } from '../components/level-words.tsx'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { OutcomeCharts, type OutcomeChartsProps } from '../components/outcome-charts.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type Amount = { currency: Currency; amountMinor: number }

type CommissionRow = Amount & {
  id: string
  company: string | null
  status: CommissionStatus
  accruedAt: Date
  maturesAt: Date
}

type OverviewPageProps = {
  partner: string
  /** By currency; never added. */
  ready: Amount[]
  waiting: Amount[]
  onHold: Amount[]
  onItsWay: Amount[]
  paid: Amount[]
  clicks: number
  /** What to share; undefined while no link is in use. */
  link: { id: string; url: string } | undefined
  /** When the next run is prepared. */
  nextRunAt: Date
  /** The one thing to do next, if there is one. */
  next: { tone: Tone; text: string; day?: Date; href?: string; label?: string } | undefined
  prospects: { id: string; company: string; stage: ProspectStage; level: number; at: Date }[]
  commissions: CommissionRow[]
  outcomes: Omit<OutcomeChartsProps, 'earningsTitle'>
}

export const OverviewPage = (page: OverviewPageProps) => (
  <>
    <PageHead title="Overview" lead={page.partner} />
    {page.next && (
      <Notice tone={page.next.tone} action={page.next.href && <ButtonLink href={page.next.href}>{page.next.label}</ButtonLink>}>
        {page.next.text}
        {page.next.day && (
          <>
            {' '}
            <Day at={page.next.day} />.
          </>
        )}
      </Notice>
    )}
    <Figure
      label="Ready for the next payout"
      value={<Amounts amounts={page.ready} />}
      note={
        <>
          The next run is prepared on <Day at={page.nextRunAt} />.
        </>
      }
    />
    <FigureRow
      figures={[
        { label: 'In the waiting period', value: <Amounts amounts={page.waiting} /> },
        ...(page.onHold.length > 0 ? [{ label: 'On hold', value: <Amounts amounts={page.onHold} /> }] : []),
        ...(page.onItsWay.length > 0 ? [{ label: 'Being paid', value: <Amounts amounts={page.onItsWay} /> }] : []),
        { label: 'Paid so far', value: <Amounts amounts={page.paid} /> },
        { label: 'Clicks in 30 days', value: <span class="number">{page.clicks}</span> },
      ]}
    />
    {page.link && <YourLink {...page.link} />}
    <OutcomeCharts {...page.outcomes} earningsTitle="Your earnings" />
    <div class="grid">
      <LatestCommissions commissions={page.commissions} />
      <LatestProspects prospects={page.prospects} />
    </div>
  </>
)

const YourLink = ({ id, url }: { id: string; url: string }) => (
  <Sheet title="Your link" aside={<a href="/earnings/terms">What it earns you</a>}>
    <CopyText text={url} label="Your link" />
    <p class="row">
      <ButtonLink href={`/links/${id}`}>QR code and clicks</ButtonLink>
      <ButtonLink href="/introductions/new">Introduce somebody</ButtonLink>
    </p>
  </Sheet>
)

/** Each currency on a line of its own; nothing at all is a dash. */
const Amounts = ({ amounts }: { amounts: Amount[] }) =>
  amounts.length === 0 ? (
    <span class="soft">–</span>
  ) : (
    amounts.map((amount, index) => (
      <>
        {index > 0 && <br />}
        <Money {...amount} />
      </>
    ))
  )

const LatestCommissions = ({ commissions }: { commissions: CommissionRow[] }) => (
  <Sheet title="Latest earnings" aside={<a href="/earnings">All earnings</a>}>
    <DataTable
      caption="Latest earnings"
      rows={commissions}
      stack
      columns={[
        {
          key: 'company',
          head: 'For',
          rowHead: true,
          stack: 'start',
          cell: (row) => <a href={`/earnings/${row.id}`}>{row.company ?? 'A correction'}</a>,
        },
        {
          key: 'status',
          head: 'State',
          cell: (row) => <CommissionBadge status={row.status} maturesAt={row.maturesAt} paidAt={null} />,
        },
        { key: 'amount', head: 'Amount', number: true, stack: 'end', cell: (row) => <Money {...row} /> },
      ]}
      blank={<BlankSlate title="No earnings yet">They appear here when somebody you referred has paid.</BlankSlate>}
    />
  </Sheet>
)

const LatestProspects = ({ prospects }: Pick<OverviewPageProps, 'prospects'>) => (
  <Sheet title="Latest prospects" aside={<a href="/prospects">All prospects</a>}>
    <DataTable
      caption="Latest prospects"
      rows={prospects}
      stack
      columns={[
        {
          key: 'company',
          head: 'Company',
          rowHead: true,
          stack: 'start',
          cell: (row) => <a href={`/prospects/${row.id}`}>{row.company}</a>,
        },
        {
          key: 'stage',
          head: 'Stands at',
          cell: (row) => <LevelBadge level={row.level} stage={row.stage} reader="partner" />,
        },
        { key: 'at', head: 'Credited to you', stack: 'end', cell: (row) => <Day at={row.at} /> },
      ]}
      blank={
        <BlankSlate title="No prospects yet" action={<ButtonLink href="/introductions/new">Introduce somebody</ButtonLink>}>
          They appear here when your link or your introduction brought them.
        </BlankSlate>
      }
    />
  </Sheet>
)
