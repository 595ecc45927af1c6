import { type DealKind, dealKinds, payableLevels } from '../../schema/terms.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { kindWords } from '../components/deal-words.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { staffLevelWords } from '../components/level-words.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RadioField } from '../components/radio-field.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { type TermsInWords, TermsWords } from '../components/terms-words.tsx'
import { TextField } from '../components/text-field.tsx'

type NewVersionProps = {
  group: { id: string; name: string }
  version: number
  /** What was typed, or the version in force to begin with. */
  form: FormState
  /** What was typed, in words; once it can be read. */
  preview: TermsInWords | undefined
}

export const NewVersionPage = ({ group, version, form, preview }: NewVersionProps) => (
  <>
    <PageHead
      title={`Version ${version} of ${group.name}`}
      lead="It is in force for deals opened from the moment it is published. Deals before keep the version they have."
      back={{ href: `/terms/${group.id}`, label: group.name }}
    />
    {preview && (
      <Sheet title="This is what it says">
        <TermsWords terms={preview} />
      </Sheet>
    )}
    <Form
      action={`/terms/${group.id}/versions`}
      form={form}
      fields={{ version: String(version) }}
      buttons={
        <>
          <Button kind={preview ? 'plain' : 'primary'} name="intent" value="preview">
            Show it in words
          </Button>
          {preview && (
            <Button kind="primary" name="intent" value="publish">
              Publish version {version}
            </Button>
          )}
          <ButtonLink kind="quiet" href={`/terms/${group.id}`}>
            Back
          </ButtonLink>
        </>
      }
    >
      <div class="narrow">
        <TextField
          name="hold_days"
          label="A commission waits (days)"
          inputmode="numeric"
          size="short"
          form={form}
          hint="Counted from the payment. In this time a return costs nobody anything."
        />
      </div>
      <div class="grid">
        {dealKinds.map((kind) => (
          <KindSheet kind={kind} form={form} />
        ))}
      </div>
      <Sheet title="What a level of commitment earns">
        <p class="soft">
          A fixed amount, once for each prospect, when there is evidence of the level. What lies above the line to customer is goodwill and
          is never paid in cash.
        </p>
        <div class="grid">
          {payableLevels.map((level) => (
            <TextField name={`level_${level}`} label={staffLevelWords[level]} optional form={form} hint="Like 50.00 EUR, 45.00 GBP." />
          ))}
        </div>
      </Sheet>
    </Form>
  </>
)

const KindSheet = ({ kind, form }: { kind: DealKind; form: FormState }) => (
  <Sheet title={kindWords[kind]}>
    <RadioField
      name={`${kind}_earns`}
      label="Earns"
      form={form}
      options={[
        { value: 'nothing', label: 'Nothing' },
        { value: 'percent', label: 'A percentage of what was paid without tax' },
        { value: 'flat', label: 'A fixed amount for a payment' },
      ]}
    />
    <TextField name={`${kind}_percent`} label="Percentage" inputmode="decimal" size="short" optional form={form} />
    <TextField name={`${kind}_flat`} label="Fixed amounts" optional form={form} hint="Like 50.00 EUR, 45.00 GBP." />
    <SelectField
      name={`${kind}_duration`}
      label="For how long"
      form={form}
      options={[
        { value: 'life', label: 'Each payment' },
        { value: 'months', label: 'Each payment for some months' },
        { value: 'first_payment', label: 'The first payment only' },
      ]}
    />
    <TextField name={`${kind}_months`} label="Months" inputmode="numeric" size="short" optional form={form} />
    <details open={isSet(form, kind)}>
      <summary>Higher shares and caps</summary>
      <div class="form__more">
        <TextField
          name={`${kind}_tiers`}
          label="Higher shares"
          optional
          form={form}
          hint="By the partner's revenue of the calendar year: 18 % above 50,000.00 EUR; 20 % above 90,000.00 EUR."
        />
        <SelectField
          name={`${kind}_tier_mode`}
          label="A higher share counts for"
          form={form}
          options={[
            { value: 'marginal', label: 'What lies above its threshold' },
            { value: 'whole', label: 'The whole payment that reaches it, and those after' },
          ]}
        />
        <TextField name={`${kind}_deal_cap`} label="At most a deal" optional form={form} hint="Like 5,000.00 EUR, 4,500.00 GBP." />
        <TextField name={`${kind}_year_cap`} label="At most a partner earns in a calendar year" optional form={form} />
      </div>
    </details>
  </Sheet>
)

/** Folded away unless something stands in it. */
const isSet = ({ entered, problems }: FormState, kind: DealKind): boolean =>
  [`${kind}_tiers`, `${kind}_deal_cap`, `${kind}_year_cap`].some((name) => Boolean(entered[name] || problems[name]))
