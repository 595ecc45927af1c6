import { Act } from '../components/act.tsx'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { DayOf, Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { surveyStates } from '../components/quote-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { Way } from '../components/way.tsx'

type Row = {
  id: string
  prospectId: string
  company: string
  engagementId: string
  engagement: string
  name: string
  sentAt: Date
  score: number | null
  words: string | null
  state: keyof typeof surveyStates
}
type Unasked = { id: string; name: string; company: string; closedOn: string | null }

type SurveysPageProps = {
  surveys: Row[]
  unasked: Unasked[]
  state: string
  now: Date
  mayChange: boolean
  olderHref: string | undefined
}

/** What customers say when a piece of work is closed. */
export const SurveysPage = ({ surveys, unasked, state, now, mayChange, olderHref }: SurveysPageProps) => (
  <>
    <PageHead
      title="Surveys"
      lead="One for each piece of work, when it is closed. A line that may be shown goes on among the quotes."
      actions={<ButtonLink href="/quotes">Quotes</ButtonLink>}
    />
    {mayChange && unasked.length > 0 && <ToAsk unasked={unasked} />}
    <Filters action="/surveys" clearHref={state ? '/surveys' : undefined}>
      <SelectField
        name="state"
        label="State"
        optional
        emptyLabel="All"
        value={state}
        options={Object.entries(surveyStates).map(([value, { word }]) => ({ value, label: word }))}
      />
    </Filters>
    <DataTable
      caption="Surveys"
      rows={surveys}
      columns={[
        { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <Way href={`/customers/${row.prospectId}`}>{row.company}</Way> },
        { key: 'engagement', head: 'About', cell: (row) => <Way href={`/engagements/${row.engagementId}`}>{row.engagement}</Way> },
        { key: 'name', head: 'Asked', cell: (row) => row.name },
        { key: 'sent', head: 'Sent', cell: (row) => <Instant at={row.sentAt} from={now} /> },
        { key: 'state', head: 'State', cell: (row) => <Badge tone={surveyStates[row.state].tone}>{surveyStates[row.state].word}</Badge> },
        { key: 'score', head: 'Of 5', number: true, cell: (row) => row.score },
        {
          key: 'words',
          head: 'In its words',
          cell: (row) =>
            row.state !== 'answered' && mayChange ? <Act action={`/surveys/${row.id}/again`} label="Send it again" small /> : row.words,
        },
      ]}
      blank={
        state ? (
          <BlankSlate title="None like this" action={<ButtonLink href="/surveys">Show all surveys</ButtonLink>}>
            There is no survey in this state.
          </BlankSlate>
        ) : (
          <BlankSlate title="No surveys yet" action={<ButtonLink href="/customers">Customers</ButtonLink>}>
            When a piece of work is closed, its survey goes out from there.
          </BlankSlate>
        )
      }
    />
    <Pager olderHref={olderHref} />
  </>
)

const ToAsk = ({ unasked }: { unasked: Unasked[] }) => (
  <Sheet title="Closed, and nobody was asked">
    <DataTable
      caption="Closed work without a survey"
      rows={unasked}
      columns={[
        { key: 'company', head: 'Customer', rowHead: true, cell: (row) => row.company },
        { key: 'name', head: 'Work', cell: (row) => row.name },
        { key: 'closed', head: 'Closed on', cell: (row) => row.closedOn && <DayOf day={row.closedOn} /> },
        { key: 'act', head: '', cell: (row) => <ButtonLink small href={`/surveys/new?engagement=${row.id}`}>{`Send survey`}</ButtonLink> },
      ]}
    />
  </Sheet>
)
