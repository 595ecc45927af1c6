import { type ReferenceFact, referenceFacts } from '../../schema/reports.ts'
import type { RequestStatus } from '../../schema/requests.ts'
import { BarChart } from '../charts/bar-chart.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { categoryWords } from '../components/customer-words.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Day, DayOf, Instant } from '../components/instant.tsx'
import { levelName, staffLevelWords } from '../components/level-words.tsx'
import { PageHead } from '../components/page-head.tsx'
import { factWords } from '../components/reference-level.tsx'
import { RequestState } from '../components/reference-words.tsx'
import { HoursByRole, Influence, type InfluenceRow, MovesToSupport } from '../components/report-sheets.tsx'
import { FileLink, type QuarterRow, Shares } from '../components/report-tables.tsx'
import { Sheet } from '../components/sheet.tsx'

type ReportsPageProps = {
  /** Undefined before the first night. */
  countedAt: Date | undefined
  categories: readonly QuarterRow[]
  levels: readonly QuarterRow[]
  facts: readonly QuarterRow[]
  totals: Readonly<Record<string, number>>
  hours: readonly QuarterRow[]
  support: readonly QuarterRow[]
  influence: readonly InfluenceRow[]
  overdue: readonly { id: string; prospect: string; status: RequestStatus; sinceAt: Date; waitsFor: string | undefined }[]
  owed: readonly { id: string; agreementId: string; company: string; activity: string; due: number; dueOn: string; isLate: boolean }[]
  funnel: readonly { level: number; n: number }[]
  /** Whether the reader's role opens the records behind a figure. */
  opensRecords: boolean
}

/** What the programme is worth, in a few figures a quarter. */
export const ReportsPage = (page: ReportsPageProps) => (
  <>
    <PageHead
      title="Reports"
      lead={
        page.countedAt ? (
          <>
            Counted <Instant at={page.countedAt} />; what waits and what is due stands as it is now.
          </>
        ) : (
          'Counted every night; what waits and what is due stands as it is now.'
        )
      }
      actions={<ButtonLink href="/reports/coverage">Where nobody can vouch for us</ButtonLink>}
    />
    <Overdue {...page} />
    <Owed {...page} />
    <Shares
      title="What customers are to us"
      table="categories"
      lead="Each customer once, by the agreements and permissions in force."
      words={Object.fromEntries(Object.entries(categoryWords).map(([category, { word }]) => [category, word]))}
      rows={page.categories}
      totals={page.totals}
    />
    <Shares
      title="How they vouch for us"
      table="levels"
      lead="Each customer once, by the strongest that holds."
      words={{ none: 'Nothing yet', ...weakestFirst }}
      rows={page.levels}
      totals={page.totals}
    />
    <Shares
      title="Each way of vouching by itself"
      table="facts"
      lead="A customer stands in as many as hold of it."
      words={weakestFirst}
      rows={page.facts}
      totals={page.totals}
    />
    <Funnel {...page} />
    <HoursByRole rows={page.hours} />
    <MovesToSupport rows={page.support} />
    <Influence rows={page.influence} />
  </>
)

const weakestFirst = Object.fromEntries(referenceFacts.toReversed().map((fact): [ReferenceFact, string] => [fact, factWords[fact]]))

const Overdue = ({ overdue, opensRecords }: ReportsPageProps) => (
  <Sheet title="Requests that wait for more than 72 hours" aside={<FileLink table="requests" />}>
    <DataTable
      caption="Overdue requests"
      rows={overdue}
      columns={[
        {
          key: 'prospect',
          head: 'Prospect',
          rowHead: true,
          cell: ({ id, prospect }) => (opensRecords ? <a href={`/references/requests/${id}`}>{prospect}</a> : prospect),
        },
        { key: 'state', head: 'State', cell: ({ status }) => <RequestState status={status} reader="staff" /> },
        { key: 'since', head: 'Since', cell: ({ sinceAt }) => <Day at={sinceAt} /> },
        { key: 'who', head: 'Waits for', cell: ({ waitsFor }) => waitsFor ?? '' },
      ]}
      blank={<BlankSlate title="Nobody waits that long">Every request was answered within three days.</BlankSlate>}
    />
  </Sheet>
)

const Owed = ({ owed, opensRecords }: ReportsPageProps) => (
  <Sheet
    title="Activities that are owed, the next first"
    aside={
      opensRecords ? (
        <a class="small" href="/obligations">
          All of them
        </a>
      ) : undefined
    }
  >
    <DataTable
      caption="Obligations due"
      rows={owed}
      columns={[
        {
          key: 'company',
          head: 'Customer',
          rowHead: true,
          cell: ({ agreementId, company }) => <a href={`/agreements/${agreementId}`}>{company}</a>,
        },
        { key: 'activity', head: 'Activity', cell: ({ activity }) => activity },
        { key: 'due', head: 'Left', number: true, cell: ({ due }) => due },
        {
          key: 'dueOn',
          head: 'Until',
          cell: ({ dueOn, isLate }) =>
            isLate ? (
              <strong>
                <DayOf day={dueOn} />, late
              </strong>
            ) : (
              <DayOf day={dueOn} />
            ),
        },
      ]}
      blank={<BlankSlate title="Nothing is owed">Activities appear here when both sides have signed an agreement.</BlankSlate>}
    />
  </Sheet>
)

const Funnel = ({ funnel, opensRecords }: ReportsPageProps) => (
  <Sheet title="Commitment" aside={<FileLink table="funnel" />}>
    <BarChart
      title="Prospects by the highest level proven"
      head="Level"
      bars={funnel.map(({ level, n }) => ({ label: levelInWords(level), value: n }))}
      format={(value) => `${value}`}
    />
    {opensRecords && (
      <p>
        <a href="/pipeline">The pipeline</a> shows each level by partner, and the steps of each quarter.
      </p>
    )}
  </Sheet>
)

const levelInWords = (level: number): string => {
  const name = levelName(level)
  return name ? staffLevelWords[name] : 'None yet'
}
