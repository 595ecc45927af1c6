import type { Currency } from '../../schema/currency.ts'
import { Button } from '../components/button.tsx'
import { CheckboxField } from '../components/checkbox-field.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Money } from '../components/money.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { Sheet } from '../components/sheet.tsx'

type Terms = { id: string; version: number; holdDays: number; rates: { deals: string; words: string }[] }

type PartnerAcceptancePageProps = {
  programme: string
  partner: string
  isOwner: boolean
  windowDays: number
  model: 'first_touch' | 'last_touch'
  minimums: { currency: Currency; minimumPayoutMinor: number }[]
  /** Undefined while the group has none in force. */
  terms: Terms | undefined
  form?: FormState | undefined
}

export const PartnerAcceptancePage = (page: PartnerAcceptancePageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`Welcome, ${page.partner}`}
      lead={`${page.programme} invites you to recommend it and to receive a share of what comes of it.`}
    />
    {page.terms && <Agreed {...page} terms={page.terms} />}
    <Consent {...page} />
  </div>
)

const Agreed = ({ windowDays, model, minimums, terms }: PartnerAcceptancePageProps & { terms: Terms }) => (
  <Sheet title="What is agreed">
    <Facts
      facts={[
        ...terms.rates.map(({ deals, words }) => ({ label: `For ${deals}`, value: words })),
        ...(minimums.length > 0 ? [{ label: 'Smallest payout', value: <Minimums minimums={minimums} /> }] : []),
      ]}
    />
    <p>
      The {model === 'first_touch' ? 'first' : 'last'} partner whose link was followed within {windowDays} days gets the credit; an
      introduction counts more than a link.
    </p>
    <p>
      A share is yours {terms.holdDays === 0 ? 'as soon as' : `${terms.holdDays} days after`} the customer has paid. When the customer is
      refunded, its share goes back in proportion; what was paid out is never taken back, it is set off against later shares.
    </p>
    {minimums.length > 0 && <p>What is less than the smallest payout is carried forward, without a fee.</p>}
  </Sheet>
)

const Minimums = ({ minimums }: Pick<PartnerAcceptancePageProps, 'minimums'>) => (
  <>
    {minimums.map(({ currency, minimumPayoutMinor }, index) => (
      <>
        {index > 0 && ' · '}
        <Money amountMinor={minimumPayoutMinor} currency={currency} />
      </>
    ))}
  </>
)

const Consent = ({ isOwner, terms, form, programme }: PartnerAcceptancePageProps) => {
  if (!isOwner) return <Notice tone="wait">An owner of your company accepts these terms. After that you can begin here.</Notice>
  if (!terms) return <Notice tone="wait">{programme} has not published the terms of your group yet. Please come back later.</Notice>
  return (
    <Sheet>
      <Form
        action="/partners/acceptance"
        form={form}
        fields={{ terms: terms.id }}
        buttons={<Button kind="primary">Accept and begin</Button>}
      >
        <RadioField
          name="central"
          label={`Is what ${programme} sells central to your business?`}
          form={form}
          hint="For example because you advise others on it, sell it or compare it. A yes keeps nothing from you."
          options={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
        />
        <CheckboxField name="agreed" label="I may decide this for my company, and we accept these terms." form={form} />
      </Form>
    </Sheet>
  )
}
