import { Badge } from '../components/badge.tsx'
import { Facts } from '../components/facts.tsx'
import { type Finding, FindingsTable } from '../components/findings-table.tsx'
import { LastCheckouts, type ShownCheckout } from '../components/last-checkouts.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type SetupPageProps = {
  findings: readonly Finding[]
  configuration: 'recipient' | 'recipient+merchant'
  environment: string
  checkouts: readonly ShownCheckout[] | undefined
}

const asks: Record<SetupPageProps['configuration'], string> = {
  recipient: 'Partners only receive. Live mode takes this once Stripe has approved the platform for it.',
  'recipient+merchant': 'Partners are also asked for what taking cards would need, for a platform that is not approved to pay out alone.',
}

export const SetupPage = ({ findings, configuration, environment, checkouts }: SetupPageProps) => {
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
      <FindingsTable caption="Set-up check" findings={findings} />
      <LastCheckouts checkouts={checkouts} />
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
