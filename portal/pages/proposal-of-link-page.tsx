import type { Currency } from '../../schema/currency.ts'
import type { ProposalStatus } from '../../schema/proposals.ts'
import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { DayOf, Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type ProposalColumn, ProposalColumns } from '../components/proposal-columns.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'
import { Confidential, PartnerShare } from './proposal-paper-page.tsx'

type ProposalOfLinkPageProps = {
  token: string
  programme: string
  company: string
  name: string
  currency: Currency
  status: ProposalStatus
  chosen: string | null
  decidedAt: Date | null
  textHash: string
  partner: boolean
  columns: readonly ProposalColumn[]
  reader: string
  ndaEndsOn: string
  form: FormState | undefined
}

/** What a prospect's one reader sees: three columns, and a choice. */
export const ProposalOfLinkPage = (page: ProposalOfLinkPageProps) => (
  <>
    <PageHead title={page.name} lead={`A proposal by ${page.programme} to ${page.company}, for ${page.reader}.`} />
    <Outcome {...page} />
    {page.status === 'sent' && <StrayProblems form={page.form} fields={['column', 'declinedName']} />}
    <ProposalColumns columns={page.columns} currency={page.currency} reader="prospect" />
    {page.partner && <PartnerShare />}
    {page.status === 'sent' && (
      <div class="grid">
        <Choose {...page} />
        <Decline {...page} />
      </div>
    )}
    <p class="soft small">
      You can read this until <DayOf day={page.ndaEndsOn} />, the last day of the agreement of confidence between us. We keep a list of when
      it was read.
    </p>
    <Confidential programme={page.programme} reader={page.reader} textHash={page.textHash} />
  </>
)

const Outcome = ({ status, chosen, decidedAt }: ProposalOfLinkPageProps) => {
  if (!decidedAt) return null
  return status === 'accepted' ? (
    <Notice tone="good" title={`You chose: ${chosen}`}>
      Thank you. Your answer of <Instant at={decidedAt} /> is with us; we get in touch about the next step.
    </Notice>
  ) : (
    <Notice title="You said no">
      Your answer of <Instant at={decidedAt} /> is with us. Nothing else happens.
    </Notice>
  )
}

const Choose = ({ token, textHash, columns, reader, form: sent }: ProposalOfLinkPageProps) => {
  const form = formOf(sent, 'column') ?? (sent && !('declinedName' in sent.entered) ? sent : undefined)
  return (
    <Sheet title="Choose">
      <Form
        action={`/proposal/${token}/acceptance`}
        form={form}
        fields={{ hash: textHash }}
        buttons={<Button kind="primary">Accept it</Button>}
      >
        <RadioField
          name="column"
          label="I choose"
          form={form}
          options={columns.filter(({ isOffered }) => isOffered).map(({ category, title }) => ({ value: category, label: title }))}
        />
        <TextField
          name="name"
          label="Your full name"
          form={form}
          autocomplete="name"
          maxlength={100}
          hint={`This was sent to ${reader}.`}
        />
      </Form>
    </Sheet>
  )
}

const Decline = ({ token, textHash, form: sent }: ProposalOfLinkPageProps) => {
  const form = formOf(sent, 'declinedName')
  return (
    <Sheet title="Or say no">
      <Form action={`/proposal/${token}/refusal`} form={form} fields={{ hash: textHash }} buttons={<Button>Decline it</Button>}>
        <TextAreaField name="because" label="Why, if you like" optional rows={2} maxlength={500} form={form} />
        <TextField name="declinedName" label="Your full name" form={form} autocomplete="name" maxlength={100} />
      </Form>
    </Sheet>
  )
}
