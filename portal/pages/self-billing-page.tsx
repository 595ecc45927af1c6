import { type SelfBillingAgreement, taxReasons } from '../../schema/statements.ts'
import { Act } from '../components/act.tsx'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { taxReasonWords } from '../components/statement-view.ts'
import { TextField } from '../components/text-field.tsx'

type SelfBillingPageProps = {
  company: string
  /** What an owner agrees to, a paragraph a line, and its hash. */
  wording: string
  textHash: string
  /** The newest, in force or ended. */
  agreement: SelfBillingAgreement | undefined
  /** Whether the company's own details are known, without which no invoice is issued. */
  isOffered: boolean
  form?: FormState | undefined
}

export const SelfBillingPage = (page: SelfBillingPageProps) => {
  const inForce = page.agreement?.endedAt === null
  return (
    <>
      <PageHead
        title="Self-billing"
        state={inForce ? <Badge tone="good">In force</Badge> : <Badge>Not agreed</Badge>}
        lead={`${page.company} can write the invoices for your commissions, so that you need not.`}
        back={{ href: '/payouts/statements', label: 'Statements' }}
      />
      {!page.isOffered && (
        <Notice tone="warn" title="No invoices yet">
          {page.company} has not given its own billing details. You may agree now; the first invoice follows once it has.
        </Notice>
      )}
      {page.agreement && <Standing agreement={page.agreement} />}
      <Sheet title={inForce ? 'A new tax id, name or address' : 'The agreement'}>
        <div class="stack">
          <div class="stack stack--close">
            {page.wording.split('\n').map((paragraph) => (
              <p>{paragraph}</p>
            ))}
          </div>
          <AgreementForm {...page} />
        </div>
      </Sheet>
    </>
  )
}

const Standing = ({ agreement }: { agreement: SelfBillingAgreement }) => (
  <Sheet title={`Version ${agreement.version}`}>
    <Facts
      wide
      facts={[
        { label: 'Legal name', value: agreement.legalName },
        { label: 'Address', value: agreement.address },
        { label: 'Tax id', value: agreement.taxId },
        { label: 'Tax', value: taxReasonWords[agreement.taxReason] },
        { label: 'Agreed', value: <Instant at={agreement.agreedAt} /> },
        ...(agreement.endedAt ? [{ label: 'Ended', value: <Instant at={agreement.endedAt} /> }] : []),
      ]}
    />
    {agreement.endedAt === null && <Act action="/payouts/self-billing/end" label="End the agreement" kind="danger" />}
  </Sheet>
)

const AgreementForm = ({ textHash, agreement, form }: SelfBillingPageProps) => (
  <Form action="/payouts/self-billing" form={form} fields={{ textHash }} buttons={<Button kind="primary">Agree</Button>}>
    <TextField name="legalName" label="Legal name" form={form} value={agreement?.legalName} maxlength={150} autocomplete="organization" />
    <TextField
      name="address"
      label="Address"
      form={form}
      value={agreement?.address}
      maxlength={300}
      hint="In one line: street, postcode, town, country."
    />
    <TextField name="taxId" label="Tax id" form={form} value={agreement?.taxId} maxlength={30} size="short" />
    <RadioField
      name="taxReason"
      label="Why the invoices carry no tax"
      form={form}
      value={agreement?.taxReason}
      options={taxReasons.map((value) => ({ value, label: taxReasonWords[value] }))}
      hint="If none fits, tax is due on your commissions: please go on writing your own invoices."
    />
    <CheckboxField name="agreed" label="I have read the agreement and may sign it for my company" form={form} />
  </Form>
)
