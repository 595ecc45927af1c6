import type { Goodwill } from '../../schema/customers.ts'
import type { KickoffAsk } from '../../schema/invitations.ts'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { AskState, askOptions, kickoffQuestion } from './engagement-words.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { Day, DayOf } from './instant.tsx'
import { RadioField } from './radio-field.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

type AsksProps = {
  engagement: { id: string; prospectId: string }
  asks: readonly (KickoffAsk & { contact: string })[]
  /** Of the customer's people, whom nobody asked here yet. */
  toAsk: readonly { id: string; name: string }[]
  hasCriteria: boolean
  mayAsk: boolean
  act: string
  today: string
  form: FormState | undefined
}

/** The conditional question: one person's word, and no permission. */
export const EngagementAsks = (page: AsksProps) => (
  <Sheet title="The question at kickoff" id="asks">
    <blockquote class="letter">{kickoffQuestion}</blockquote>
    <p class="soft">
      Ask it of each person once the criteria stand. It is that person’s word and allows nothing yet. When every criterion is met and
      nothing is open between us, a yes or a maybe becomes one drafted invitation. A no is not asked again in this engagement.
    </p>
    {page.asks.length > 0 && (
      <DataTable
        caption="Who was asked"
        rows={page.asks}
        columns={[
          { key: 'who', head: 'Person', rowHead: true, cell: (row) => row.contact },
          { key: 'answer', head: 'Answer', cell: (row) => <AskState answer={row.answer} /> },
          { key: 'on', head: 'Asked on', cell: (row) => <DayOf day={row.askedOn} /> },
          {
            key: 'invited',
            head: 'Invitation',
            cell: (row) => row.invitedAt && <a href="/invitations">Drafted on {<Day at={row.invitedAt} />}</a>,
          },
        ]}
      />
    )}
    {page.mayAsk && <NewAsk {...page} />}
  </Sheet>
)

const NewAsk = ({ engagement, toAsk, hasCriteria, asks, act, today, form: sent }: AsksProps) => {
  const form = formOf(sent, 'contactId')
  if (toAsk.length === 0)
    return (
      <p class="soft">
        {asks.length > 0 ? 'Everybody we know there was asked. ' : 'We know nobody there yet. '}
        <a href={`/prospects/${engagement.prospectId}`}>Add a person</a>
      </p>
    )
  if (!hasCriteria && !form) return <p class="soft">First agree on the criteria.</p>
  return (
    <details open={Boolean(form)}>
      <summary>Somebody was asked</summary>
      <Form
        action={`/engagements/${engagement.id}/asks`}
        form={form}
        fields={{ act: `${act}a` }}
        buttons={<Button>Keep the answer</Button>}
      >
        <SelectField
          name="contactId"
          label="Person"
          emptyLabel="Choose a person"
          options={toAsk.map(({ id, name }) => ({ value: id, label: name }))}
          form={form}
        />
        <RadioField name="answer" label="Answer" options={askOptions} form={form} />
        <TextField name="askedOn" label="Asked on" type="date" size="short" value={today} form={form} />
      </Form>
    </details>
  )
}

type GoodwillProps = {
  engagement: { id: string }
  goodwill: readonly Goodwill[]
  mayChange: boolean
  act: string
  today: string
  form: FormState | undefined
}

/** For staff alone: what we did beyond the contract, and who thanked us. */
export const EngagementGoodwill = ({ engagement, goodwill, mayChange, act, today, form: sent }: GoodwillProps) => {
  const form = formOf(sent, 'whatWeDid')
  return (
    <Sheet title="Goodwill" id="goodwill">
      <p class="soft">
        Only we read this. When somebody thanks you, answer as a partner would, not as a supplier: “You would have done the same for us.”
        Each line marks a good moment to ask, and never a debt.
      </p>
      {goodwill.length > 0 && (
        <DataTable
          caption="What we did beyond the contract"
          rows={goodwill}
          columns={[
            { key: 'on', head: 'On', cell: (row) => <DayOf day={row.happenedOn} /> },
            { key: 'what', head: 'What we did', rowHead: true, cell: (row) => row.whatWeDid },
            { key: 'who', head: 'Who thanked us', cell: (row) => row.thankedBy ?? 'Nobody yet' },
          ]}
        />
      )}
      {mayChange && (
        <details open={Boolean(form)}>
          <summary>Write down a good deed</summary>
          <Form
            action={`/engagements/${engagement.id}/goodwill`}
            form={form}
            fields={{ act: `${act}g` }}
            buttons={<Button>Write it down</Button>}
          >
            <TextField name="whatWeDid" label="What we did" maxlength={500} form={form} />
            <TextField name="thankedBy" label="Who thanked us" optional maxlength={100} form={form} />
            <TextField name="happenedOn" label="On" type="date" size="short" value={today} form={form} />
          </Form>
        </details>
      )}
    </Sheet>
  )
}
