import { type BuyingRoleName, buyingRoleNames, type Confidence } from '../../schema/customers.ts'
import type { ContactSide } from '../../schema/prospects.ts'
import { Badge } from './badge.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { Button } from './button.tsx'
import { CheckboxField } from './checkbox-field.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { Form } from './form.tsx'
import { formOf } from './form-of.tsx'
import type { FormState } from './form-state.ts'
import { hoursInWords, NewHours } from './hours.tsx'
import { Notice } from './notice.tsx'
import { Progress } from './progress.tsx'
import { SelectField } from './select-field.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

/** Words of the team alone (domain.md A6): they stand on no page, file or mail for anybody else. */
export const roleForStaff: Record<BuyingRoleName, string> = {
  economic_buyer: 'Economic buyer',
  ally: 'Ally',
  no_influence: 'No influence on this decision',
  unknown: 'Not known yet',
}
export const sideWords: Record<ContactSide, string> = { technical: 'Technical', business: 'Business' }

type ShownRole = {
  deal: string | null
  role: BuyingRoleName
  veto: boolean
  confidence: Confidence
  influences: string | null
  budgetConfirmed: boolean
  decisionOn: string | null
}
export type ShownContact = {
  id: string
  name: string
  email: string | null
  title: string | null
  side: ContactSide | null
  namedBy: string
  roles: ShownRole[]
  /** That ours spent with this person, as far as it was recorded. */
  minutes: number
}
/** What a complete group has. */
export type Completeness = { buyer: boolean; ally: boolean; technical: boolean; business: boolean }

export type BuyingGroupProps = {
  prospectId: string
  contacts: readonly ShownContact[]
  completeness: Completeness
  /** Open deals in which nobody is known to hold the budget. */
  dealsWithoutBuyer: readonly string[]
  deals: readonly { id: string; name: string }[]
  mayChange: boolean
  act: string
  form: FormState | undefined
}

const parts: Record<keyof Completeness, string> = {
  buyer: 'somebody who holds the budget',
  ally: 'an ally',
  technical: 'the technical side',
  business: 'the business side',
}

/** Who has a say, how sure we are, and who is missing. */
export const BuyingGroup = (group: BuyingGroupProps) => {
  const missing = (Object.keys(parts) as (keyof Completeness)[]).filter((part) => !group.completeness[part]) // the keys of the table just above
  return (
    <Sheet title="Buying group" id="buying-group" aside={<span class="soft small">For the team only</span>}>
      <Progress label="Who is found" done={4 - missing.length} total={4}>
        {missing.length > 0 && <>Still missing: {missing.map((part) => parts[part]).join(', ')}. Who else is involved?</>}
      </Progress>
      {group.dealsWithoutBuyer.length > 0 && (
        <Notice tone="warn" title="No buyer found">
          {group.dealsWithoutBuyer.join(', ')}: nobody named holds the budget. Ask who does; an ally can stop a purchase, not make it.
        </Notice>
      )}
      <DataTable caption="People" columns={columns} rows={group.contacts} blank={<BlankSlate title="Nobody is named yet" />} />
      {group.mayChange && (
        <details open={Boolean(formOf(group.form, 'contact') ?? formOf(group.form, 'contact_name'))}>
          <summary>Add somebody, or say what somebody has to say</summary>
          <div class="grid">
            <NewContact {...group} />
            {group.contacts.length > 0 && <NewRole {...group} />}
          </div>
        </details>
      )}
      {group.mayChange && group.contacts.length > 0 && <NewHours {...group} />}
    </Sheet>
  )
}

const namedByWords: Record<string, string> = { prospect: 'The prospect', staff: 'Us', stripe: 'Stripe' }

const columns: Column<ShownContact>[] = [
  {
    key: 'name',
    head: 'Name',
    rowHead: true,
    cell: ({ name, title }) => (
      <>
        {name}
        {title && <span class="soft">, {title}</span>}
      </>
    ),
  },
  { key: 'email', head: 'Mail address', cell: ({ email }) => email ?? 'Not known' },
  { key: 'side', head: 'Side', cell: ({ side }) => (side ? sideWords[side] : 'Not known') },
  {
    key: 'roles',
    head: 'Has to say',
    cell: ({ roles }) => (roles.length > 0 ? <Roles roles={roles} /> : <span class="soft">Not known yet</span>),
  },
  { key: 'hours', head: 'Hours with us', number: true, cell: ({ minutes }) => (minutes > 0 ? hoursInWords(minutes) : '') },
  { key: 'namedBy', head: 'Named by', cell: ({ namedBy }) => namedByWords[namedBy] ?? 'A partner' },
]

const Roles = ({ roles }: { roles: readonly ShownRole[] }) => (
  <>
    {roles.map((role) => (
      <p>
        {roleForStaff[role.role]}
        {role.deal && <span class="soft"> in {role.deal}</span>} {role.veto && <Badge tone="warn">Can say no</Badge>}{' '}
        {role.confidence === 'guess' && <Badge>A guess</Badge>}
        <span class="soft">
          {role.influences && ` · sways ${role.influences}`}
          {role.budgetConfirmed && ' · budget confirmed'}
          {role.decisionOn && ` · decides on ${role.decisionOn}`}
        </span>
      </p>
    ))}
  </>
)

const sideOptions = [
  { value: 'technical', label: sideWords.technical },
  { value: 'business', label: sideWords.business },
]

const NewContact = ({ prospectId, form, act }: BuyingGroupProps) => (
  <Form
    action={`/prospects/${prospectId}/contacts`}
    form={formOf(form, 'contact_name')}
    fields={{ act: `${act}c` }}
    buttons={<Button>Add the contact</Button>}
  >
    <TextField name="contact_name" label="Name" form={formOf(form, 'contact_name')} maxlength={100} autocomplete="off" />
    <TextField name="contact_email" label="Mail address" type="email" form={formOf(form, 'contact_name')} optional autocomplete="off" />
    <TextField name="contact_title" label="Title" form={formOf(form, 'contact_name')} optional maxlength={100} autocomplete="off" />
    <SelectField
      name="contact_side"
      label="Side"
      form={formOf(form, 'contact_name')}
      emptyLabel="Not known"
      options={sideOptions}
      optional
    />
  </Form>
)

const NewRole = ({ prospectId, contacts, deals, form }: BuyingGroupProps) => {
  const people = contacts.map(({ id, name }) => ({ value: id, label: name }))
  const own = formOf(form, 'contact')
  return (
    <Form action={`/prospects/${prospectId}/roles`} form={own} buttons={<Button>Keep it</Button>}>
      <SelectField name="contact" label="Who" form={own} options={people} />
      <SelectField
        name="role"
        label="Has to say"
        form={own}
        value="unknown"
        options={buyingRoleNames.map((value) => ({ value, label: roleForStaff[value] }))}
      />
      <CheckboxField name="veto" label="Can say no" form={own} hint="Beside any role: an ally can stop a purchase." />
      <SelectField
        name="confidence"
        label="How sure"
        form={own}
        value="guess"
        options={[
          { value: 'known', label: 'We know it' },
          { value: 'guess', label: 'We guess it' },
        ]}
      />
      <SelectField name="side" label="Side" form={own} emptyLabel="As it was" options={sideOptions} optional />
      <SelectField
        name="deal"
        label="In"
        form={own}
        emptyLabel="Every deal"
        options={deals.map(({ id, name }) => ({ value: id, label: name }))}
        optional
      />
      <SelectField name="influences" label="Sways" form={own} emptyLabel="Nobody in particular" options={people} optional />
      <CheckboxField name="budget_confirmed" label="Confirmed the budget" form={own} />
      <TextField name="decision_on" label="Decides on" type="date" form={own} optional size="short" />
    </Form>
  )
}
