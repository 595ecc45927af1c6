import type { Currency } from '../../schema/currency.ts'
import type { ActivityStatus, Perk } from '../../schema/requests.ts'
import { Act } from './act.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { Button } from './button.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { Day } from './instant.tsx'
import { Money } from './money.tsx'
import { ActivityState, optionsOf, perkWords } from './reference-words.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

export type ActivityLine = {
  id: string
  what: string
  title: string
  status: ActivityStatus
  fromAt: Date
  minutes: number | null
  contactName: string | null
  requestId: string | null
  isFavour: boolean
  perks: readonly Perk[]
}

type ActivityLinesProps = { activities: readonly ActivityLine[]; mayChange: boolean }

/** What a customer did and will do for us, and what came of each. */
export const ActivityLines = ({ activities, mayChange }: ActivityLinesProps) => (
  <DataTable
    caption="Activities"
    columns={columns(mayChange)}
    rows={activities}
    blank={<BlankSlate title="Nothing yet">Calls and visits begin with a request; talks and case studies are planned here.</BlankSlate>}
  />
)

const columns = (mayChange: boolean): Column<ActivityLine>[] => [
  { key: 'on', head: 'On', cell: ({ fromAt }) => <Day at={fromAt} /> },
  {
    key: 'what',
    head: 'What',
    rowHead: true,
    cell: ({ what, requestId }) => (requestId ? <a href={`/references/requests/${requestId}`}>{what}</a> : what),
  },
  { key: 'title', head: 'About', cell: ({ title, contactName }) => [title, contactName].filter(Boolean).join(', ') },
  { key: 'owed', head: 'Counts as', cell: ({ isFavour }) => (isFavour ? 'A favour' : 'Promised') },
  { key: 'minutes', head: 'Minutes', number: true, cell: ({ minutes }) => minutes ?? <span class="soft">Not told</span> },
  { key: 'state', head: 'State', cell: ({ status }) => <ActivityState status={status} /> },
  {
    key: 'act',
    head: 'What came of it',
    cell: ({ id, status, requestId }) =>
      mayChange && status === 'planned' && !requestId ? (
        <>
          <Act action={`/references/activities/${id}/closure`} label="It took place" fields={{ happened: 'held' }} small />
          <Act action={`/references/activities/${id}/closure`} label="Called off" fields={{ happened: 'cancelled' }} small kind="quiet" />
        </>
      ) : null,
  },
]

type PerkLine = Perk & { what: string; activity: string }
type PerkListProps = {
  activities: readonly ActivityLine[]
  mayChange: boolean
  currencies: readonly Currency[]
  form: FormState | undefined
}

/** Travel, welcome, thanks: the checklist, so that guests come again. */
export const PerkList = ({ activities, mayChange, currencies, form }: PerkListProps) => {
  const lines: PerkLine[] = activities.flatMap(({ perks, what, fromAt }) =>
    perks.map((perk) => ({ ...perk, activity: `${what}, ${fromAt.toISOString().slice(0, 10)}` })),
  )
  const open = lines.filter(({ deliveredOn }) => deliveredOn === null)
  const own = formOf(form, 'perk')
  return (
    <Sheet title="Thanks and travel" id="perks">
      <DataTable caption="Checklist" columns={perkColumns} rows={lines} blank={<BlankSlate title="Nothing on the checklist" />} />
      {mayChange && open.length > 0 && (
        <Form action="/references/perks/delivery" form={own} buttons={<Button>It was delivered</Button>}>
          <SelectField
            name="perk"
            label="What"
            form={own}
            options={open.map(({ id, what, activity }) => ({ value: id, label: `${what} (${activity})` }))}
          />
          <TextField name="on" label="On" type="date" form={own} />
          <TextField name="cost" label="What it cost" optional form={own} inputmode="decimal" hint="A cost of ours, never a commission." />
          <SelectField
            name="currency"
            label="Currency"
            form={own}
            options={currencies.map((value) => ({ value, label: value.toUpperCase() }))}
          />
        </Form>
      )}
      {mayChange && <NewPerk activities={activities} form={formOf(form, 'kindOfPerk')} />}
    </Sheet>
  )
}

const NewPerk = ({ activities, form }: { activities: readonly ActivityLine[]; form: FormState | undefined }) => {
  const [latest] = activities.filter(({ status }) => status !== 'cancelled')
  return latest ? (
    <Form action={`/references/activities/${latest.id}/perks`} form={form} buttons={<Button>Put it on the checklist</Button>}>
      <SelectField
        name="kindOfPerk"
        label={`For ${latest.what}, ${latest.fromAt.toISOString().slice(0, 10)}`}
        form={form}
        options={optionsOf(perkWords)}
      />
      <TextField name="thing" label="What exactly" form={form} maxlength={120} />
      <SelectField
        name="gift"
        label="Is it a gift?"
        form={form}
        options={[
          { value: 'no', label: 'No' },
          { value: 'yes', label: 'Yes: only if its gift policy allows it' },
        ]}
      />
    </Form>
  ) : null
}

const perkColumns: Column<PerkLine>[] = [
  { key: 'what', head: 'What', rowHead: true, cell: ({ what, isGift }) => (isGift ? `${what} (a gift)` : what) },
  { key: 'kind', head: 'Kind', cell: ({ kind }) => perkWords[kind] },
  { key: 'for', head: 'For', cell: ({ activity }) => activity },
  { key: 'on', head: 'Delivered', cell: ({ deliveredOn }) => deliveredOn ?? <span class="soft">Not yet</span> },
  {
    key: 'cost',
    head: 'Cost',
    number: true,
    cell: ({ costMinor, currency }) => (costMinor !== null && currency ? <Money amountMinor={costMinor} currency={currency} /> : ''),
  },
]
