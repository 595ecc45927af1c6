import type { Child } from 'hono/jsx'
import type { Customer } from '../../schema/customers.ts'
import type { DealStatus } from '../../schema/deals.ts'
import type { Category } from '../../schema/proposals.ts'
import type { ReferenceFact } from '../../schema/reports.ts'
import { Act } from '../components/act.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { CustomerProfile } from '../components/customer-profile.tsx'
import { CategoryBadge, StandingBadge } from '../components/customer-words.tsx'
import { DataTable } from '../components/data-table.tsx'
import { DealState } from '../components/deal-words.tsx'
import { EngagementState } from '../components/engagement-words.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Grievances, type ShownGrievance } from '../components/grievances.tsx'
import { Day, DayOf } from '../components/instant.tsx'
import { levelForStaff } from '../components/level-words.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type ListedProposal, ProposalList } from '../components/proposal-list.tsx'
import { ReferenceLevel } from '../components/reference-level.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'
import { Way } from '../components/way.tsx'
import { type EngagementLine, Told } from './engagements-page.tsx'

type PromisedLine = { what: string; promised: number; delivered: number; left: number; dueOn: string | null }

type CustomerPageProps = {
  customer: Customer & { company: string; level: number }
  category: Category
  facts: readonly ReferenceFact[]
  partner: { id: string; name: string; status: string } | undefined
  isRepeat: boolean
  agreements: readonly { id: string; kind: string; status: string; endsOn: string }[]
  promised: readonly PromisedLine[]
  grants: readonly { id: string; kind: string; status: string; endsOn: string | null }[]
  deals: readonly { id: string; name: string; status: DealStatus; openedAt: Date }[]
  engagements: readonly EngagementLine[]
  grievances: readonly ShownGrievance[]
  proposals: readonly ListedProposal[]
  sales: readonly { id: string; name: string }[]
  mayChange: boolean
  act: string
  today: string
  form: FormState | undefined
}

/** What staff see of a customer, in the order in which it sees our relationship itself. */
export const CustomerPage = (page: CustomerPageProps) => {
  const { customer, category, partner, mayChange, form } = page
  return (
    <>
      <PageHead
        title={customer.company}
        back={{ href: '/customers', label: 'Customers' }}
        state={
          <>
            <CategoryBadge category={category} isPartner={partner?.status === 'active'} /> <StandingBadge standing={customer.standing} />{' '}
            {page.facts.length > 0 && <ReferenceLevel facts={page.facts} />}
          </>
        }
        actions={
          <>
            {mayChange && <ButtonLink href={`/proposals/new?prospect=${customer.prospectId}`}>New proposal</ButtonLink>}
            {mayChange && <ButtonLink href={`/agreements/new?prospect=${customer.prospectId}`}>New agreement</ButtonLink>}
            <ButtonLink href={`/quotes?customer=${customer.prospectId}`}>Quotes</ButtonLink>
            {mayChange && <ButtonLink href={`/grants/new?prospect=${customer.prospectId}`}>Ask for a permission</ButtonLink>}
            <ButtonLink href={`/prospects/${customer.prospectId}`}>People, commitment and credit</ButtonLink>
          </>
        }
      />
      <StrayProblems
        form={form}
        fields={mayChange ? ['gift_policy', 'lapse_reason', 'no_grievance', 'about', 'restitution', 'outcome'] : []}
      />
      {page.isRepeat && (
        <Notice title="Repeat customer">
          It has paid for a second piece of work: a good moment to ask whether one future customer may phone them.
        </Notice>
      )}
      <Facts
        wide
        facts={[
          { label: 'Customer since', value: <Day at={customer.customerSince} /> },
          { label: 'Commitment', value: levelForStaff(customer.level) },
          { label: 'Partner', value: partner ? <a href={`/partners/${partner.id}`}>{partner.name}</a> : 'No' },
          ...(customer.lapsedAt ? [{ label: 'Lapsed on', value: <Day at={customer.lapsedAt} /> }] : []),
          ...(customer.wonBackAt ? [{ label: 'Won back on', value: <Day at={customer.wonBackAt} /> }] : []),
          ...(customer.noGrievance ? [{ label: 'When it left', value: customer.noGrievance }] : []),
        ]}
      />
      <Agreed {...page} />
      <Permitted {...page} />
      <Worked {...page} />
      {page.proposals.length > 0 && (
        <Sheet title="Proposals" id="proposals">
          <ProposalList proposals={page.proposals} />
        </Sheet>
      )}
      <Bought {...page} />
      <CustomerProfile customer={customer} mayChange={mayChange} form={form} />
      <Grievances {...page} customerId={customer.prospectId} />
      {mayChange && <StandingForm customer={customer} form={form} />}
    </>
  )
}

const words = (text: string): string => {
  const spaced = text.replaceAll('_', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
const none = (sentence: string): Child => <p class="soft">{sentence}</p>

const Agreed = ({ agreements, promised }: CustomerPageProps) => (
  <Sheet title="Agreements, and what is left on both sides" id="agreements">
    <DataTable
      caption="Agreements"
      rows={agreements}
      columns={[
        { key: 'kind', head: 'Agreement', rowHead: true, cell: (row) => <a href={`/agreements/${row.id}`}>{words(row.kind)}</a> },
        { key: 'status', head: 'State', cell: (row) => words(row.status) },
        { key: 'ends', head: 'Until', cell: (row) => <DayOf day={row.endsOn} /> },
      ]}
      blank={none('No agreement: it pays, and owes us nothing but that.')}
    />
    {promised.length > 0 && (
      <DataTable
        caption="What it promised"
        rows={promised}
        columns={[
          { key: 'what', head: 'Activity', rowHead: true, cell: (row) => words(row.what) },
          { key: 'promised', head: 'Promised', number: true, cell: (row) => row.promised },
          { key: 'delivered', head: 'Delivered', number: true, cell: (row) => row.delivered },
          { key: 'left', head: 'Left', number: true, cell: (row) => row.left },
          { key: 'due', head: 'Due', cell: (row) => row.dueOn && <DayOf day={row.dueOn} /> },
        ]}
      />
    )}
  </Sheet>
)

const Permitted = ({ grants }: CustomerPageProps) => (
  <Sheet title="Permissions" id="permissions">
    <DataTable
      caption="Permissions"
      rows={grants}
      columns={[
        { key: 'kind', head: 'Permission', rowHead: true, cell: (row) => words(row.kind) },
        { key: 'status', head: 'State', cell: (row) => words(row.status) },
        { key: 'ends', head: 'Until', cell: (row) => row.endsOn && <DayOf day={row.endsOn} /> },
      ]}
      blank={none('None asked: its name stays with us.')}
    />
  </Sheet>
)

const Worked = ({ customer, engagements, mayChange }: CustomerPageProps) => (
  <Sheet
    title="Our work for it"
    id="work"
    aside={mayChange && <a href={`/engagements/new?customer=${customer.prospectId}`}>Plan an engagement</a>}
  >
    {customer.outreachEndedAt && <MailEnded customer={customer} mayChange={mayChange} />}
    <DataTable
      caption="Engagements"
      rows={engagements}
      columns={[
        { key: 'name', head: 'Work', rowHead: true, cell: (row) => <a href={`/engagements/${row.id}`}>{row.name}</a> },
        { key: 'criteria', head: 'Criteria', cell: (row) => <Told told={row.told} /> },
        { key: 'state', head: 'State', cell: (row) => <EngagementState status={row.status} /> },
      ]}
      blank={none('None planned: no criteria stand that would tell a success.')}
    />
  </Sheet>
)

const MailEnded = ({ customer, mayChange }: Pick<CustomerPageProps, 'customer' | 'mayChange'>) => (
  <Notice
    title="It gets no mail from the programme"
    action={mayChange && <Act action={`/customers/${customer.prospectId}/outreach`} label="Write to it again" small />}
  >
    It is a regular customer and its work is closed. That stays so until one of us decides otherwise.
  </Notice>
)

const Bought = ({ deals }: CustomerPageProps) => (
  <Sheet title="What it bought" id="bought">
    <DataTable
      caption="Deals"
      rows={deals}
      columns={[
        { key: 'name', head: 'Deal', rowHead: true, cell: (row) => <Way href={`/deals/${row.id}`}>{row.name}</Way> },
        { key: 'status', head: 'State', cell: (row) => <DealState status={row.status} /> },
        { key: 'opened', head: 'Opened', cell: (row) => <Day at={row.openedAt} /> },
      ]}
      blank={none('Nothing that the portal knows of.')}
    />
  </Sheet>
)

const StandingForm = ({ customer, form }: Pick<CustomerPageProps, 'customer' | 'form'>) => {
  const fields = { version: String(customer.version) }
  return (
    <Sheet title="Standing" id="standing">
      {customer.standing === 'lapsed' ? (
        <Form
          action={`/customers/${customer.prospectId}/return`}
          form={formOf(form, 'no_grievance')}
          fields={fields}
          buttons={<Button kind="primary">It came back</Button>}
        >
          <TextField
            name="no_grievance"
            label="If nothing was wrong when it left"
            form={formOf(form, 'no_grievance')}
            value={customer.noGrievance ?? ''}
            optional
            maxlength={500}
            hint="Say so in writing. Otherwise its grievance is settled first. Either way it has to have bought again."
          />
        </Form>
      ) : (
        <Form
          action={`/customers/${customer.prospectId}/lapse`}
          form={formOf(form, 'lapse_reason')}
          fields={fields}
          buttons={<Button>It lapsed</Button>}
        >
          <TextField name="lapse_reason" label="Why it no longer buys" form={formOf(form, 'lapse_reason')} maxlength={500} />
        </Form>
      )}
    </Sheet>
  )
}
