import type { Worry } from '../../schema/proposals.ts'
import { Act } from '../components/act.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { type Fact, Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import { dateOf, formatDay } from '../components/format-date.ts'
import { decimalOf } from '../components/format-money.ts'
import { Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PercentField } from '../components/percent-field.tsx'
import { type ProposalColumn, ProposalColumns } from '../components/proposal-columns.tsx'
import { ProposalLineForms } from '../components/proposal-line-forms.tsx'
import { ProposalPriceFields } from '../components/proposal-price-fields.tsx'
import { ProposalState } from '../components/proposal-state.tsx'
import { ProposalAgreeing, ProposalNextStep, type StepsOfProposal } from '../components/proposal-steps.tsx'
import type { Option } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'
import { Worries } from '../components/worries.tsx'

type ProposalPageProps = StepsOfProposal & {
  company: string
  columns: readonly ProposalColumn[]
  worries: readonly Worry[]
  /** Whom it was sent to. */
  reader: string | undefined
  ndaEndsOn: string | undefined
  readings: readonly { name: string; at: Date }[]
  names: ReadonlyMap<string, string>
  act: string
  today: string
  dueOn: string
  activities: readonly Option[]
  grants: readonly Option[]
  benefitKinds: readonly Option[]
  answers: readonly Option[]
  /** The worry whose form was declined. */
  formWorry?: string | undefined
}

const fields = ['list', 'activity', 'grant', 'benefit', 'worry', 'secondReason', 'bothReason', 'reader', 'askedBy']

/** Price, duties, permissions and benefits in one (LAD5), and the worries behind them. */
export const ProposalPage = (page: ProposalPageProps) => {
  const { proposal, company, columns, mayChange } = page
  const isDraft = proposal.status === 'draft'
  return (
    <>
      <PageHead
        title={`${proposal.name}: ${company}`}
        state={<ProposalState status={proposal.status} />}
        back={{ href: '/proposals', label: 'Proposals' }}
        actions={
          <>
            <ButtonLink href={`/proposals/${proposal.id}/paper`}>To print</ButtonLink>
            <ButtonLink href={`/prospects/${proposal.prospectId}`}>{company}</ButtonLink>
          </>
        }
      />
      {!page.formWorry && <StrayProblems form={page.form} fields={fields} />}
      <Sheet title="The proposal">
        <Facts wide facts={factsOf(page)} />
        <ProposalNextStep {...page} />
      </Sheet>
      <ProposalColumns
        columns={columns}
        currency={proposal.currency}
        reader="staff"
        lineAct={
          mayChange && isDraft
            ? ({ n }) => <Act action={`/proposals/${proposal.id}/lines/${n}/removal`} label="Take out" kind="quiet" small />
            : undefined
        }
      />
      {mayChange && isDraft && <ProposalLineForms {...page} proposalId={proposal.id} />}
      <Worries {...page} proposalId={proposal.id} isDraft={isDraft} />
      {isDraft && <ProposalAgreeing {...page} />}
      {mayChange && isDraft && <PriceForm {...page} />}
      {page.readings.length > 0 && <Readings {...page} />}
    </>
  )
}

function factsOf({ proposal, names, reader, ndaEndsOn, partner }: ProposalPageProps): Fact[] {
  const by = (id: string | null) => (id ? (names.get(id) ?? id) : '')
  return [
    { label: 'Begun by', value: by(proposal.createdBy) },
    { label: 'Agreement of confidence', value: ndaEndsOn ? `In force until ${formatDay(dateOf(ndaEndsOn))}` : 'None in force' },
    {
      label: 'Partner',
      value: partner ? <a href={`/partners/${partner.id}`}>{partner.name}</a> : proposal.partner ? 'Is invited' : 'Not a part of it',
    },
    ...(proposal.secondBy ? [{ label: 'Second person', value: `${by(proposal.secondBy)}: ${proposal.secondReason}` }] : []),
    ...(proposal.bothBy ? [{ label: 'Lower price and a share', value: `${by(proposal.bothBy)}: ${proposal.bothReason}` }] : []),
    ...(reader && proposal.sentAt
      ? [
          {
            label: 'Sent',
            value: (
              <>
                to {reader}, <Instant at={proposal.sentAt} />
              </>
            ),
          },
        ]
      : []),
    ...(proposal.decidedAt
      ? [
          {
            label: proposal.status === 'accepted' ? 'Accepted' : 'Declined',
            value: (
              <>
                by {proposal.decidedName}, <Instant at={proposal.decidedAt} />
                {proposal.declinedBecause && `: ${proposal.declinedBecause}`}
              </>
            ),
          },
        ]
      : []),
  ]
}

const PriceForm = ({ proposal, form: sent, act, today }: ProposalPageProps) => (
  <div class="grid">
    <Sheet title="Price and partner switch">
      <Form action={`/proposals/${proposal.id}/price`} form={formOf(sent, 'list')} buttons={<Button>Keep this price</Button>}>
        <ProposalPriceFields price={{ ...proposal, list: decimalOf(proposal.listMinor, proposal.currency) }} form={formOf(sent, 'list')} />
      </Form>
    </Sheet>
    <Sheet title="Who asked for a lower price">
      <Form
        action={`/proposals/${proposal.id}/asks`}
        form={formOf(sent, 'askedBy')}
        fields={{ act: `${act}-a` }}
        buttons={<Button>Record the question</Button>}
      >
        <TextField name="askedBy" label="Who asked" maxlength={100} form={formOf(sent, 'askedBy')} />
        <TextField name="askedOn" label="When" type="date" value={today} form={formOf(sent, 'askedBy')} />
        <PercentField name="askedPercent" label="How much, in %" optional form={formOf(sent, 'askedBy')} />
      </Form>
    </Sheet>
  </div>
)

const Readings = ({ readings }: ProposalPageProps) => (
  <Sheet title="Who read it" aside={<span class="soft small">It stays when the agreement of confidence has ended</span>}>
    <ul class="plain-list">
      {readings.map(({ name, at }) => (
        <li>
          {name}, <Instant at={at} />
        </li>
      ))}
    </ul>
  </Sheet>
)
