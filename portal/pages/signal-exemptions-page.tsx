import type { SignalRule } from '../../schema/signals.ts'
import { Act } from '../components/act.tsx'
import { Badge } from '../components/badge.tsx'
import { BlankSlate } from '../components/blank-slate.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Day } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { ruleWords } from '../components/signal-words.tsx'

type ExemptionLine = {
  id: string
  rule: SignalRule
  /** The partner or group, and where it stands. */
  whose: string
  href: string
  reason: string
  grantedBy: string
  grantedAt: Date
  endsAt: Date
  endedAt: Date | null
  mayEnd: boolean
}

export const SignalExemptionsPage = ({
  now,
  exemptions,
  olderHref,
}: {
  now: Date
  exemptions: ExemptionLine[]
  olderHref: string | undefined
}) => (
  <>
    <PageHead
      title="Exemptions"
      lead="Partners and groups that a rule passes over for a while, each with its reason and its last day."
      back={{ href: '/signals', label: 'Signals' }}
    />
    <DataTable
      caption="Exemptions, the newest first"
      rows={exemptions}
      columns={[
        { key: 'whose', head: 'Whose', rowHead: true, cell: (row) => <a href={row.href}>{row.whose}</a> },
        { key: 'rule', head: 'Rule', cell: (row) => ruleWords[row.rule].name },
        { key: 'reason', head: 'Why', cell: (row) => row.reason },
        { key: 'by', head: 'By', cell: (row) => row.grantedBy },
        { key: 'from', head: 'From', cell: (row) => <Day at={row.grantedAt} /> },
        { key: 'until', head: 'Until', cell: (row) => <Day at={row.endedAt ?? row.endsAt} /> },
        { key: 'state', head: 'State', cell: (row) => stateOf(row, now) },
        {
          key: 'end',
          head: 'End it',
          cell: (row) => row.mayEnd && <Act action={`/signals/exemptions/${row.id}/end`} label="End now" small />,
        },
      ]}
      blank={<BlankSlate title="No exemptions">Exempt a partner on a signal about it, or a group on the page of the rules.</BlankSlate>}
    />
    <Pager olderHref={olderHref} />
  </>
)

const stateOf = ({ endedAt, endsAt }: ExemptionLine, now: Date) =>
  endedAt ? <Badge>Ended early</Badge> : endsAt > now ? <Badge tone="wait">In force</Badge> : <Badge>Over</Badge>
