import { type ReconJob, reconJobs } from '../../schema/reconciliation.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { BreakState, type BreakView, Side } from '../components/break-words.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { jobInWords } from '../components/recon-words.ts'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'

type BreaksPageProps = { now: Date; breaks: readonly BreakView[]; job: ReconJob | undefined; olderHref: string | undefined }

export const BreaksPage = ({ now, breaks, job, olderHref }: BreaksPageProps) => (
  <>
    <PageHead
      title="Closed breaks"
      lead="What did not agree once, and how it ended. Nothing here changes any more."
      back={{ href: '/reconciliation', label: 'Reconciliation' }}
      actions={
        <ButtonLink href="/reconciliation/breaks.csv" download="breaks.csv">
          Download CSV
        </ButtonLink>
      }
    />
    <Sheet>
      <Filters action="/reconciliation/breaks" clearHref={job && '/reconciliation/breaks'}>
        <SelectField
          name="job"
          label="Found by"
          value={job}
          emptyLabel="Any comparison"
          options={reconJobs.map((each) => ({ value: each, label: jobInWords[each].name }))}
          optional
        />
      </Filters>
      <DataTable
        caption="Closed breaks, the newest first"
        rows={breaks}
        columns={[
          {
            key: 'what',
            head: 'What did not agree',
            rowHead: true,
            cell: (row) => <a href={`/reconciliation/breaks/${row.id}`}>{row.what}</a>,
          },
          { key: 'job', head: 'Found by', cell: (row) => jobInWords[row.job].name },
          { key: 'partner', head: 'Partner', cell: (row) => row.partner },
          { key: 'ours', head: 'Our books', number: true, cell: (row) => <Side amountMinor={row.expectedMinor} currency={row.currency} /> },
          {
            key: 'theirs',
            head: 'The other side',
            number: true,
            cell: (row) => <Side amountMinor={row.actualMinor} currency={row.currency} />,
          },
          { key: 'state', head: 'How it ended', cell: (row) => <BreakState found={row} /> },
          { key: 'by', head: 'By', cell: (row) => row.closedBy },
          { key: 'at', head: 'Closed', cell: (row) => row.closedAt && <Instant at={row.closedAt} from={now} /> },
        ]}
        blank={
          job ? (
            <BlankSlate
              title="Nothing of this comparison was closed"
              action={<ButtonLink href="/reconciliation/breaks">Show all</ButtonLink>}
            />
          ) : (
            <BlankSlate title="No break was closed yet">Those that a person or a clean run closes stay here for good.</BlankSlate>
          )
        }
      />
      <Pager olderHref={olderHref} />
    </Sheet>
  </>
)
