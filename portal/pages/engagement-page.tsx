import type { Goodwill, Motion } from '../../schema/customers.ts'
import type { Criterion, Engagement, WarrantyMoment, WarrantyOffer } from '../../schema/engagements.ts'
import type { KickoffAsk } from '../../schema/invitations.ts'
import type { Survey } from '../../schema/quotes.ts'
import { Button } from '../components/button.tsx'
import { motionWords } from '../components/customer-words.tsx'
import { EngagementAsks, EngagementGoodwill } from '../components/engagement-asks.tsx'
import { EngagementCriteria } from '../components/engagement-criteria.tsx'
import { EngagementSurvey } from '../components/engagement-survey.tsx'
import { EngagementWarranty } from '../components/engagement-warranty.tsx'
import { EngagementState } from '../components/engagement-words.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'
import { EngagementFields, type WorkChoices } from './new-engagement-page.tsx'

type EngagementPageProps = {
  engagement: Engagement & { company: string; motion: Motion | null }
  criteria: readonly Criterion[]
  offers: readonly WarrantyOffer[]
  moment: WarrantyMoment | undefined
  warranties: readonly { id: string; name: string }[]
  asks: readonly (KickoffAsk & { contact: string })[]
  toAsk: readonly { id: string; name: string }[]
  goodwill: readonly Goodwill[]
  survey: Survey | undefined
  choices: WorkChoices
  allMet: boolean
  hasGrievance: boolean
  mayChange: boolean
  act: string
  today: string
  form: FormState | undefined
  declinedOf: string | undefined
}

const ownFields = ['statement', 'covers', 'contactId', 'whatWeDid', 'kickoffOn', 'closedOn', 'name']

/** One piece of work for a customer, from the criteria agreed at its beginning to what came of them. */
export const EngagementPage = (page: EngagementPageProps) => {
  const { engagement, choices, mayChange } = page
  const nameOf = (list: WorkChoices[keyof WorkChoices], id: string | null) => list.find((each) => each.value === id)?.label
  return (
    <>
      <PageHead
        title={engagement.name}
        state={<EngagementState status={engagement.status} />}
        back={{ href: `/customers/${engagement.prospectId}`, label: engagement.company }}
      />
      {!page.declinedOf && <StrayProblems form={page.form} fields={mayChange ? ownFields : []} />}
      <AfterSuccess {...page} />
      <Facts
        wide
        facts={[
          {
            label: 'Deal',
            value: engagement.dealId ? <a href={`/deals/${engagement.dealId}`}>{nameOf(choices.deals, engagement.dealId)}</a> : 'None',
          },
          { label: 'Who stands behind it', value: nameOf(choices.people, engagement.sponsorContact) ?? 'Nobody named yet' },
          { label: 'How the customer came', value: engagement.motion ? motionWords[engagement.motion] : 'Not asked yet' },
          ...(engagement.kickoffOn ? [{ label: 'Kickoff', value: <DayOf day={engagement.kickoffOn} /> }] : []),
          ...(engagement.closedOn ? [{ label: 'Closed', value: <DayOf day={engagement.closedOn} /> }] : []),
        ]}
      />
      <EngagementCriteria {...page} />
      <EngagementAsks {...page} hasCriteria={page.criteria.length > 0} mayAsk={mayChange && engagement.status !== 'closed'} />
      <EngagementWarranty {...page} />
      <EngagementGoodwill {...page} />
      <EngagementSurvey {...page} />
      {mayChange && engagement.status === 'planned' && <Kickoff {...page} />}
      {mayChange && engagement.status === 'kicked_off' && <Closure {...page} />}
      {mayChange && engagement.status !== 'closed' && <Change {...page} />}
    </>
  )
}

const AfterSuccess = ({ allMet, hasGrievance, asks }: EngagementPageProps) => {
  const isWanted = asks.some(({ answer }) => answer !== 'no')
  if (!allMet || !isWanted) return null
  return hasGrievance ? (
    <Notice tone="warn" title="Every criterion is met, and a grievance is open">
      The invitation is drafted once the grievance is settled.
    </Notice>
  ) : (
    <Notice tone="good" title="Every criterion is met" action={<a href="/invitations">Invitations</a>}>
      Who said yes or maybe at kickoff has a drafted invitation. Nothing leaves before one of us sends it.
    </Notice>
  )
}

const Kickoff = ({ engagement, criteria, today, form: sent }: EngagementPageProps) => {
  const form = formOf(sent, 'kickoffOn')
  return (
    <Sheet title="Kickoff" id="kickoff">
      <Form
        action={`/engagements/${engagement.id}/kickoff`}
        form={form}
        fields={{ version: String(engagement.version) }}
        buttons={<Button kind={criteria.length > 0 ? 'primary' : undefined}>The work has begun</Button>}
      >
        <TextField name="kickoffOn" label="Kickoff on" type="date" size="short" value={today} form={form} />
      </Form>
    </Sheet>
  )
}

const Closure = ({ engagement, today, form: sent }: EngagementPageProps) => {
  const form = formOf(sent, 'closedOn')
  return (
    <Sheet title="The end" id="end">
      <p class="soft">
        Criteria that are still open may be met or missed afterwards. A regular customer then gets no more mail from the programme.
      </p>
      <Form
        action={`/engagements/${engagement.id}/closure`}
        form={form}
        fields={{ version: String(engagement.version) }}
        buttons={<Button>Close the engagement</Button>}
      >
        <TextField name="closedOn" label="Ended on" type="date" size="short" value={today} form={form} />
      </Form>
    </Sheet>
  )
}

const Change = ({ engagement, choices, form: sent }: EngagementPageProps) => {
  const form = formOf(sent, 'name')
  return (
    <details open={Boolean(form)}>
      <summary>Change what it is about</summary>
      <Form
        action={`/engagements/${engagement.id}`}
        form={form}
        fields={{ version: String(engagement.version) }}
        buttons={<Button>Change it</Button>}
      >
        <EngagementFields choices={choices} engagement={engagement} form={form} />
      </Form>
    </details>
  )
}
