import type { RestoreProgress } from '../pages/restore-page.tsx'
import { Act } from './act.tsx'
import { Instant } from './instant.tsx'
import { Progress } from './progress.tsx'
import { Sheet } from './sheet.tsx'
import { type Step, Steps } from './steps.tsx'

/** The runbook with its state: what is done, what is under way, what a person does next. */
export const RestoreSteps = ({ restore, mayBegin }: { restore: RestoreProgress; mayBegin: boolean }) => (
  <Sheet title="What is done, and what comes next">
    <Steps steps={[begun(restore), pulled(restore, mayBegin), lookedUp(restore), adopted(restore), compared(restore, mayBegin)]} />
  </Sheet>
)

const begun = ({ restoredTo, begunBy, begunAt }: RestoreProgress): Step => ({
  title: 'The epoch is raised, and the restore begun',
  state: 'done',
  at: <Instant at={begunAt} />,
  note: (
    <>
      Restored to <Instant at={restoredTo} />, as {begunBy} says.
    </>
  ),
})

/** @param mayLook - whether this person may open the events */
const pulled = ({ pulled: { done, all }, since, left }: RestoreProgress, mayLook: boolean): Step => ({
  title: 'Everything that Stripe knows since is pulled',
  state: done === all && left.events === 0 ? 'done' : 'now',
  note: (
    <>
      <Progress label="Lists of Stripe" done={done} total={all}>
        From <Instant at={since} /> on. It goes on by itself, every five minutes.
      </Progress>
      {left.events > 0 && (
        <p>
          {left.events === 1 ? 'One event is' : `${left.events} events are`} still to be applied.{' '}
          {mayLook && <a href="/inbox?status=failing">See whether one always fails</a>}
        </p>
      )}
      {left.setAside > 0 && <p>{left.setAside === 1 ? 'One event was' : `${left.setAside} events were`} set aside by people.</p>}
    </>
  ),
})

const lookedUp = ({ left: { open, stuck } }: RestoreProgress): Step => ({
  title: 'Payouts that were open are looked up at Stripe',
  state: open === 0 ? 'done' : 'now',
  note: (
    <>
      {open === 0
        ? 'None is open.'
        : `${open === 1 ? 'One is' : `${open} are`} left: an hour of quiet, then each is paid or released by itself.`}
      {stuck > 0 &&
        ` ${stuck === 1 ? 'One is stuck and waits' : `${stuck} are stuck and wait`} for two people on its page; nothing is sent for it.`}
    </>
  ),
})

const adopted = ({ left: { adoptions }, adopted: { length }, comparedAt }: RestoreProgress): Step => ({
  title: 'Forgotten transfers are adopted, by two people',
  state: adoptions > 0 ? 'now' : comparedAt ? 'done' : 'next',
  note:
    adoptions > 0
      ? `${adoptions === 1 ? 'One is' : `${adoptions} are`} left: finance proposes below, an approver confirms.`
      : comparedAt
        ? length === 0
          ? 'Stripe shows none.'
          : `${length === 1 ? 'One is' : `${length} are`} taken in.`
        : 'The comparison finds them.',
})

const compared = ({ isComparing, comparedAt, differences, missing, isQuiet, quietUntil }: RestoreProgress, mayBegin: boolean): Step => ({
  title: 'Our books and Stripe are compared, both ways; clean, payouts go on',
  state: 'now',
  ...(comparedAt && { at: <Instant at={comparedAt} /> }),
  note: (
    <>
      {isComparing && <p>A comparison is under way; it goes on every five minutes.</p>}
      {!isComparing && comparedAt && (
        <p>The last one found {differences === 1 ? 'one thing' : `${differences} things`} that do not agree yet.</p>
      )}
      {missing.length > 0 && (
        <p>
          Still missing: {missing.join('; ')}.
          {!isQuiet && (
            <>
              {' '}
              It ends at <Instant at={quietUntil} />: until then a request from before may still arrive at Stripe.
            </>
          )}
        </p>
      )}
      {mayBegin && !isComparing && <Act action="/restore/comparison" label="Compare now" kind="primary" />}
    </>
  ),
})
