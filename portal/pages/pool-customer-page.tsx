import type { Currency } from '../../schema/currency.ts'
import type { CompanySize, GiftPolicy } from '../../schema/customers.ts'
import { type CapGroup, type CapScope, capGroups, type Industry, type Readiness, type ReferenceRival } from '../../schema/references.ts'
import { Act } from '../components/act.tsx'
import { type ActivityLine, ActivityLines, PerkList } from '../components/activity-lines.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { capGroupWords, industryWords, sizeInWords } from '../components/reference-words.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'
import { ProfileForm } from './pool-page.tsx'

type CapLine = { id: string; scope: CapScope; who: string; capGroup: CapGroup; count: number; periodDays: number }

type PoolCustomerPageProps = {
  customer: { id: string; company: string }
  profile: { industry: Industry; size: CompanySize; usedFor: string; restDays: number; restUntil: Date | null }
  why: readonly string[]
  freeOn: readonly { group: CapGroup; day: string | undefined }[]
  giftPolicy: GiftPolicy | undefined
  readiness: Readiness | null
  rivals: readonly ReferenceRival[]
  caps: readonly CapLine[]
  persons: readonly { id: string; name: string; title: string | null; takesCalls: boolean }[]
  activities: readonly ActivityLine[]
  /** Promised activities of public kinds, to plan. */
  publicKinds: readonly { value: string; label: string }[]
  currencies: readonly Currency[]
  act: string
  mayChange: boolean
  form: FormState | undefined
}

/** One customer of the pool: whether it may be asked, how often, who it will not talk to, and all it did for us. */
export const PoolCustomerPage = (page: PoolCustomerPageProps) => {
  const { customer, why, mayChange, form, activities, currencies } = page
  return (
    <>
      <PageHead
        title={customer.company}
        back={{ href: '/references/pool', label: 'The pool' }}
        actions={<ButtonLink href={`/prospects/${customer.id}`}>The customer</ButtonLink>}
      />
      {why.length > 0 && <Notice tone="warn" title="Cannot be asked for a call">{`It ${why.join('; it ')}.`}</Notice>}
      <StrayProblems form={form} fields={drawn} />
      <About {...page} />
      <Sheet title="What it did and will do for us" id="activities">
        <ActivityLines activities={activities} mayChange={mayChange} />
        {mayChange && <NewActivity {...page} />}
      </Sheet>
      <PerkList activities={activities} mayChange={mayChange} currencies={currencies} form={form} />
      <Caps {...page} />
      <Ready {...page} />
      <Rivals {...page} />
      {mayChange && (
        <Sheet title="What may be told without its name">
          <ProfileForm customers={[customer]} profile={page.profile} form={formOf(form, 'industry')} />
        </Sheet>
      )}
    </>
  )
}

/** One field of each form that the page draws. */
const drawn = ['title', 'perk', 'kindOfPerk', 'count', 'openIssues', 'rival', 'industry']

const giftWords: Record<GiftPolicy, string> = {
  unknown: 'Not known: ask before any gift',
  allowed: 'Gifts are fine',
  limited: 'Small gifts only',
  forbidden: 'No gifts',
}

const About = ({ profile, freeOn, giftPolicy, activities, persons }: PoolCustomerPageProps) => (
  <Facts
    wide
    facts={[
      { label: 'Shown as', value: `${industryWords[profile.industry]}, ${sizeInWords(profile.size)}, ${profile.usedFor}` },
      ...freeOn.map(({ group, day }) => ({ label: `${capGroupWords[group]}: free from`, value: day ?? 'Never' })),
      ...(profile.restUntil ? [{ label: 'Left alone until', value: profile.restUntil.toISOString().slice(0, 10) }] : []),
      { label: 'Gift policy', value: giftPolicy ? giftWords[giftPolicy] : 'Not known: ask before any gift' },
      { label: 'Hours it gave us', value: (activities.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0) / 60).toFixed(1) },
      {
        label: 'People',
        value:
          persons.map(({ name, title, takesCalls }) => [name, title, takesCalls && 'takes calls'].filter(Boolean).join(', ')).join('; ') ||
          'Nobody',
      },
    ]}
  />
)

const NewActivity = ({ customer, publicKinds, act, form }: PoolCustomerPageProps) => {
  const own = formOf(form, 'title')
  return (
    <Form action={`/references/pool/${customer.id}/activities`} form={own} fields={{ act }} buttons={<Button>Plan it</Button>}>
      <SelectField name="kind" label="Plan something public" form={own} options={publicKinds} />
      <TextField name="title" label="Title" form={own} maxlength={120} />
      <TextField name="on" id="field-activity-on" label="On" type="date" form={own} />
      <SelectField
        name="as"
        label="Counts as"
        form={own}
        options={[
          { value: 'owed', label: 'What its agreement promises' },
          { value: 'favour', label: 'A favour beyond the agreement' },
        ]}
      />
    </Form>
  )
}

const Caps = ({ customer, caps, persons, mayChange, form }: PoolCustomerPageProps) => {
  const own = formOf(form, 'count')
  return (
    <Sheet title="How often it may be asked" id="caps" aside={<span class="soft small">The tightest wins</span>}>
      <DataTable
        caption="Caps"
        rows={caps}
        columns={[
          { key: 'who', head: 'Whom', rowHead: true, cell: ({ who }) => who },
          { key: 'group', head: 'What', cell: ({ capGroup }) => capGroupWords[capGroup] },
          { key: 'count', head: 'At most', number: true, cell: ({ count }) => count },
          { key: 'days', head: 'In days', number: true, cell: ({ periodDays }) => periodDays },
          {
            key: 'act',
            head: 'End',
            cell: ({ id, scope }) =>
              mayChange && scope !== 'default' ? (
                <Act action={`/references/pool/${customer.id}/caps/end`} label="End it" fields={{ cap: id }} small kind="quiet" />
              ) : null,
          },
        ]}
      />
      {mayChange && (
        <Form action={`/references/pool/${customer.id}/caps`} form={own} buttons={<Button>Set this cap</Button>}>
          <SelectField
            name="who"
            label="Whom"
            optional
            emptyLabel="The company"
            form={own}
            options={persons.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField name="group" label="What" form={own} options={capGroups.map((value) => ({ value, label: capGroupWords[value] }))} />
          <TextField name="count" label="At most" form={own} inputmode="numeric" size="short" />
          <TextField name="days" label="In so many days" form={own} inputmode="numeric" size="short" />
        </Form>
      )}
    </Sheet>
  )
}

const Ready = ({ customer, readiness, mayChange, form }: PoolCustomerPageProps) => {
  const own = formOf(form, 'openIssues')
  return (
    <Sheet title="Readiness" id="readiness">
      {mayChange ? (
        <Form action={`/references/pool/${customer.id}/readiness`} form={own} buttons={<Button>Keep it</Button>}>
          <TextField name="trainedOn" label="Its team was prepared on" type="date" optional form={own} value={readiness?.trainedOn ?? ''} />
          <TextField name="lastCheckinOn" label="We last met on" type="date" optional form={own} value={readiness?.lastCheckinOn ?? ''} />
          <TextField
            name="openIssues"
            label="Open matters"
            form={own}
            value={String(readiness?.openIssues ?? 0)}
            inputmode="numeric"
            size="short"
            hint="Asked only when prepared, met within 90 days and nothing is open."
          />
        </Form>
      ) : (
        <Facts
          facts={[
            { label: 'Its team was prepared on', value: readiness?.trainedOn ?? 'Not yet' },
            { label: 'We last met on', value: readiness?.lastCheckinOn ?? 'Not yet' },
            { label: 'Open matters', value: readiness?.openIssues ?? 0 },
          ]}
        />
      )}
    </Sheet>
  )
}

const Rivals = ({ customer, rivals, mayChange, form }: PoolCustomerPageProps) => {
  const own = formOf(form, 'rival')
  return (
    <Sheet title="Whom it will not talk to" id="rivals">
      <DataTable
        caption="Rivals it named"
        rows={rivals}
        columns={[
          { key: 'name', head: 'Company', rowHead: true, cell: ({ name }) => name },
          { key: 'domain', head: 'Domain', cell: ({ domain }) => domain },
        ]}
        blank={<BlankSlate title="It named nobody" />}
      />
      {mayChange && (
        <Form action={`/references/pool/${customer.id}/rivals`} form={own} buttons={<Button>Never match these two</Button>}>
          <TextField name="rival" label="Company" form={own} maxlength={120} />
          <TextField name="domain" label="Its domain" form={own} maxlength={253} />
        </Form>
      )}
    </Sheet>
  )
}
