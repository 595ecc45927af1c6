import { Button, ButtonLink } from '../components/button.tsx'
import { type ForgottenRow, ForgottenTransfers } from '../components/forgotten-transfers.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { RestoreSteps } from '../components/restore-steps.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

export type RestoreProgress = {
  restoredTo: Date
  since: Date
  begunBy: string
  begunAt: Date
  quietUntil: Date
  isQuiet: boolean
  isComparing: boolean
  comparedAt: Date | null
  differences: number | null
  /** Lists of Stripe that are walked to their end, of all. */
  pulled: { done: number; all: number }
  left: { open: number; stuck: number; events: number; setAside: number; adoptions: number }
  /** What stands between here and the end, in words. */
  missing: string[]
  /** Forgotten transfers; `shown` signs what the page shows. */
  found: { rows: ForgottenRow[]; shown: string }
  proposed: { rows: ForgottenRow[]; shown: string; by: string | undefined; mayDecide: boolean }
  confirmed: ForgottenRow[]
  problems: ForgottenRow[]
  adopted: ForgottenRow[]
}

export type RestorePageProps = {
  /** `MONEY_EPOCH` as it is deployed, and the newest that is on record. */
  deployed: number
  onRecord: number
  /** Why everything is stopped, when Stripe knows what our books forgot. */
  stop: { reason: string; at: Date } | undefined
  restore: RestoreProgress | undefined
  mayBegin: boolean
  mayPropose: boolean
  hasSecondFactor: boolean
  form: FormState | undefined
}

export const RestorePage = (page: RestorePageProps) => {
  const { deployed, onRecord, restore, mayBegin } = page
  return (
    <>
      <PageHead title="Restore" lead="After a database restore nothing is sent until our books and Stripe agree again." />
      <State {...page} />
      {deployed > onRecord && !restore && mayBegin && <Begin form={page.form} />}
      {deployed > onRecord && restore && <RestoreSteps {...page} restore={restore} />}
      {restore && <ForgottenTransfers {...page} restore={restore} isOver={deployed <= onRecord} />}
      {deployed <= onRecord && <Runbook next={onRecord + 1} />}
    </>
  )
}

const State = ({ deployed, onRecord, stop, restore }: RestorePageProps) => {
  if (deployed > onRecord) {
    return (
      <Notice tone="warn" title="Nothing is sent">
        Epoch {String(deployed)} is deployed and {String(onRecord)} is on record.{' '}
        {restore
          ? 'Work through the steps below; after the last one people let runs go on.'
          : 'Say to which moment the database was restored.'}
      </Notice>
    )
  }
  if (deployed < onRecord) {
    return (
      <Notice tone="bad" title="An older epoch is deployed">
        Epoch {String(onRecord)} is on record and {String(deployed)} is deployed, so nothing is sent. Deploy MONEY_EPOCH ={' '}
        {String(onRecord)}.
      </Notice>
    )
  }
  if (stop && restore?.comparedAt && restore.comparedAt >= stop.at) {
    return (
      <Notice
        tone="warn"
        title="The restore is reconciled, and a stop still stands"
        action={<ButtonLink href="/stops">Stop switch</ButtonLink>}
      >
        Epoch {String(deployed)} is deployed and on record. Two people let sending go on.
      </Notice>
    )
  }
  if (stop) {
    return (
      <Notice tone="bad" title="Stripe knows what our books forgot">
        {stop.reason}, so everything is stopped. If the database was restored, nobody said so: deploy MONEY_EPOCH = {String(onRecord + 1)}{' '}
        now, wait twenty minutes, and come back to this page. If somebody made the transfer by hand, take our metadata off it at Stripe.
      </Notice>
    )
  }
  return (
    <Notice tone="good" title="No restore is under way">
      Epoch {String(deployed)} is deployed and on record.
    </Notice>
  )
}

const Begin = ({ form }: { form: FormState | undefined }) => (
  <Sheet title="To which moment was it restored?">
    <Form action="/restore" form={form} buttons={<Button kind="primary">Pull what Stripe knows since</Button>}>
      <TextField name="day" label="Day" type="date" form={form} />
      <TextField name="time" label="Time, UTC" size="code" placeholder="09:30" hint="When in doubt, an earlier one." form={form} />
    </Form>
  </Sheet>
)

const Runbook = ({ next }: { next: number }) => (
  <Sheet title="Before you restore the database">
    <ol>
      <li>Deploy MONEY_EPOCH = {String(next)}. From then on nothing is sent.</li>
      <li>Wait twenty minutes, until what was under way is over.</li>
      <li>Restore the database, and write down to which moment.</li>
      <li>
        Open this page. It says what comes next, and ends when our books and Stripe agree. Then look at each approved run and let it go on.
      </li>
    </ol>
  </Sheet>
)
