import type { Currency } from '../../schema/currency.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { claimKindWords } from '../components/claim-words.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Money } from '../components/money.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type NewClaimPageProps = {
  act: string
  /** What it is about, when the partner came from one of its own records. */
  prospect: { id: string; company: string } | undefined
  commission: { id: string; company: string | null; amountMinor: number; currency: Currency } | undefined
  form?: FormState | undefined
}

export const NewClaimPage = ({ act, prospect, commission, form }: NewClaimPageProps) => (
  <div class="narrow stack">
    <PageHead
      title="Make a claim"
      lead="A person looks at it and answers in writing within two business days, with the reason."
      back={{ href: '/claims', label: 'Claims' }}
    />
    {(prospect || commission) && <Facts facts={[{ label: 'About', value: <About prospect={prospect} commission={commission} /> }]} />}
    <Form
      action="/claims"
      form={form}
      fields={{
        act,
        ...(prospect && { prospect: prospect.id }),
        ...(commission && { commission: commission.id, kind: 'wrong_amount' }),
      }}
      buttons={
        <>
          <Button kind="primary">Send the claim</Button>
          <ButtonLink kind="quiet" href="/claims">
            Back
          </ButtonLink>
        </>
      }
    >
      {!commission && <Kind form={form} />}
      {!commission && !prospect && (
        <>
          <TextField name="company" label="Customer" optional form={form} autocomplete="off" maxlength={120} />
          <TextField
            name="domain"
            label="Its domain"
            optional
            form={form}
            autocomplete="off"
            inputmode="url"
            maxlength={253}
            placeholder="company.example"
            hint="The name, the domain, or both: by the domain we find it at once."
          />
        </>
      )}
      <TextAreaField
        name="evidence"
        label="What ties you to this customer?"
        hint={
          commission
            ? 'What should have been counted, and why.'
            : 'When you named us, to whom, what was said; a mail or an invitation helps. Nobody but our people reads it.'
        }
        form={form}
        rows={6}
        maxlength={4_000}
      />
      <TextField name="link" label="A link to it" optional form={form} type="url" inputmode="url" maxlength={500} placeholder="https://" />
    </Form>
  </div>
)

const Kind = ({ form }: { form: FormState | undefined }) => (
  <RadioField
    name="kind"
    label="What is wrong?"
    form={form}
    options={[
      { value: 'missing', label: claimKindWords.missing, note: 'The customer came through you, and you see nothing of it.' },
      { value: 'wrong_partner', label: claimKindWords.wrong_partner, note: 'You see the customer here, without the credit.' },
    ]}
  />
)

const About = ({ prospect, commission }: Pick<NewClaimPageProps, 'prospect' | 'commission'>) =>
  commission ? (
    <>
      {commission.company ?? 'A commission'}, <Money amountMinor={commission.amountMinor} currency={commission.currency} />
    </>
  ) : (
    <span>{prospect?.company}</span>
  )
