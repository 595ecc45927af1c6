import type { Child } from 'hono/jsx'
import type { Currency } from '../../schema/currency.ts'
import type { SignalEvidence, SignalRule, SignalStatus } from '../../schema/signals.ts'
import { Act } from '../components/act.tsx'
import { Button } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day, Instant } from '../components/instant.tsx'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ShortId } from '../components/short-id.tsx'
import { evidenceInWords, ruleWords, SignalState } from '../components/signal-words.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'
import { Trail } from '../components/trail.tsx'
import { Way } from '../components/way.tsx'

/** One of the two that are compared. */
export type SignalSide = {
  title: string
  href: string
  name: string
  domain: string | null
  addresses: string[]
  since: Date
  state: string
}

type Held = { id: string; amountMinor: number; currency: Currency; openedAt: Date; closedAt: Date | null }

type SignalPageProps = {
  now: Date
  signal: {
    id: string
    rule: SignalRule
    status: SignalStatus
    evidence: SignalEvidence
    foundAt: Date
    decidedAt: Date | null
    reason: string | null
  }
  /** People, partners and links that the evidence names, by id. */
  names: Record<string, string>
  team: string
  takenBy: string | null
  decidedBy: string | null
  sides: [SignalSide] | [SignalSide, SignalSide]
  held: Held[]
  notes: { author: string; text: string; writtenAt: Date }[]
  trail: { at: Date; actor: string; act: string }[]
  /** What this person may do; the ids of the forms that make something. */
  may: { decide: boolean; note: string | undefined; exempt: string | undefined; take: boolean }
  form: FormState | undefined
}

export const SignalPage = (page: SignalPageProps) => {
  const { signal, names, may, form } = page
  const nameOf = (id: string) => names[id] ?? id
  return (
    <>
      <PageHead
        title={`${ruleWords[signal.rule].name}: ${page.sides[0].name}`}
        lead={evidenceInWords(signal.rule, signal.evidence, nameOf)}
        state={<SignalState status={signal.status} />}
        back={{ href: '/signals', label: 'Signals' }}
        actions={may.take && <Act action={`/signals/${signal.id}/owner`} label={page.takenBy ? 'Take it over' : 'Take it'} />}
      />
      <StrayProblems
        form={form}
        fields={[
          ...(may.decide ? ['release_reason', 'confirm_reason'] : []),
          ...(may.note ? ['note'] : []),
          ...(may.exempt ? ['exempt_reason'] : []),
        ]}
      />
      <Sheet title="Side by side">
        <Sides sides={page.sides} />
      </Sheet>
      <Sheet title="What is known">
        <Facts wide facts={factsOf(page)} />
      </Sheet>
      <HeldCommissions {...page} />
      {may.decide && <Decisions {...page} />}
      {may.exempt && <Exemption {...page} act={may.exempt} />}
      <Notes {...page} />
      <Trail rows={page.trail} />
    </>
  )
}

function factsOf({ signal, team, takenBy, decidedBy, now }: SignalPageProps): { label: string; value: Child }[] {
  return [
    { label: 'Rule', value: ruleWords[signal.rule].looks },
    { label: 'Found', value: <Instant at={signal.foundAt} from={now} /> },
    { label: 'Who decides', value: takenBy ? `${takenBy} (${team})` : team },
    { label: 'Number', value: <ShortId id={signal.id} /> },
    ...(signal.decidedAt
      ? [
          { label: 'Decided', value: <Instant at={signal.decidedAt} /> },
          { label: 'By', value: decidedBy },
          { label: 'Reason', value: signal.reason },
        ]
      : []),
  ]
}

const Sides = ({ sides }: { sides: SignalPageProps['sides'] }) => {
  const rows: { what: string; cell: (side: SignalSide) => Child }[] = [
    { what: 'Name', cell: (side) => <Way href={side.href}>{side.name}</Way> },
    { what: 'Domain', cell: (side) => side.domain ?? <span class="soft">None known</span> },
    { what: 'Addresses', cell: (side) => (side.addresses.length > 0 ? side.addresses.join(', ') : <span class="soft">None known</span>) },
    { what: 'Known since', cell: (side) => <Day at={side.since} /> },
    { what: 'State', cell: (side) => side.state },
  ]
  return (
    <DataTable
      caption="The two that are compared"
      rows={rows}
      columns={[
        { key: 'what', head: 'What', rowHead: true, cell: (row) => row.what },
        ...sides.map((side, index) => ({ key: `side-${index}`, head: side.title, cell: (row: (typeof rows)[number]) => row.cell(side) })),
      ]}
    />
  )
}

const HeldCommissions = ({ held, signal }: SignalPageProps) => (
  <Sheet title="What it holds">
    <DataTable
      caption="Commissions that this signal holds or held"
      rows={held}
      columns={[
        {
          key: 'id',
          head: 'Commission',
          rowHead: true,
          cell: (row) => (
            <a href={`/commissions/${row.id}`}>
              <ShortId id={row.id} />
            </a>
          ),
        },
        { key: 'since', head: 'On hold since', cell: (row) => <Instant at={row.openedAt} /> },
        { key: 'until', head: 'Until', cell: (row) => (row.closedAt ? <Instant at={row.closedAt} /> : 'Decided') },
        { key: 'amount', head: 'Amount', number: true, cell: (row) => <Money amountMinor={row.amountMinor} currency={row.currency} /> },
      ]}
      blank={
        <p class="soft">
          {signal.status === 'open' ? 'Nothing yet. What is earned from now on is held as it accrues.' : 'It held nothing.'}
        </p>
      }
    />
  </Sheet>
)

const Decisions = ({ signal, form }: SignalPageProps) => (
  <div class="grid">
    <Sheet title="Release">
      <Form
        action={`/signals/${signal.id}/release`}
        form={formOf(form, 'release_reason')}
        buttons={<Button kind="primary">Release</Button>}
      >
        <p class="soft">Ends what this signal holds, and nothing else: a dispute’s hold stays.</p>
        <TextField name="release_reason" label="Why it is fine" form={form} maxlength={300} />
      </Form>
    </Sheet>
    <Sheet title="Confirm">
      <Form
        action={`/signals/${signal.id}/confirmation`}
        form={formOf(form, 'confirm_reason')}
        buttons={<Button kind="danger">Confirm</Button>}
      >
        <p class="soft">
          Refuses for good what it holds and is not paid yet
          {ruleIsAboutCredit(signal.rule) ? ', and this customer’s next payments earn the partner nothing' : ''}. What was paid stays paid.
        </p>
        <TextField name="confirm_reason" label="Why it is not granted" hint="The partner reads it." form={form} maxlength={300} />
      </Form>
    </Sheet>
  </div>
)

const ruleIsAboutCredit = (rule: SignalRule): boolean => rule !== 'refund_farming' && rule !== 'duplicate_partner'

const Exemption = ({ signal, sides, form, act }: SignalPageProps & { act: string }) => (
  <Sheet title="Exempt the partner from this rule">
    <Form
      action={`/signals/${signal.id}/exemption`}
      form={formOf(form, 'exempt_reason')}
      fields={{ act }}
      buttons={<Button>Exempt {sides[0].name}</Button>}
    >
      <p class="soft">The rule passes over the partner until the end of that day. What it found before still wants its decision.</p>
      <TextField name="exempt_reason" label="Why" form={form} maxlength={300} />
      <TextField name="until" label="Until" type="date" form={form} size="short" hint="A year from now at the latest." />
    </Form>
  </Sheet>
)

const Notes = ({ signal, notes, may, form }: SignalPageProps) => (
  <Sheet title="Notes">
    {notes.length === 0 && <p class="soft">Nobody has written anything yet.</p>}
    {notes.map((note) => (
      <p>
        {note.text}{' '}
        <span class="soft">
          {note.author}, <Instant at={note.writtenAt} />
        </span>
      </p>
    ))}
    {may.note && (
      <Form
        action={`/signals/${signal.id}/notes`}
        form={formOf(form, 'note')}
        fields={{ act: may.note }}
        buttons={<Button>Add the note</Button>}
      >
        <TextAreaField name="note" label="Note" hint="For the team; the partner does not see it." form={form} rows={3} maxlength={500} />
      </Form>
    )}
  </Sheet>
)
