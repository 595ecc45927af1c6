import { type AuditLine, AuditTable } from '../components/audit-table.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { Filters } from '../components/filters.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { TextField } from '../components/text-field.tsx'

type AuditPageProps = {
  lines: readonly AuditLine[]
  subject: string
  actor: string
  newestHref?: string | undefined
  olderHref?: string | undefined
}

export const AuditPage = ({ lines, subject, actor, newestHref, olderHref }: AuditPageProps) => {
  const filtered = subject !== '' || actor !== ''
  return (
    <>
      <PageHead title="Audit trail" lead="Who did what to which record. Nothing here can be changed or removed, by anybody." />
      <Filters action="/audit" clearHref={filtered ? '/audit' : undefined}>
        <TextField name="subject" label="About" value={subject} hint="The id of a record" optional />
        <TextField name="actor" label="Who" value={actor} hint="A person’s id or mail address, or system, stripe" optional />
      </Filters>
      {lines.length > 0 ? <AuditTable caption="Audit trail" lines={lines} linked /> : <NothingHere filtered={filtered} />}
      <Pager newerHref={newestHref} olderHref={olderHref} />
    </>
  )
}

const NothingHere = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <BlankSlate title="Nothing fits" action={<ButtonLink href="/audit">Show everything</ButtonLink>}>
      No entry is about this record or by this person. An id must be whole.
    </BlankSlate>
  ) : (
    <BlankSlate title="Nothing happened yet">
      Each act of a person, and of Goodword itself, will be here with its time and reason.
    </BlankSlate>
  )
