import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { PercentField } from '../components/percent-field.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { Sheet } from '../components/sheet.tsx'

type Rules = {
  policy: 'only_when_asked' | 'standard' | 'none'
  aloneBps: number
  secondBps: number
  referenceBps: number
  sponsorBps: number
}

const policies = [
  { value: 'only_when_asked', label: 'Only when asked', note: 'A customer asks for a lower price before one is offered.' },
  { value: 'standard', label: 'Standard', note: 'Each proposal opens with three priced columns.' },
  { value: 'none', label: 'None', note: 'No discount is offered from now on; what was signed stays.' },
]

const percent = (bps: number): string => String(bps / 100)

/** The switch of domain.md A10 and its guardrail. */
export const DiscountRulesPage = ({ rules, mayChange, form }: { rules: Rules; mayChange: boolean; form?: FormState | undefined }) => (
  <div class="narrow stack">
    <PageHead
      title="Discounts"
      lead="When a lower price may be offered, and what it takes. It is never given for nothing, and never in cash."
    />
    {mayChange ? (
      <Form action="/discounts" form={form} buttons={<Button kind="primary">Keep these rules</Button>}>
        <RadioField name="policy" label="When" value={rules.policy} options={policies} form={form} />
        <PercentField
          name="alone"
          label="Sales alone, up to %"
          bps={rules.aloneBps}
          form={form}
          hint="Above it two activities or more come back."
        />
        <PercentField
          name="second"
          label="With a specific set in return, up to %"
          bps={rules.secondBps}
          form={form}
          hint="Above it a second person agrees, with a reason."
        />
        <PercentField name="reference" label="Standard for a reference, %" bps={rules.referenceBps} form={form} />
        <PercentField
          name="sponsor"
          label="Standard for a sponsor, %"
          bps={rules.sponsorBps}
          form={form}
          hint="Never below a reference’s."
        />
      </Form>
    ) : (
      <Sheet>
        <Facts
          facts={[
            { label: 'When', value: policies.find(({ value }) => value === rules.policy)?.label ?? rules.policy },
            { label: 'Sales alone', value: `up to ${percent(rules.aloneBps)} %` },
            { label: 'With a specific set in return', value: `up to ${percent(rules.secondBps)} %` },
            { label: 'Standard', value: `reference ${percent(rules.referenceBps)} %, sponsor ${percent(rules.sponsorBps)} %` },
          ]}
        />
      </Sheet>
    )}
  </div>
)
