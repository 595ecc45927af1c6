import type { TouchKind } from '../../schema/prospects.ts'
import { Badge } from './badge.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { Instant } from './instant.tsx'
import { Sheet } from './sheet.tsx'
import { touchInWords } from './touch-words.ts'

type ExplainedTouch = {
  id: string
  kind: TouchKind
  at: Date
  who: string
  partnerId: string | null
  outcome: 'won' | 'lost'
  why: string
  rules: string | null
}

export type ExplanationProps = {
  decisions: { n: number; at: Date; who: string | null; reason: string; byPerson: boolean }[]
  touches: ExplainedTouch[]
  refused: { at: Date; why: string }[]
}

/** Every touch in order, which one won under which rules, and why the others did not. */
export const Explanation = ({ explanation, title }: { explanation: ExplanationProps; title: string }) => (
  <Sheet title={title} aside={<span class="soft small">All partners, in order of time, UTC</span>}>
    <DataTable
      caption={title}
      stack
      columns={touchColumns}
      rows={explanation.touches}
      blank={<BlankSlate title="No touch of any partner" />}
    />
    {explanation.refused.length > 0 && (
      <>
        <p class="soft">What else was shown to us:</p>
        <ul>
          {explanation.refused.map(({ at, why }) => (
            <li>
              <Instant at={at} />: {why}
            </li>
          ))}
        </ul>
      </>
    )}
  </Sheet>
)

const touchColumns: Column<ExplainedTouch>[] = [
  { key: 'at', head: 'When', stack: 'start', cell: ({ at }) => <Instant at={at} /> },
  {
    key: 'who',
    head: 'Partner',
    rowHead: true,
    cell: ({ who, partnerId }) => (partnerId ? <a href={`/partners/${partnerId}`}>{who}</a> : who),
  },
  { key: 'kind', head: 'What', cell: ({ kind }) => touchInWords[kind] },
  { key: 'rules', head: 'Rules', stack: 'labelled', cell: ({ rules }) => rules ?? <span class="soft">None</span> },
  { key: 'outcome', head: 'Credit', stack: 'end', cell: ({ outcome }) => <TouchBadge outcome={outcome} /> },
  { key: 'why', head: 'Why', cell: ({ why }) => why },
]

const TouchBadge = ({ outcome }: { outcome: 'won' | 'lost' }) =>
  outcome === 'won' ? <Badge tone="good">Credited</Badge> : <Badge>Not credited</Badge>

/** Where the credit was before; nothing while the first decision stands. */
export const Decisions = ({ decisions }: { decisions: ExplanationProps['decisions'] }) =>
  decisions.length < 2 ? null : (
    <Sheet title="How it was decided">
      <ol class="link-list">
        {decisions.toReversed().map(({ at, who, reason, byPerson }) => (
          <li>
            <Instant at={at} />: {who ?? 'Nobody'}
            <span class="soft">, {byPerson ? 'decided by a person' : 'by the programme’s rules'}.</span> {reason}
          </li>
        ))}
      </ol>
    </Sheet>
  )
