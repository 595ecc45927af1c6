import type { Contact, ProspectStage, TouchKind } from '../../schema/prospects.ts'
import { Badge } from '../components/badge.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Instant } from '../components/instant.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'
import { StageBadge } from '../components/stage-badge.tsx'
import { touchInWords } from '../components/touch-words.ts'

type OwnTouch = { id: string; kind: TouchKind; touchedAt: Date; outcome: 'won' | 'lost'; why: string }

type ProspectOfPartnerPageProps = {
  company: string
  stage: ProspectStage
  isCredited: boolean
  heldReason: string | null
  /** The partner's own, in order of time. */
  touches: readonly OwnTouch[]
  /** Whom the partner named itself. */
  contacts: readonly Contact[]
}

export const ProspectOfPartnerPage = ({ company, stage, isCredited, heldReason, touches, contacts }: ProspectOfPartnerPageProps) => (
  <>
    <PageHead title={company} back={{ href: '/prospects', label: 'Prospects' }} state={<StageBadge stage={stage} reader="partner" />} />
    <Credit isCredited={isCredited} heldReason={heldReason} />
    <Sheet title="How it came through you">
      <DataTable caption="Your touches" stack columns={columns} rows={touches} />
    </Sheet>
    {contacts.length > 0 && (
      <Sheet title="Whom you named">
        <Facts wide facts={contacts.map(({ name, email }) => ({ label: name, value: email ?? '' }))} />
      </Sheet>
    )}
  </>
)

const Credit = ({ isCredited, heldReason }: { isCredited: boolean; heldReason: string | null }) => {
  if (!isCredited) {
    return <Notice title="Not credited to you">Below is why. If you think that this is wrong, write to us with what you know.</Notice>
  }
  return heldReason ? (
    <Notice tone="warn" title="Credited to you, and waiting for a person of ours">
      {heldReason} Somebody looks at it; you need to do nothing.
    </Notice>
  ) : (
    <Notice tone="good" title="Credited to you">
      What this company pays earns you a share under your terms.
    </Notice>
  )
}

const columns: Column<OwnTouch>[] = [
  { key: 'at', head: 'When', stack: 'start', rowHead: true, cell: ({ touchedAt }) => <Instant at={touchedAt} /> },
  { key: 'kind', head: 'What', cell: ({ kind }) => touchInWords[kind] },
  { key: 'outcome', head: 'Credit', stack: 'end', cell: ({ outcome }) => <TouchBadge outcome={outcome} /> },
  { key: 'why', head: 'Why', cell: ({ why }) => why },
]

export const TouchBadge = ({ outcome }: { outcome: 'won' | 'lost' }) =>
  outcome === 'won' ? <Badge tone="good">Credited</Badge> : <Badge>Not credited</Badge>
