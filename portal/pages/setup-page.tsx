import { Badge } from '../components/badge.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

export type SetupPageProps = {
  findings: { what: string; isGood: boolean; says: string; todo: string | null }[]
  configuration: 'recipient' | 'recipient+merchant'
  environment: string
}

const asks: Record<SetupPageProps['configuration'], string> = {
  recipient: 'Partners only receive. Live mode takes this once Stripe has approved the platform for it.',
  'recipient+merchant': 'Partners are also asked for what taking cards would need, for a platform that is not approved to pay out alone.',
}

export const SetupPage = ({ findings, configuration, environment }: SetupPageProps) => {
  const open = findings.filter(({ isGood }) => !isGood).length
  return (
    <>
      <PageHead
        title="Set-up check"
        state={
          open === 0 ? (
            <Badge tone="good">All in order</Badge>
          ) : (
            <Badge tone="warn">{open === 1 ? 'One thing to do' : `${open} things to do`}</Badge>
          )
        }
        lead="What Stripe says of this portal’s account, asked just now."
      />
      <DataTable
        caption="Set-up check"
        stack
        rows={findings}
        columns={[
          { key: 'what', head: 'What', rowHead: true, stack: 'start', cell: (row) => row.what },
          {
            key: 'state',
            head: 'State',
            stack: 'end',
            cell: (row) => <Badge tone={row.isGood ? 'good' : 'warn'}>{row.isGood ? 'In order' : 'To do'}</Badge>,
          },
          { key: 'says', head: 'Found', cell: (row) => row.says },
          { key: 'todo', head: 'Do', cell: (row) => row.todo ?? '' },
        ]}
      />
      <Sheet title="Accounts of partners">
        <Facts
          facts={[
            { label: 'Opened as', value: <code>{configuration}</code> },
            { label: 'Environment', value: <code>{environment}</code> },
          ]}
        />
        <p class="soft">{asks[configuration]}</p>
      </Sheet>
    </>
  )
}
