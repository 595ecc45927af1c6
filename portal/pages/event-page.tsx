import type { InboxEvent } from '../../schema/records.ts'
import { Act } from '../components/act.tsx'
import { Button, ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EventState, sourceInWords } from '../components/event-state.tsx'
import { Facts } from '../components/facts.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { TextField } from '../components/text-field.tsx'

type EventPageProps = {
  event: InboxEvent
  /** What became of it, and what to do. */
  words: string
  mayRun: boolean
  maySetAside: boolean
  hasSecondFactor: boolean
  trail: { at: Date; actor: string; act: string; reason: string }[]
  form: FormState | undefined
}

export const EventPage = ({ event, words, mayRun, trail, ...page }: EventPageProps) => (
  <>
    <PageHead
      title={event.type}
      state={<EventState {...event} />}
      lead={words}
      back={{ href: '/inbox', label: 'Events of Stripe' }}
      actions={mayRun && <Act action={`/inbox/${encodeURIComponent(event.id)}/run`} label="Run again" kind="primary" />}
    />
    {event.error && <Notice tone={event.status === 'ignored' && !event.setAsideAt ? 'plain' : 'warn'}>{event.error}</Notice>}
    <Sheet title="About">
      <Facts
        wide
        facts={[
          { label: 'Event', value: <code>{event.id}</code> },
          { label: 'Came to', value: sourceInWords[event.source] },
          { label: 'Tells of', value: event.object ? <code>{event.object}</code> : 'Nothing in particular' },
          ...(event.account ? [{ label: 'In the account', value: <code>{event.account}</code> }] : []),
          { label: 'Version', value: event.apiVersion ?? 'None (a thin event)' },
          { label: 'Arrived', value: <Instant at={event.receivedAt} /> },
          { label: 'Tries', value: event.tries },
          ...(event.setAsideAt ? [{ label: 'Set aside', value: <Instant at={event.setAsideAt} /> }] : []),
          event.doneAt
            ? { label: 'Finished', value: <Instant at={event.doneAt} /> }
            : { label: 'Next try', value: event.status === 'misrouted' || event.setAsideAt ? 'Never' : <Instant at={event.nextAt} /> },
        ]}
      />
    </Sheet>
    {page.maySetAside && <SettingAside href={`/inbox/${encodeURIComponent(event.id)}`} {...page} />}
    <Sheet title="By hand">
      <DataTable
        caption="What people did with it"
        stack
        rows={trail}
        columns={[
          { key: 'at', head: 'When', cell: (row) => <Instant at={row.at} /> },
          { key: 'actor', head: 'Who', rowHead: true, stack: 'start', cell: (row) => row.actor },
          { key: 'act', head: 'What', cell: (row) => actsInWords[row.act] ?? <code>{row.act}</code> },
          { key: 'reason', head: 'Why', cell: (row) => row.reason },
        ]}
        blank={<p class="soft">Nobody has done anything with it.</p>}
      />
    </Sheet>
  </>
)

const actsInWords: Record<string, string> = { 'event.run_again': 'Ran it again', 'event.set_aside': 'Set it aside' }

type SettingAsideProps = Pick<EventPageProps, 'hasSecondFactor' | 'form'> & { href: string }

const SettingAside = ({ href, hasSecondFactor, form }: SettingAsideProps) => (
  <Sheet title="Set it aside">
    <p>
      When it will never be applied: it is tried no more, and a restore does not wait for it. Nothing moves by that, and what it is about
      stays a difference under Reconciliation.
    </p>
    {!hasSecondFactor && (
      <Notice action={<ButtonLink href={`/sign-in/second-factor?next=${href}`}>Use your passkey</ButtonLink>}>
        Setting it aside needs your passkey, used in the last ten minutes.
      </Notice>
    )}
    {(hasSecondFactor || form) && (
      <Form action={`${href}/set-aside`} form={form} buttons={<Button kind="danger">Set aside</Button>}>
        <TextField name="reason" label="Why it cannot be applied" maxlength={300} form={form} />
      </Form>
    )}
  </Sheet>
)
