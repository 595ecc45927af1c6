import type { ActivityKind } from '../../schema/agreements.ts'
import { type CompanySize, companySizes } from '../../schema/customers.ts'
import type { ContactSide } from '../../schema/prospects.ts'
import { contactSides } from '../../schema/prospects.ts'
import type { Industry } from '../../schema/references.ts'
import type { ReferenceFact } from '../../schema/reports.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Filters } from '../components/filters.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { ReferenceLevel } from '../components/reference-level.tsx'
import { industryWords, optionsOf, sideWords, sizeInWords } from '../components/reference-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type PoolLine = {
  customerId: string
  company: string
  industry: Industry
  size: CompanySize
  usedFor: string
  why: readonly string[]
  freeOn: string | undefined
  people: number
  facts: readonly ReferenceFact[]
}
type PoolQuery = {
  industry?: Industry | undefined
  size?: CompanySize | undefined
  usedFor?: string | undefined
  side?: ContactSide | undefined
  activity?: ActivityKind | undefined
}

type PoolPageProps = {
  lines: readonly PoolLine[]
  query: PoolQuery
  activities: readonly { value: string; label: string }[]
  olderHref: string | undefined
  outside: readonly { id: string; company: string }[]
  mayKeep: boolean
  form: FormState | undefined
}

/** Whom one could ask: by trade, size, use, side and activity, with when each is free again and why one cannot be asked. */
export const PoolPage = ({ lines, query, activities, olderHref, outside, mayKeep, form }: PoolPageProps) => {
  const filtered = Object.values(query).some(Boolean)
  return (
    <>
      <PageHead title="The pool" lead="Customers that may be asked to vouch for us." back={{ href: '/references', label: 'References' }} />
      <Filters action="/references/pool" clearHref={filtered ? '/references/pool' : undefined}>
        <SelectField
          name="industry"
          label="Industry"
          optional
          emptyLabel="All"
          value={query.industry ?? ''}
          options={optionsOf(industryWords)}
        />
        <SelectField name="size" label="Size" optional emptyLabel="All" value={query.size ?? ''} options={sizes} />
        <TextField name="usedFor" label="Uses us for" optional value={query.usedFor ?? ''} />
        <SelectField name="side" label="Side" optional emptyLabel="Both" value={query.side ?? ''} options={sides} />
        <SelectField name="activity" label="Does" optional emptyLabel="Anything" value={query.activity ?? ''} options={activities} />
      </Filters>
      <DataTable
        caption="Customers in the pool"
        columns={columns}
        rows={lines}
        blank={
          filtered ? (
            <BlankSlate title="Nobody like that in the pool" action={<ButtonLink href="/references/pool">Show all</ButtonLink>} />
          ) : (
            <BlankSlate title="The pool is empty">Put a customer into it below: say what may be told of it without its name.</BlankSlate>
          )
        }
      />
      <Pager olderHref={olderHref} />
      {mayKeep && (outside.length > 0 || form) && (
        <Sheet title="Put a customer into the pool">
          <ProfileForm customers={outside} form={form} />
        </Sheet>
      )}
    </>
  )
}

const sizes = companySizes.map((value) => ({ value, label: sizeInWords(value) }))
const sides = contactSides.map((value) => ({ value, label: sideWords[value] }))

const columns: Column<PoolLine>[] = [
  {
    key: 'company',
    head: 'Customer',
    rowHead: true,
    cell: ({ customerId, company }) => <a href={`/references/pool/${customerId}`}>{company}</a>,
  },
  { key: 'industry', head: 'Industry', cell: ({ industry }) => industryWords[industry] },
  { key: 'size', head: 'Size', cell: ({ size }) => sizeInWords(size) },
  {
    key: 'use',
    head: 'Uses us for',
    cell: ({ usedFor }) => <a href={`/references/pool?usedFor=${encodeURIComponent(usedFor)}`}>{usedFor}</a>,
  },
  { key: 'facts', head: 'Vouches for us', cell: ({ facts }) => <ReferenceLevel facts={facts} /> },
  { key: 'people', head: 'People', number: true, cell: ({ people }) => people },
  { key: 'free', head: 'Free for a call from', cell: ({ freeOn }) => (freeOn ? <DayOf day={freeOn} /> : <span class="soft">Never</span>) },
  {
    key: 'why',
    head: 'Cannot be asked: it',
    cell: ({ why }) => (why.length > 0 ? why.join('; ') : <span class="soft">Can be asked</span>),
  },
]

type ProfileFormProps = {
  customers: readonly { id: string; company: string }[]
  form: FormState | undefined
  profile?: { industry: Industry; size: CompanySize; usedFor: string; restDays: number } | undefined
}

/** What may be told of a customer without its name. With one customer only it is no choice. */
export const ProfileForm = ({ customers, form, profile }: ProfileFormProps) => {
  const [only, ...others] = customers
  return (
    <Form
      action="/references/pool"
      form={form}
      fields={profile && only ? { customer: only.id } : {}}
      buttons={<Button>{profile ? 'Keep it' : 'Put it into the pool'}</Button>}
    >
      {!profile && only && (
        <SelectField
          name="customer"
          label="Customer"
          form={form}
          options={[only, ...others].map(({ id, company }) => ({ value: id, label: company }))}
        />
      )}
      <SelectField
        name="industry"
        id="told-industry"
        label="Industry"
        form={form}
        value={profile?.industry ?? ''}
        options={optionsOf(industryWords)}
      />
      <SelectField name="size" id="told-size" label="Size" form={form} value={profile?.size ?? ''} options={sizes} />
      <TextField
        name="usedFor"
        id="told-use"
        label="Uses us for"
        form={form}
        value={profile?.usedFor ?? ''}
        maxlength={60}
        hint="In a few words, without names."
      />
      <TextField
        name="restDays"
        label="Left alone after it said no (days)"
        form={form}
        value={String(profile?.restDays ?? 90)}
        inputmode="numeric"
        size="short"
      />
    </Form>
  )
}
