import type { Child } from 'hono/jsx'
import type { Agreement, Benefit, Discount } from '../../schema/agreements.ts'
import { Act } from '../components/act.tsx'
import { AgreementState, agreementKindWords } from '../components/agreement-state.tsx'
import { Gets, Owed } from '../components/agreement-terms.tsx'
import { BothBenefits } from '../components/both-benefits.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DraftForms } from '../components/draft-forms.tsx'
import { type Fact, Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf, Days, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import type { ObligationLine } from '../components/obligation-table.tsx'
import { PageHead } from '../components/page-head.tsx'
import { PercentField } from '../components/percent-field.tsx'
import type { Option } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'
import { WordingFields } from './new-agreement-page.tsx'

export type AgreementPageProps = {
  agreement: Agreement
  company: string
  lastDay: string
  obligations: ObligationLine[]
  benefits: (Benefit & { kindInWords: string })[]
  discount: Discount | undefined
  cover: { coveredMinor: number; receivableMinor: number; lostMinor: number } | undefined
  names: ReadonlyMap<string, string>
  asks: { id: string; askedBy: string; askedOn: string; percentBps: number | null }[]
  /** Why it cannot be offered as it stands. */
  obstacle: string | undefined
  mayChange: boolean
  maySecond: boolean
  mayLetBoth: boolean
  /** Why the discount and commissions on the customer it was given for stand beside each other. */
  both: { reason: string; decidedBy: string } | undefined
  act: string
  activities: readonly Option[]
  benefitKinds: readonly Option[]
  today: string
  form?: FormState | undefined
  /** The obligation whose form was declined. */
  formLine?: string | undefined
}

const fields = ['email', 'bothReason', 'preamble', 'activity', 'benefit', 'list', 'secondReason', 'askedBy', 'reason', 'n']

export const AgreementPage = (page: AgreementPageProps) => {
  const { agreement, company, mayChange } = page
  const isDraft = agreement.status === 'draft'
  return (
    <>
      <PageHead
        title={`${agreementKindWords[agreement.kind]} agreement: ${company}`}
        state={<AgreementState status={agreement.status} />}
        back={{ href: '/agreements', label: 'Agreements' }}
        actions={<ButtonLink href={`/prospects/${agreement.prospectId}`}>{company}</ButtonLink>}
      />
      {!page.formLine && <StrayProblems form={page.form} fields={fields} />}
      <Sheet title="The agreement">
        <Facts wide facts={factsOf(page)} />
        {mayChange && <NextStep {...page} />}
      </Sheet>
      <Owed {...page} />
      <Gets {...page} />
      <BothBenefits {...page} />
      {mayChange && isDraft && (
        <DraftForms
          agreementId={agreement.id}
          act={page.act}
          activities={page.activities}
          benefitKinds={page.benefitKinds}
          dueOn={agreement.endsOn}
          currency={page.discount?.currency ?? 'eur'}
          form={page.form}
        />
      )}
      {mayChange && isDraft && <Asks {...page} />}
      <Words {...page} />
      {mayChange && (agreement.status === 'offered' || agreement.status === 'signed') && <SendLink {...page} />}
      {mayChange && agreement.status === 'signed' && !agreement.noticeGivenAt && <Ending {...page} />}
    </>
  )
}

function factsOf({ agreement, names, lastDay }: AgreementPageProps): Fact[] {
  const signed = (name: string | null, at: Date | null): Child =>
    name && at ? (
      <>
        {name}, <Instant at={at} />
      </>
    ) : (
      'Not yet'
    )
  return [
    { label: 'Version', value: agreement.version },
    { label: 'In force', value: <Days from={agreement.startsOn} to={lastDay} /> },
    { label: 'Notice', value: `${agreement.noticeDays} days` },
    {
      label: 'Signed for us',
      value: signed(agreement.signedByUs && (names.get(agreement.signedByUs) ?? agreement.signedByUs), agreement.signedByUsAt),
    },
    { label: 'Signed for the customer', value: signed(agreement.signedByThem, agreement.signedByThemAt) },
    ...(agreement.textHash
      ? [
          {
            label: 'Text',
            value: (
              <code class="code" title={agreement.textHash}>
                {agreement.textHash.slice(0, 16)}…
              </code>
            ),
          },
        ]
      : []),
    ...(agreement.endReason ? [{ label: 'Ended', value: agreement.endReason }] : []),
  ]
}

const NextStep = ({ agreement, obstacle }: AgreementPageProps) => {
  const at = `/agreements/${agreement.id}`
  switch (agreement.status) {
    case 'draft':
      return obstacle ? (
        <Notice tone="warn" title="Not ready to be offered">
          {obstacle}
        </Notice>
      ) : (
        <Act action={`${at}/offer`} label="Offer it to the customer" kind="primary" />
      )
    case 'offered':
      return (
        <div class="form__buttons">
          {!agreement.signedByUs && agreement.textHash && (
            <Act action={`${at}/signature`} label="Sign for us" kind="primary" fields={{ textHash: agreement.textHash }} />
          )}
          <Act action={`${at}/return`} label="Take it back and change it" />
        </div>
      )
    case 'signed':
      return <Act action={`${at}/version`} label="Prepare the next version" fields={{ act: `next-${agreement.id}` }} />
    default:
      return null
  }
}

const Asks = ({ agreement, asks, act, today, form: sent }: AgreementPageProps) => {
  const form = formOf(sent, 'askedBy')
  return (
    <Sheet title="Who asked for a lower price">
      {asks.length > 0 && (
        <ul class="plain-list">
          {asks.map(({ askedBy, askedOn, percentBps }) => (
            <li>
              {askedBy}, <DayOf day={askedOn} />
              {percentBps !== null && `: ${percentBps / 100} %`}
            </li>
          ))}
        </ul>
      )}
      <Form
        action={`/agreements/${agreement.id}/asks`}
        form={form}
        fields={{ act: `${act}-a` }}
        buttons={<Button>Record the question</Button>}
      >
        <TextField name="askedBy" label="Who asked" maxlength={100} form={form} />
        <TextField name="askedOn" label="When" type="date" value={today} form={form} />
        <PercentField name="askedPercent" label="How much, in %" optional form={form} />
      </Form>
    </Sheet>
  )
}

const Words = ({ agreement, mayChange, form: sent }: AgreementPageProps) => {
  const form = formOf(sent, 'preamble')
  if (agreement.text !== null || !mayChange) {
    return (
      <Sheet title="The whole text">
        <div class="letter">{agreement.text ?? agreement.preamble}</div>
      </Sheet>
    )
  }
  return (
    <Sheet title="Words and days">
      <Form action={`/agreements/${agreement.id}/wording`} form={form} buttons={<Button>Keep these words</Button>}>
        <WordingFields defaults={agreement} form={form} />
      </Form>
    </Sheet>
  )
}

const SendLink = ({ agreement, act, form: sent }: AgreementPageProps) => {
  const form = formOf(sent, 'email')
  return (
    <Sheet title="Let the customer read and sign it">
      <p class="soft">
        Owners of a partner find it under “Our relationship”. Anybody else of the customer opens that one page by a link in a mail, for 60
        days.
      </p>
      <Form action={`/agreements/${agreement.id}/link`} form={form} fields={{ act: `${act}-l` }} buttons={<Button>Send the link</Button>}>
        <TextField name="name" label="Name" maxlength={100} form={form} />
        <TextField name="email" label="Mail address" type="email" inputmode="email" form={form} />
      </Form>
    </Sheet>
  )
}

const Ending = ({ agreement, form: sent, formLine }: AgreementPageProps) => {
  const form = formLine ? undefined : formOf(sent, 'reason')
  return (
    <Sheet title="End it">
      <Form action={`/agreements/${agreement.id}/notice`} form={form} buttons={<Button kind="danger">Give notice</Button>}>
        <TextField
          name="reason"
          label="Why"
          maxlength={300}
          form={form}
          hint={`It then ends in ${agreement.noticeDays} days. The customer is told why.`}
        />
      </Form>
    </Sheet>
  )
}
