import { type SignalRule, signalRules, type ThresholdName } from '../../schema/signals.ts'
import { Button } from '../components/button.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { type Option, SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ruleWords } from '../components/signal-words.tsx'
import { TextAreaField } from '../components/text-area-field.tsx'
import { TextField } from '../components/text-field.tsx'

type Setting = { name: ThresholdName; value: number; usual: number; least: number; most: number }

type SignalRulesPageProps = {
  settings: Setting[]
  disposable: string[]
  groups: Option[]
  /** For administrators; the id of the exemption's form. */
  may: { set: boolean; exempt: string | undefined }
  form: FormState | undefined
}

/** What each figure does, by the rule that it belongs to. */
const labels: Record<ThresholdName, { rule: SignalRule; label: string }> = {
  memberVisitHours: { rule: 'member_visit', label: 'Hours between the visit of the portal and the click' },
  lateClickMinutes: { rule: 'late_click', label: 'Minutes before the customer became known that make a click late' },
  floodOfOneBrowser: { rule: 'click_flood', label: 'Clicks of one browser on a link within an hour' },
  floodClicks: { rule: 'click_flood', label: 'Clicks on a link in two days, at least' },
  floodClicksPerProspect: { rule: 'click_flood', label: 'Clicks for each prospect, at least' },
  floodTimesUsual: { rule: 'click_flood', label: 'Times the usual of the four weeks before' },
  floodSharePercent: { rule: 'click_flood', label: 'Percent of the last hour’s clicks that look alike' },
  refundDays: { rule: 'refund_farming', label: 'Days that are looked at' },
  refundLeast: { rule: 'refund_farming', label: 'Returned payments, at least' },
  refundSharePercent: { rule: 'refund_farming', label: 'Percent of the payments, at least' },
  facebookAloneCounts: { rule: 'paid_traffic', label: 'Facebook’s click id counts without a campaign beside it (1 yes, 0 no)' },
}

export const SignalRulesPage = ({ settings, disposable, groups, may, form }: SignalRulesPageProps) => (
  <>
    <PageHead
      title="Rules of signals"
      lead="Each holds for a person and refuses nothing. The figures are the programme’s; every change stands on the trail."
      back={{ href: '/signals', label: 'Signals' }}
    />
    <Sheet title="What the rules look for">
      <Facts facts={signalRules.map((rule) => ({ label: ruleWords[rule].name, value: ruleWords[rule].looks }))} />
    </Sheet>
    <Sheet title="Figures">
      {may.set ? (
        <Form action="/signals/rules" form={formOf(form, 'memberVisitHours')} buttons={<Button kind="primary">Set the figures</Button>}>
          {settings.map((setting) => (
            <FigureField setting={setting} form={formOf(form, 'memberVisitHours')} />
          ))}
          <TextAreaField
            name="disposable"
            label="Further services for throw-away mailboxes"
            hint="A domain a line, beside those that are known."
            value={disposable.join('\n')}
            form={form}
            rows={4}
            optional
          />
        </Form>
      ) : (
        <Facts
          wide
          facts={[
            ...settings.map(({ name, value }) => ({
              label: `${ruleWords[labels[name].rule].name}: ${labels[name].label}`,
              value: String(value),
            })),
            { label: 'Further services for throw-away mailboxes', value: disposable.join(', ') || 'None' },
          ]}
        />
      )}
    </Sheet>
    {may.exempt && <GroupExemption groups={groups} act={may.exempt} form={formOf(form, 'group')} />}
  </>
)

const FigureField = ({ setting: { name, value, usual, least, most }, form }: { setting: Setting; form: FormState | undefined }) => (
  <TextField
    name={name}
    label={`${ruleWords[labels[name].rule].name}: ${labels[name].label}`}
    hint={`${least} to ${most}; usually ${usual}.`}
    value={String(value)}
    inputmode="numeric"
    size="short"
    form={form}
  />
)

const GroupExemption = ({ groups, act, form }: { groups: Option[]; act: string; form: FormState | undefined }) => (
  <Sheet title="Exempt a group from a rule">
    <Form action="/signals/exemptions" form={form} fields={{ act }} buttons={<Button>Exempt the group</Button>}>
      <p class="soft">For a group whose partners may advertise, for example. A single partner is exempted on a signal about it.</p>
      <SelectField name="group" label="Group" form={form} options={groups} emptyLabel="Choose a group" />
      <SelectField
        name="rule"
        label="Rule"
        form={form}
        emptyLabel="Choose a rule"
        options={signalRules.map((value) => ({ value, label: ruleWords[value].name }))}
      />
      <TextField name="exempt_reason" label="Why" form={form} maxlength={300} />
      <TextField name="until" label="Until" type="date" form={form} size="short" hint="A year from now at the latest." />
    </Form>
  </Sheet>
)
