import type { Child } from 'hono/jsx'
import type { ReconBreak } from '../../schema/reconciliation.ts'
import { Act } from '../components/act.tsx'
import { BreakState, type BreakView, Owner } from '../components/break-words.tsx'
import { Button } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { jobInWords } from '../components/recon-words.ts'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'

type BreakPageProps = {
  now: Date
  found: BreakView
  isMine: boolean
  /** Undefined for who only reads, and once it is closed. */
  acts: { take: string; close: string } | undefined
  /** Who took it, the newest first. */
  taken: readonly { at: Date; by: string }[]
  /** Other breaks about the same. */
  same: readonly ReconBreak[]
  form: FormState | undefined
}

export const BreakPage = (page: BreakPageProps) => {
  const { found, acts, isMine } = page
  const path = `/reconciliation/breaks/${found.id}`
  return (
    <>
      <PageHead
        title={`Break ${found.id}`}
        lead={found.what}
        state={<BreakState found={found} />}
        back={{ href: '/reconciliation', label: 'Reconciliation' }}
        actions={
          acts && !isMine && <Act action={`${path}/owner`} label={found.owner ? 'Take it over' : 'Take it'} fields={{ act: acts.take }} />
        }
      />
      <Sheet title="What is known">
        <Known {...page} />
      </Sheet>
      {acts && (
        <Sheet title="Close it with a note">
          <p class="soft">A difference that stays is explained by the note. It is not opened again while its figures are the same.</p>
          <Form
            action={`${path}/closure`}
            form={page.form}
            fields={{ act: acts.close }}
            buttons={<Button kind="primary">Close the break</Button>}
          >
            <TextAreaField name="note" label="What it was" hint="It stays here for good." form={page.form} maxlength={500} />
          </Form>
        </Sheet>
      )}
      <Sheet title="History">
        <History {...page} />
      </Sheet>
      {page.same.length > 0 && <Same {...page} />}
    </>
  )
}

const Known = ({ found }: BreakPageProps) => {
  const { currency, expectedMinor, actualMinor } = found
  const money = (amountMinor: number | null): Child =>
    amountMinor === null || !currency ? undefined : <Money amountMinor={amountMinor} currency={currency} />
  const facts: { label: string; value: Child }[] = [
    { label: 'Found by', value: `${jobInWords[found.job].name}: ${jobInWords[found.job].what}` },
    { label: 'About', value: <code>{found.subject}</code> },
    { label: 'Partner', value: found.partner && <a href={`/partners/${found.partnerId}`}>{found.partner}</a> },
    { label: 'Our books', value: money(expectedMinor) },
    { label: 'The other side', value: money(actualMinor) },
    { label: 'Owner', value: <Owner found={found} /> },
    ...Object.entries(found.detail).map(([name, value]) => ({ label: labelOf(name), value: <Detail name={name} value={value} /> })),
  ]
  return <Facts wide facts={facts.filter(({ value }) => value !== undefined && value !== null)} />
}

const labels: Record<string, string> = {
  payout: 'Payout',
  transfer: 'Transfer at Stripe',
  run: 'Payout run',
  destination: 'Account at Stripe',
  deal: 'Deal',
  payment: 'Payment',
  source: 'Paid at Stripe as',
  object: 'Object at Stripe',
  since: 'In flight since',
  open: 'Payouts in flight',
}

/** `paidAt` reads as *Paid at* where no better word is known. */
const labelOf = (name: string): string =>
  labels[name] ??
  name
    .replace(/([A-Z])/g, ' $1')
    .replace(/^./, (first) => first.toUpperCase())
    .toLowerCase()
    .replace(/^./, (first) => first.toUpperCase())

const pathOf: Record<string, (id: string) => string> = {
  payout: (id) => `/ledger?${new URLSearchParams({ ref: id })}`,
  run: (id) => `/runs/${id}`,
}

const Detail = ({ name, value }: { name: string; value: unknown }) => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  const href = typeof value === 'string' ? pathOf[name]?.(value) : undefined
  return <code>{href ? <a href={href}>{text}</a> : text}</code>
}

type Event = { at: Date; what: string }

const History = ({ found, taken, now }: BreakPageProps) => {
  const events: Event[] = [
    ...(found.closedAt ? [{ at: found.closedAt, what: closedInWords(found) }] : []),
    ...(found.seenAt > found.openedAt ? [{ at: found.seenAt, what: 'Last seen by a comparison' }] : []),
    ...taken.map(({ at, by }) => ({ at, what: `Taken by ${by}` })),
    { at: found.openedAt, what: `Opened by ${jobInWords[found.job].name}` },
  ].sort((a, b) => b.at.getTime() - a.at.getTime())
  return (
    <DataTable
      caption="What happened to this break, the newest first"
      rows={events}
      columns={[
        { key: 'at', head: 'When', cell: ({ at }) => <Instant at={at} from={now} /> },
        { key: 'what', head: 'What', rowHead: true, cell: ({ what }) => what },
      ]}
    />
  )
}

const closedInWords = ({ closedHow, closedBy, note }: BreakView): string =>
  closedHow === 'person' ? `Closed by ${closedBy}: ${note}` : 'Closed by a comparison that found both sides equal'

const Same = ({ same, now }: BreakPageProps) => (
  <Sheet title="The same before and after">
    <DataTable
      caption="Other breaks about the same, the newest first"
      rows={same}
      columns={[
        { key: 'id', head: 'Break', rowHead: true, cell: ({ id }) => <a href={`/reconciliation/breaks/${id}`}>{`Break ${id}`}</a> },
        { key: 'opened', head: 'Opened', cell: ({ openedAt }) => <Instant at={openedAt} from={now} /> },
        { key: 'state', head: 'State', cell: (row) => <BreakState found={row} /> },
        { key: 'note', head: 'Note', cell: ({ note }) => note },
      ]}
    />
  </Sheet>
)
