import type { PromotionCode } from '../../schema/codes.ts'
import { Act } from '../components/act.tsx'
import { Button } from '../components/button.tsx'
import { CodeBadge, type CodeState } from '../components/code-state.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import { formOf, StrayProblems } from '../components/form-of.tsx'
import type { FormState } from '../components/form-state.ts'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { SelectField } from '../components/select-field.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type ShownCode = PromotionCode & { partnerName: string | null; off: string; state: CodeState; why: string | undefined }
type Named = { id: string; name: string }

type PromotionCodeProps = {
  code: ShownCode
  partners: readonly Named[]
  /** Empty for whoever may not set a group's benefit. */
  groups: readonly Named[]
  benefits: readonly (Named & { words: string })[]
  mayChange: boolean
  form?: FormState | undefined
}

export const PromotionCodePage = (props: PromotionCodeProps) => {
  const { code, mayChange, form } = props
  return (
    <>
      <PageHead
        title={code.code}
        back={{ href: '/promotion-codes', label: 'Promotion codes' }}
        state={<CodeBadge state={code.state} />}
        lead={code.why && `A use of it gives nobody credit now. ${code.why}`}
      />
      <StrayProblems form={form} fields={['partner', 'from', 'reason', 'group']} />
      <Sheet title="At Stripe">
        <Facts wide facts={factsOf(code)} />
      </Sheet>
      {mayChange && (
        <>
          <Owner {...props} />
          <LimitsForm {...props} />
          <Pause {...props} />
        </>
      )}
      <Benefits {...props} />
    </>
  )
}

const factsOf = (code: ShownCode) => [
  { label: 'Takes off', value: code.off },
  { label: 'Partner', value: code.partnerName ?? 'Nobody' },
  { label: 'Stripe takes it', value: code.isActive ? 'Yes' : 'No more' },
  { label: 'Used at Stripe', value: code.mostRedemptions === null ? code.redemptions : `${code.redemptions} of ${code.mostRedemptions}` },
  { label: 'Expires', value: code.expiresAt ? <Day at={code.expiresAt} /> : 'Never' },
  { label: 'New customers only', value: code.firstTimeOnly ? 'Yes' : 'No' },
  { label: 'Prospects by it', value: code.mostCredits === null ? code.credits : `${code.credits} of ${code.mostCredits}` },
]

const Owner = ({ code, partners, form }: PromotionCodeProps) => (
  <Sheet title="Whose it is">
    {code.credits > 0 ? (
      <p>It gave {code.partnerName} credit, so it stays theirs. Pause it to end that.</p>
    ) : (
      <Form
        action={`/promotion-codes/${code.id}/partner`}
        form={formOf(form, 'partner')}
        fields={{ version: `${code.version}` }}
        buttons={<Button>Save</Button>}
      >
        <SelectField
          name="partner"
          label="Partner"
          form={formOf(form, 'partner')}
          value={code.partnerId ?? ''}
          emptyLabel="Nobody"
          options={partners.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form>
    )}
  </Sheet>
)

const dayOf = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? ''

const LimitsForm = ({ code, form }: PromotionCodeProps) => (
  <Sheet title="When and how often it gives credit">
    <Form
      action={`/promotion-codes/${code.id}/limits`}
      form={formOf(form, 'from')}
      fields={{ version: `${code.version}` }}
      buttons={<Button>Save</Button>}
    >
      <TextField name="from" type="date" label="From" form={formOf(form, 'from')} value={dayOf(code.creditFrom)} optional />
      <TextField
        name="until"
        type="date"
        label="Until, that day included"
        form={formOf(form, 'from')}
        value={dayOf(code.creditUntil)}
        optional
      />
      <TextField
        name="most"
        label="For so many prospects"
        inputmode="numeric"
        size="short"
        form={formOf(form, 'from')}
        value={code.mostCredits === null ? '' : `${code.mostCredits}`}
        optional
      />
    </Form>
  </Sheet>
)

const Pause = ({ code, form }: PromotionCodeProps) =>
  code.pausedBecause ? (
    <Sheet title="Paused">
      <p>{code.pausedBecause}</p>
      <Act action={`/promotion-codes/${code.id}/resume`} label="Let it give credit again" fields={{ version: `${code.version}` }} />
    </Sheet>
  ) : (
    <Sheet title="Pause it">
      <Form
        action={`/promotion-codes/${code.id}/pause`}
        form={formOf(form, 'reason')}
        fields={{ version: `${code.version}` }}
        buttons={<Button>Pause</Button>}
      >
        <TextField
          name="reason"
          label="Why"
          form={formOf(form, 'reason')}
          maxlength={300}
          hint="Its partner reads it. Customers still get what it takes off."
        />
      </Form>
    </Sheet>
  )

const Benefits = ({ code, groups, benefits, form }: PromotionCodeProps) =>
  code.partnerId || (groups.length === 0 && benefits.length === 0) ? null : (
    <Sheet title="What prospects get">
      {benefits.map(({ id, name, words }) => (
        <div class="held__partner">
          <span>
            Prospects of partners of {name} read: “{words || code.off}”
          </span>
          {groups.length > 0 && <Act action={`/promotion-codes/${code.id}/benefit/end`} label="End it" fields={{ group: id }} small />}
        </div>
      ))}
      {groups.length > 0 && (
        <Form action={`/promotion-codes/${code.id}/benefit`} form={formOf(form, 'group')} buttons={<Button>Show it to prospects</Button>}>
          <SelectField
            name="group"
            label="Of which group"
            form={formOf(form, 'group')}
            emptyLabel="Choose a group"
            options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField
            name="words"
            label="In words"
            form={formOf(form, 'group')}
            maxlength={200}
            hint={`Empty: “${code.off}”. A partner’s own code with the same coupon is shown in place of this one.`}
            optional
          />
        </Form>
      )}
    </Sheet>
  )
