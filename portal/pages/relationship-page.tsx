import type { Currency } from '../../schema/currency.ts'
import type { ApprovalSide } from '../../schema/grants.ts'
import { Act } from '../components/act.tsx'
import { CategoryBadge } from '../components/agreement-state.tsx'
import { Amounts } from '../components/amounts.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { Button } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { FigureRow } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { ReferenceLevel } from '../components/reference-level.tsx'
import { CriteriaOfRelationship } from '../components/relationship-criteria.tsx'
import {
  ActivitiesPart,
  type AgreementLine,
  AgreementPart,
  GrantFacts,
  type GrantLine,
  GrantUses,
  type RelationshipView,
} from '../components/relationship-parts.tsx'
import { QuotesPart } from '../components/relationship-quotes.tsx'
import { EarningsFromVendors, ResultsOfRelationship } from '../components/relationship-results.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type Amount = { currency: Currency; amountMinor: number }

type RelationshipPageProps = {
  programme: string
  company: string
  /** Before each form's address: `/relationship`, or the private link's. */
  base: string
  viewer: { name: string; mayDecide: boolean }
  view: RelationshipView
  /** Only for a partner: what it earned. */
  earnings: { ready: Amount[]; waiting: Amount[]; paid: Amount[] } | undefined
  form?: FormState | undefined
  /** The record whose form was declined. */
  formOf?: string | undefined
}

const fields = ['name', 'agreed', 'reason']

/** Everything a customer and the company have agreed, on one page. */
export const RelationshipPage = (page: RelationshipPageProps) => {
  const { view, programme, company } = page
  const toSign = view.agreements.filter((each) => each.status === 'offered' && !each.signedByThem)
  const asked = view.grants.filter(({ status }) => status === 'asked')
  const told = [view.agreements, view.grants, view.ended, view.criteria, view.quotes, view.results, view.vendors]
  const isEmpty = told.every((each) => each.length === 0)
  return (
    <div class="stack">
      <PageHead
        title="Our relationship"
        lead={`${programme} and ${company}: what we have agreed, what is left on both sides, and what you allow us to use.`}
        state={
          <>
            <CategoryBadge category={view.category} /> {view.facts.length > 0 && <ReferenceLevel facts={view.facts} />}
          </>
        }
      />
      {!page.formOf && <StrayProblems form={page.form} fields={fields} />}
      {page.earnings && <Earnings earnings={page.earnings} />}
      {isEmpty && (
        <BlankSlate title="Nothing is agreed yet">
          When we agree on a reference, or you allow us to use your name, it stands here, and you can end it here.
        </BlankSlate>
      )}
      {toSign.map((agreement) => (
        <ToSign {...page} agreement={agreement} />
      ))}
      {asked.map((grant) => (
        <Asked {...page} grant={grant} />
      ))}
      {view.agreements
        .filter((each) => !toSign.includes(each))
        .map((agreement) => (
          <>
            <AgreementPart agreement={agreement} />
            {page.viewer.mayDecide && agreement.status === 'signed' && !agreement.noticeGivenAt && (
              <Ending {...page} agreement={agreement} />
            )}
          </>
        ))}
      <CriteriaOfRelationship {...page} criteria={view.criteria} today={view.today} form={page.form} formOf={page.formOf} />
      <ResultsOfRelationship {...page} results={view.results} form={page.form} formOf={page.formOf} />
      <Given {...page} />
      <QuotesPart quotes={view.quotes} base={page.base} mayDecide={page.viewer.mayDecide} />
      {view.activities.length > 0 && (
        <Sheet title="What you did for us">
          <ActivitiesPart activities={view.activities} />
        </Sheet>
      )}
      <EarningsFromVendors vendors={view.vendors} programme={programme} />
      <Past view={view} />
    </div>
  )
}

const Earnings = ({ earnings }: { earnings: NonNullable<RelationshipPageProps['earnings']> }) => (
  <Sheet title="What you earn as a partner" aside={<a href="/earnings">All earnings</a>}>
    <FigureRow
      figures={[
        { label: 'Ready for the next payout', value: <Amounts amounts={earnings.ready} /> },
        { label: 'In the waiting period', value: <Amounts amounts={earnings.waiting} /> },
        { label: 'Sent so far', value: <Amounts amounts={earnings.paid} /> },
      ]}
    />
  </Sheet>
)

const ToSign = ({ agreement, base, company, viewer, form: sent, formOf }: RelationshipPageProps & { agreement: AgreementLine }) => {
  const form = formOf === agreement.id ? sent : undefined
  return (
    <Sheet title={`To sign: ${agreement.kindInWords}, version ${agreement.version}`}>
      <div class="letter">{agreement.text}</div>
      {viewer.mayDecide && agreement.textHash ? (
        <Form
          action={`${base}/agreements/${agreement.id}/signature`}
          form={form}
          fields={{ textHash: agreement.textHash }}
          buttons={<Button kind="primary">Sign this text</Button>}
        >
          <TextField
            name="name"
            id={`name-${agreement.id}`}
            label="Your name, as your signature"
            maxlength={100}
            value={viewer.name}
            form={form}
          />
          <CheckboxField
            name="agreed"
            id={`agreed-${agreement.id}`}
            label={`I may decide this for ${company}, and we agree to this text.`}
            form={form}
          />
        </Form>
      ) : (
        <p class="soft">An owner of your company can sign it here.</p>
      )}
    </Sheet>
  )
}

const asWhom: Record<ApprovalSide, string> = {
  person: 'Yes, I agree',
  company: 'Yes, the company agrees',
  company_second: 'Yes, as the second person of the company',
  us: '',
}

const Asked = ({ grant, base, company, viewer, form: sent, formOf }: RelationshipPageProps & { grant: GrantLine }) => {
  const form = formOf === grant.id ? sent : undefined
  const isMine = (side: ApprovalSide) => side !== 'person' || grant.personName?.toLowerCase() === viewer.name.toLowerCase()
  const sides = viewer.mayDecide ? grant.missing.filter(isMine) : []
  return (
    <Sheet title={`May we? ${grant.kindInWords}`}>
      <p>{grant.allows}.</p>
      <GrantFacts grant={grant} />
      {sides.map((side) => (
        <Form
          action={`${base}/grants/${grant.id}/approval`}
          form={form}
          fields={{ side, textHash: grant.textHash }}
          buttons={<Button kind="primary">{asWhom[side]}</Button>}
        >
          <CheckboxField
            name="agreed"
            id={`agreed-${grant.id}-${side}`}
            label={side === 'person' ? 'This is my own decision.' : `I may decide this for ${company}.`}
            form={form}
          />
        </Form>
      ))}
      {viewer.mayDecide && <Act action={`${base}/grants/${grant.id}/refusal`} label="No, please do not" />}
    </Sheet>
  )
}

const Given = ({ view, base, viewer }: RelationshipPageProps) => {
  const given = view.grants.filter(({ status }) => status === 'given')
  return (
    <>
      {given.map((grant) => (
        <Sheet
          title={`You allow: ${grant.kindInWords}`}
          aside={viewer.mayDecide && <Act action={`${base}/grants/${grant.id}/withdrawal`} label="Withdraw" kind="danger" small />}
        >
          <p>{grant.allows}.</p>
          <GrantFacts grant={grant} />
          <GrantUses uses={grant.uses} />
          {viewer.mayDecide && (
            <p class="soft">
              Withdrawing works at once: it is gone from our pages with the click, and other places are taken down by a person.
            </p>
          )}
        </Sheet>
      ))}
    </>
  )
}

const Ending = ({ agreement, base, form: sent, formOf }: RelationshipPageProps & { agreement: AgreementLine }) => {
  const form = formOf === agreement.id ? sent : undefined
  return (
    <details open={form !== undefined}>
      <summary>End the {agreement.kindInWords.toLowerCase()}</summary>
      <Form action={`${base}/agreements/${agreement.id}/notice`} form={form} buttons={<Button kind="danger">Give notice</Button>}>
        <TextField
          name="reason"
          id={`reason-${agreement.id}`}
          label="Why"
          maxlength={300}
          form={form}
          hint={`It ends ${agreement.noticeDays} days after you give notice. Permissions go on until you withdraw them.`}
        />
      </Form>
    </details>
  )
}

const Past = ({ view }: { view: RelationshipView }) => {
  const over = view.grants.filter(({ status }) => status !== 'asked' && status !== 'given')
  return view.ended.length + over.length === 0 ? null : (
    <details>
      <summary>What is over</summary>
      <ul class="plain-list">
        {view.ended.map((each) => (
          <li>
            {each.kindInWords}, version {each.version}: {each.endReason}
          </li>
        ))}
        {over.map((grant) => (
          <li>
            {grant.kindInWords}:{' '}
            {grant.status === 'withdrawn' ? 'withdrawn' : grant.status === 'refused' ? 'you said no' : 'its time is over'}
            {grant.uses.length > 0 && <GrantUses uses={grant.uses} />}
          </li>
        ))}
      </ul>
    </details>
  )
}
