import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Day, DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { WayOnly } from '../components/way.tsx'

type MomentsPageProps = {
  thanks: readonly { prospectId: string; company: string; engagementId: string | null; what: string; who: string; on: string }[]
  repeats: readonly { prospectId: string; company: string; deal: string; wonAt: Date }[]
}

const ask = (prospectId: string) => <WayOnly href={`/grants/new?prospect=${prospectId}`}>Ask for a permission</WayOnly>

/** When asking is natural: somebody has just thanked us, or has just bought again. Never a debt. */
export const MomentsPage = ({ thanks, repeats }: MomentsPageProps) => (
  <div class="stack">
    <PageHead
      title="Good moments to ask"
      lead="Customers that nobody has asked for calls yet. Answer thanks as a partner would, and ask; nobody owes us anything for it."
      back={{ href: '/invitations', label: 'Invitations' }}
    />
    {thanks.length + repeats.length === 0 && (
      <BlankSlate title="None just now" action={<ButtonLink href="/engagements">Engagements</ButtonLink>}>
        Write down on an engagement what you did beyond the contract, and who thanked you.
      </BlankSlate>
    )}
    {thanks.length > 0 && (
      <Sheet title="Somebody thanked us">
        <DataTable
          caption="Thanks of the last 90 days"
          rows={thanks}
          columns={[
            { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <a href={`/customers/${row.prospectId}`}>{row.company}</a> },
            {
              key: 'what',
              head: 'What we did',
              cell: (row) => (row.engagementId ? <a href={`/engagements/${row.engagementId}#goodwill`}>{row.what}</a> : row.what),
            },
            { key: 'who', head: 'Who thanked us', cell: (row) => row.who },
            { key: 'on', head: 'On', cell: (row) => <DayOf day={row.on} /> },
            { key: 'ask', head: '', cell: (row) => ask(row.prospectId) },
          ]}
        />
      </Sheet>
    )}
    {repeats.length > 0 && (
      <Sheet title="Bought again">
        <DataTable
          caption="Customers with a second paid deal"
          rows={repeats}
          columns={[
            { key: 'company', head: 'Customer', rowHead: true, cell: (row) => <a href={`/customers/${row.prospectId}`}>{row.company}</a> },
            { key: 'deal', head: 'Deal', cell: (row) => row.deal },
            { key: 'on', head: 'Opened', cell: (row) => <Day at={row.wonAt} /> },
            { key: 'ask', head: '', cell: (row) => ask(row.prospectId) },
          ]}
        />
      </Sheet>
    )}
  </div>
)
