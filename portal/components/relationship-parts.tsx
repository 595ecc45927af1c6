import type { Agreement, Benefit, Discount } from '../../schema/agreements.ts'
import type { ApprovalSide, Grant, GrantUse } from '../../schema/grants.ts'
import type { Category } from '../../schema/proposals.ts'
import type { ReferenceFact } from '../../schema/reports.ts'
import { AgreementState, GrantState } from './agreement-state.tsx'
import { Badge } from './badge.tsx'
import { BlankSlate } from './blank-slate.tsx'
import { DataTable } from './data-table.tsx'
import { Facts } from './facts.tsx'
import { Day, DayOf, Days } from './instant.tsx'
import { Money } from './money.tsx'
import { type ObligationLine, ObligationTable } from './obligation-table.tsx'
import type { CriterionLine } from './relationship-criteria.tsx'
import type { QuoteLine } from './relationship-quotes.tsx'
import type { EarnedFrom, ResultLine } from './relationship-results.tsx'
import { Sheet } from './sheet.tsx'

export type AgreementLine = Agreement & {
  kindInWords: string
  lastDay: string
  isInForce: boolean
  obligations: ObligationLine[]
  benefits: Benefit[]
  discount: Discount | undefined
}

export type GrantLine = Grant & {
  kindInWords: string
  allows: string
  isLive: boolean
  /** Who of the customer has not said yes yet. */
  missing: ApprovalSide[]
  uses: (GrantUse & { useInWords: string })[]
}

export type ActivityLine = {
  id: string
  kindInWords: string
  title: string
  status: 'planned' | 'held' | 'cancelled'
  at: Date
  heldAt: Date | null
}

export type RelationshipView = {
  category: Category
  /** How it vouches for us (LEV1). */
  facts: ReferenceFact[]
  today: string
  agreements: AgreementLine[]
  ended: (Agreement & { kindInWords: string })[]
  grants: GrantLine[]
  activities: ActivityLine[]
  criteria: CriterionLine[]
  quotes: QuoteLine[]
  results: ResultLine[]
  vendors: EarnedFrom[]
}

/** One agreement that both signed: what is left on both sides. Customer and staff read the same. */
export const AgreementPart = ({ agreement }: { agreement: AgreementLine }) => (
  <Sheet title={agreement.kindInWords} aside={<AgreementState status={agreement.status} />}>
    <Facts
      wide
      facts={[
        { label: 'Version', value: agreement.version },
        {
          label: agreement.noticeEndsOn ? 'Notice given, in force until' : 'In force',
          value: agreement.noticeEndsOn ? <DayOf day={agreement.lastDay} /> : <Days from={agreement.startsOn} to={agreement.lastDay} />,
        },
        ...(agreement.discount
          ? [
              {
                label: 'Your lower price',
                value: (
                  <>
                    {agreement.discount.percentBps / 100} % of{' '}
                    <Money amountMinor={agreement.discount.listMinor} currency={agreement.discount.currency} />:{' '}
                    <Money amountMinor={agreement.discount.amountMinor} currency={agreement.discount.currency} />
                  </>
                ),
              },
            ]
          : []),
        ...agreement.benefits.map(({ text }) => ({ label: 'You get', value: text })),
        {
          label: 'Signed',
          value:
            [agreement.signedByUs && 'by us', agreement.signedByThem && `by ${agreement.signedByThem}`].filter(Boolean).join(', ') ||
            'by nobody yet',
        },
      ]}
    />
    {agreement.obligations.length > 0 && <ObligationTable stack obligations={agreement.obligations} />}
    {agreement.text && (
      <details>
        <summary>The whole text</summary>
        <div class="letter">{agreement.text}</div>
      </details>
    )}
  </Sheet>
)

/** Where one permission is used, so that nobody has to search. */
export const GrantUses = ({ uses }: { uses: GrantLine['uses'] }) =>
  uses.length === 0 ? (
    <p class="soft">Used nowhere yet.</p>
  ) : (
    <ul class="plain-list">
      {uses.map((use) => (
        <li>
          {use.useInWords}: {use.place}{' '}
          {use.takenDownAt ? (
            <Badge>Taken down</Badge>
          ) : use.overdueSince ? (
            <Badge tone="warn">Being taken down</Badge>
          ) : (
            <Badge tone="good">In use</Badge>
          )}
        </li>
      ))}
    </ul>
  )

export const GrantFacts = ({ grant }: { grant: GrantLine }) => (
  <>
    {grant.text && <blockquote class="letter">{grant.text}</blockquote>}
    <Facts
      wide
      facts={[
        { label: 'State', value: <GrantState status={grant.status} /> },
        { label: 'Given by', value: grant.scope === 'individual' ? (grant.personName ?? 'One person') : 'The company' },
        ...(grant.scope === 'organisation' && grant.personName ? [{ label: 'About', value: grant.personName }] : []),
        { label: 'From', value: <DayOf day={grant.startsOn} /> },
        { label: 'Until', value: <DayOf day={grant.endsOn} /> },
        { label: 'In return', value: grant.benefitDisclosed ?? 'Nothing' },
        ...(grant.file ? [{ label: 'File', value: <a href={grant.file}>{grant.file}</a> }] : []),
      ]}
    />
  </>
)

export const ActivitiesPart = ({ activities }: { activities: ActivityLine[] }) => (
  <DataTable
    caption="Activities"
    stack
    rows={activities}
    columns={[
      { key: 'what', head: 'What', rowHead: true, stack: 'start', cell: (row) => `${row.kindInWords}: ${row.title}` },
      { key: 'at', head: 'When', stack: 'below', cell: (row) => <Day at={row.heldAt ?? row.at} /> },
      {
        key: 'state',
        head: 'State',
        stack: 'end',
        cell: (row) => (row.status === 'held' ? <Badge tone="good">Done</Badge> : <Badge tone="wait">Planned</Badge>),
      },
    ]}
    blank={<BlankSlate title="No activities yet">Calls, visits and talks stand here once they are planned.</BlankSlate>}
  />
)
