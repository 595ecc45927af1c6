import type { InvitationStatus } from '../../schema/invitations.ts'
import { Badge, type Tone } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { Sheet } from '../components/sheet.tsx'

type Line = {
  askId: string
  company: string
  contact: string
  engagement: string
  status: InvitationStatus
  draftedAt: Date
  decidedAt: Date | null
}

const words: Record<InvitationStatus, { word: string; tone: Tone }> = {
  drafted: { word: 'Waits for us', tone: 'warn' },
  sent: { word: 'Sent', tone: 'good' },
  left: { word: 'Left', tone: 'plain' },
}
export const InvitationState = ({ status }: { status: InvitationStatus }) => <Badge tone={words[status].tone}>{words[status].word}</Badge>

type InvitationsPageProps = { drafts: readonly Line[]; decided: readonly Line[]; nextHref: string | undefined }

/** The asks that became possible: everything agreed at kickoff came true, and somebody had said yes or maybe to that. */
export const InvitationsPage = ({ drafts, decided, nextHref }: InvitationsPageProps) => (
  <>
    <PageHead
      title="Invitations"
      lead="Whoever said yes or maybe at kickoff is asked once everything came true. Each is drafted by itself, and sent by one of us."
      actions={<ButtonLink href="/invitations/moments">Good moments to ask</ButtonLink>}
    />
    <DataTable
      caption="Drafted invitations"
      rows={drafts}
      columns={[
        { key: 'who', head: 'Person', rowHead: true, cell: (row) => <a href={`/invitations/${row.askId}`}>{row.contact}</a> },
        { key: 'company', head: 'Customer', cell: (row) => row.company },
        { key: 'work', head: 'Work', cell: (row) => row.engagement },
        { key: 'drafted', head: 'Drafted', cell: (row) => <Day at={row.draftedAt} /> },
        { key: 'state', head: 'State', cell: (row) => <InvitationState status={row.status} /> },
      ]}
      blank={
        <BlankSlate title="Nothing waits to be sent" action={<ButtonLink href="/engagements">Engagements</ButtonLink>}>
          When every criterion of an engagement is met and no grievance is open, the invitations of who said yes or maybe stand here.
        </BlankSlate>
      }
    />
    <Pager olderHref={nextHref} />
    {decided.length > 0 && (
      <Sheet title="Of late">
        <DataTable
          caption="Invitations that were sent or left"
          rows={decided}
          columns={[
            { key: 'who', head: 'Person', rowHead: true, cell: (row) => <a href={`/invitations/${row.askId}`}>{row.contact}</a> },
            { key: 'company', head: 'Customer', cell: (row) => row.company },
            { key: 'on', head: 'On', cell: (row) => row.decidedAt && <Day at={row.decidedAt} /> },
            { key: 'state', head: 'State', cell: (row) => <InvitationState status={row.status} /> },
          ]}
        />
      </Sheet>
    )}
  </>
)
