import type { MonthTotal } from '../../schema/months.ts'
import { accountKindInWords } from '../components/account-kind.ts'
import { Act } from '../components/act.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { formatFullMonth } from '../components/format-date.ts'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { type MonthState, MonthStateBadge } from '../components/month-state.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

type MonthPageProps = {
  month: string
  state: MonthState
  postings: number
  totals: MonthTotal[]
  prepared: { by: string; at: Date } | undefined
  closed: { by: string; at: Date } | undefined
  /** Why it cannot be prepared now; undefined when it can, or was. */
  whyNotYet: string | undefined
  mayPrepare: boolean
  mayConfirm: boolean
  hasSecondFactor: boolean
}

export const MonthPage = (page: MonthPageProps) => {
  const { month, state, postings, prepared, closed } = page
  const name = formatFullMonth(new Date(`${month}-01`))
  return (
    <>
      <PageHead
        title={`Month close, ${name}`}
        state={<MonthStateBadge state={state} />}
        back={{ href: '/ledger/months', label: 'Months' }}
        actions={
          <ButtonLink href={`/ledger/months/${month}/journal.csv`} download={`journal-${month}.csv`}>
            Journal CSV
          </ButtonLink>
        }
      />
      <Acts {...page} name={name} />
      <Sheet>
        <Facts
          wide
          facts={[
            { label: 'Postings', value: String(postings) },
            ...(prepared ? [{ label: 'Prepared', value: <Signed {...prepared} /> }] : []),
            ...(closed ? [{ label: 'Closed', value: <Signed {...closed} /> }] : []),
          ]}
        />
      </Sheet>
      <Movements {...page} />
    </>
  )
}

const Signed = ({ by, at }: { by: string; at: Date }) => (
  <>
    {by}, <Instant at={at} />
  </>
)

const Acts = (page: MonthPageProps & { name: string }) => {
  const { month, name, state, whyNotYet, mayPrepare, mayConfirm } = page
  if (state === 'closed') return null
  const action = `/ledger/months/${month}`
  if (state === 'prepared') {
    return (
      <Notice
        title={`${name} waits for its close`}
        action={
          <div class="row">
            {mayConfirm && <Confirmation {...page} />}
            {mayPrepare && <Act action={`${action}/withdrawal`} label="Take it back" />}
          </div>
        }
      >
        {mayConfirm
          ? 'Confirm the totals below. Nothing can be posted into the month afterwards, and it cannot be opened again.'
          : 'Another person, an approver, confirms it.'}
      </Notice>
    )
  }
  return (
    <Notice
      title={whyNotYet ? 'It cannot be closed yet' : 'It can be closed'}
      action={mayPrepare && !whyNotYet && <Act action={`${action}/preparation`} label={`Prepare the close of ${name}`} kind="primary" />}
    >
      {whyNotYet ?? 'Compare the totals below with your books; an approver confirms afterwards.'}
    </Notice>
  )
}

const Confirmation = ({ month, name, hasSecondFactor }: MonthPageProps & { name: string }) =>
  hasSecondFactor ? (
    <Act action={`/ledger/months/${month}/confirmation`} label={`Close ${name}`} kind="primary" />
  ) : (
    <ButtonLink href={`/sign-in/second-factor?next=/ledger/months/${month}`} kind="primary">
      Use your passkey to close it
    </ButtonLink>
  )

const Movements = ({ totals }: MonthPageProps) => {
  const sums = [...Map.groupBy(totals, ({ currency }) => currency)].map(([currency, rows]) => ({
    currency,
    amountMinor: rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }))
  return (
    <Sheet title="What it moved">
      <DataTable
        caption="Movement by kind of account and currency"
        rows={totals}
        columns={[
          { key: 'kind', head: 'Account', rowHead: true, cell: (row) => accountKindInWords(row.kind) },
          { key: 'currency', head: 'Currency', cell: (row) => row.currency.toUpperCase() },
          { key: 'amount', head: 'Movement', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
        ]}
        totals={sums.map((sum) => ({ label: `All in ${sum.currency.toUpperCase()}`, values: { amount: <Money {...sum} /> } }))}
        blank={<BlankSlate title="Nothing was posted in this month" />}
      />
    </Sheet>
  )
}
