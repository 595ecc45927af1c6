import type { RunSummary } from '../../schema/payout-runs.ts'
import { Act } from './act.tsx'
import { Amounts } from './amounts.tsx'
import { Button, ButtonLink } from './button.tsx'
import { Form } from './form.tsx'
import type { FormState } from './form-state.ts'
import { Notice } from './notice.tsx'
import { Sheet } from './sheet.tsx'
import { TextField } from './text-field.tsx'

/** What the person who is looking may do with the run now; the acts refuse everything else. */
export type RunActsProps = {
  runId: string
  may: { submit: boolean; rebuild: boolean; cancel: boolean; approve: boolean; refuse: boolean; resume: boolean }
  /** Why somebody who approves runs may not approve this one. */
  whyNot: string | undefined
  hasSecondFactor: boolean
  fingerprint: string | null
  summary: RunSummary | null
  form: FormState | undefined
}

export const RunActs = (props: RunActsProps) => {
  const { runId, may, whyNot } = props
  return (
    <>
      {may.submit && (
        <div class="row">
          <Act action={`/runs/${runId}/submission`} label="Submit for approval" kind="primary" />
          {may.rebuild && <Act action={`/runs/${runId}/plan`} label="Rebuild the draft" />}
        </div>
      )}
      {!may.submit && may.rebuild && <Act action={`/runs/${runId}/plan`} label="Rebuild the draft" kind="primary" />}
      {whyNot && <Notice>{whyNot}</Notice>}
      {may.approve && <Approval {...props} />}
      {may.resume && (
        <Notice tone="warn" title="This run rests" action={<Act action={`/runs/${runId}/resumption`} label="Let it go on" />}>
          Look at why before you let it go on.
        </Notice>
      )}
      {may.refuse && <WithReason {...props} path="refusal" title="Refuse" label="Refuse the run" hint="Those who prepared it read this." />}
      {may.cancel && (
        <WithReason
          {...props}
          path="cancellation"
          title="Cancel"
          label="Cancel the run"
          hint="What was not sent goes back into the balances."
        />
      )}
    </>
  )
}

const payoutsInWords = (totals: readonly { n: number }[]): string => {
  const n = totals.reduce((sum, each) => sum + each.n, 0)
  return n === 1 ? '1 payout' : `${n} payouts`
}

/** The totals once more, over the fingerprint of exactly what this page shows. */
const Approval = ({ runId, hasSecondFactor, fingerprint, summary }: RunActsProps) => (
  <Sheet title="Approve" id="approval">
    <p>
      {payoutsInWords(summary?.totals ?? [])}, <Amounts amounts={summary?.totals ?? []} />. Once approved they are sent.
    </p>
    {hasSecondFactor && fingerprint ? (
      <Form
        action={`/runs/${runId}/approval`}
        fields={{ fingerprint }}
        buttons={<Button kind="primary">Approve exactly these payouts</Button>}
      />
    ) : (
      <Notice
        action={
          <ButtonLink kind="primary" href={`/sign-in/second-factor?next=/runs/${runId}`}>
            Use your passkey
          </ButtonLink>
        }
      >
        Approving needs your passkey, used in the last ten minutes.
      </Notice>
    )}
  </Sheet>
)

type WithReasonProps = RunActsProps & { path: 'refusal' | 'cancellation'; title: string; label: string; hint: string }

const WithReason = ({ runId, path, title, label, hint, form }: WithReasonProps) => (
  <Sheet title={title}>
    <Form
      action={`/runs/${runId}/${path}`}
      form={form?.entered.of === path ? form : undefined}
      buttons={<Button kind="danger">{label}</Button>}
    >
      <TextField
        name="reason"
        id={`${path}-reason`}
        label="Reason"
        hint={hint}
        maxlength={300}
        form={form?.entered.of === path ? form : undefined}
      />
    </Form>
  </Sheet>
)
