import type { DealStatus } from '../../schema/deals.ts'
import type { DeclineSource } from '../../schema/privacy.ts'
import type { Attribution, Introduction, Prospect } from '../../schema/prospects.ts'
import type { SignalRule, SignalStatus } from '../../schema/signals.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { BuyingGroup, type BuyingGroupProps } from '../components/buying-group.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Decisions, Explanation, type ExplanationProps } from '../components/explanation.tsx'
import { Facts } from '../components/facts.tsx'
import type { FormState } from '../components/form-state.ts'
import { Handoffs, type ShownHandoff } from '../components/handoffs.tsx'
import { Day, Instant } from '../components/instant.tsx'
import { Ladder, type LadderProps } from '../components/ladder.tsx'
import { LevelBadge } from '../components/level-words.tsx'
import { MoveCredit } from '../components/move-credit.tsx'
import { Notice } from '../components/notice.tsx'
import { PageHead } from '../components/page-head.tsx'
import { type ListedProposal, ProposalList } from '../components/proposal-list.tsx'
import { Sheet } from '../components/sheet.tsx'
import { ruleWords, SignalState } from '../components/signal-words.tsx'

type ShownDecline = { id: string; partnerId: string; partnerName: string; source: DeclineSource; saidAt: Date }
type ShownDeal = { id: string; name: string; status: DealStatus; openedAt: Date }

type ProspectPageProps = {
  prospect: Prospect
  attribution: (Attribution & { decidedByName: string }) | undefined
  creditedName: string | undefined
  explanation: ExplanationProps
  /** Partners with a touch that have not got the credit. */
  rivals: readonly { id: string; name: string }[]
  claims: readonly { id: string; partner: string; dueAt: Date }[]
  isRepeat: boolean
  ladder: LadderProps
  group: BuyingGroupProps
  handoffs: readonly ShownHandoff[]
  sales: readonly { id: string; name: string }[]
  act: string
  introductions: readonly (Introduction & { partnerName: string })[]
  /** By which partners it says that it did not come. */
  declines: readonly ShownDecline[]
  deals: readonly ShownDeal[]
  proposals: readonly ListedProposal[]
  /** What looked odd about its credit, the newest first. */
  signals: readonly { id: string; rule: SignalRule; status: SignalStatus }[]
  mayChange: boolean
  form?: FormState | undefined
}

/** All that staff know of a prospect, and who has the credit and why. */
export const ProspectPage = (props: ProspectPageProps) => {
  const { prospect, explanation, introductions, declines, mayChange } = props
  return (
    <>
      <PageHead
        title={prospect.company}
        back={{ href: '/prospects', label: 'Prospects' }}
        state={<LevelBadge level={prospect.level} stage={prospect.stage} reader="staff" />}
        actions={
          <>
            <ButtonLink href={`/references/prospects/${prospect.id}`}>References</ButtonLink>
            {mayChange && (
              <ButtonLink kind="primary" href={`/deals/new?prospect=${prospect.id}`}>
                Open a deal
              </ButtonLink>
            )}
          </>
        }
      />
      <About prospect={prospect} />
      {props.isRepeat && (
        <Notice title="Repeat customer" action={<ButtonLink href={`/customers/${prospect.id}`}>Its customer page</ButtonLink>}>
          It has paid for a second piece of work: a good moment to ask whether one future customer may phone them.
        </Notice>
      )}
      <Ladder {...props.ladder} />
      <BuyingGroup {...props.group} />
      <Credit {...props} />
      <Decisions decisions={explanation.decisions} />
      <Explanation title="Touches" explanation={explanation} />
      <Proposals {...props} />
      <Deals {...props} />
      {introductions.length > 0 && (
        <Sheet title="Introductions">
          <DataTable caption="Introductions" columns={introductionColumns} rows={introductions} />
        </Sheet>
      )}
      {declines.length > 0 && (
        <Sheet title="What it denied" aside={<span class="soft small">In its own words: it did not come by them</span>}>
          <DataTable caption="What it denied" columns={declineColumns} rows={declines} />
        </Sheet>
      )}
      {mayChange && (
        <MoveCredit
          prospectId={prospect.id}
          seen={props.attribution?.n ?? 0}
          partners={props.rivals}
          hasCredit={Boolean(props.attribution?.partnerId)}
          form={props.form}
        />
      )}
      <Handoffs {...props} />
    </>
  )
}

const About = ({ prospect }: { prospect: Prospect }) => (
  <Facts
    wide
    facts={[
      { label: 'Domain', value: prospect.domain ?? 'Not known' },
      { label: 'Known since', value: <Day at={prospect.createdAt} /> },
      { label: 'Needs', value: prospect.need ?? 'Not told yet' },
      ...(prospect.customerSince
        ? [
            {
              label: 'Customer since',
              value: (
                <a href={`/customers/${prospect.id}`}>
                  <Day at={prospect.customerSince} />
                </a>
              ),
            },
          ]
        : []),
      ...(prospect.stageReason ? [{ label: 'Why it stands there', value: prospect.stageReason }] : []),
    ]}
  />
)

const Credit = ({ attribution, creditedName, claims, signals }: ProspectPageProps) => (
  <Sheet title="Who has the credit" id="credit">
    {claims.map(({ id, partner, dueAt }) => (
      <Notice tone="warn" title={`${partner} claims the credit`} action={<ButtonLink href={`/claims/${id}`}>Look at the claim</ButtonLink>}>
        What this company’s deals earned for somebody else is on hold until it is answered, by <Instant at={dueAt} />.
      </Notice>
    ))}
    {signals.length > 0 && (
      <Notice tone={signals.some(({ status }) => status === 'open') ? 'warn' : undefined} title="Signals">
        {signals.map(({ id, rule, status }) => (
          <p>
            <a href={`/signals/${id}`}>{ruleWords[rule].name}</a> <SignalState status={status} />
          </p>
        ))}
      </Notice>
    )}
    {signals.length === 0 && attribution?.heldReason && (
      <Notice tone="warn" title="Held for a person">
        {attribution.heldReason} Its commissions wait until somebody of finance releases or rejects them.
      </Notice>
    )}
    {attribution ? (
      <Facts
        wide
        facts={[
          { label: 'Partner', value: attribution.partnerId ? <a href={`/partners/${attribution.partnerId}`}>{creditedName}</a> : 'Nobody' },
          { label: 'Because', value: attribution.reason },
          { label: 'Decided by', value: attribution.decidedBy === 'rule' ? 'The programme’s rules' : attribution.decidedByName },
          { label: 'Decided on', value: <Instant at={attribution.decidedAt} /> },
        ]}
      />
    ) : (
      <p>Nobody: no partner had a touch when this company became known. The first touch of one binds it, unless it is a customer.</p>
    )}
  </Sheet>
)

const Proposals = ({ prospect, proposals, mayChange }: ProspectPageProps) => (
  <Sheet
    title="Proposals"
    aside={
      mayChange && (
        <ButtonLink small href={`/proposals/new?prospect=${prospect.id}`}>
          New proposal
        </ButtonLink>
      )
    }
  >
    <ProposalList
      proposals={proposals}
      blank={<p class="soft">None yet: price and what is given in return are agreed in one, three columns side by side.</p>}
    />
  </Sheet>
)

const Deals = ({ prospect, deals, mayChange }: ProspectPageProps) => (
  <Sheet title="Deals">
    <DataTable
      caption="Deals"
      columns={dealColumns}
      rows={deals}
      blank={
        <BlankSlate
          title="No deals yet"
          action={mayChange && <ButtonLink href={`/deals/new?prospect=${prospect.id}`}>Open a deal</ButtonLink>}
        />
      }
    />
  </Sheet>
)

const dealWords: Record<DealStatus, string> = { open: 'Open', won: 'Won', ended: 'Ended', lost: 'Lost' }

const dealColumns: Column<ShownDeal>[] = [
  { key: 'name', head: 'Deal', rowHead: true, cell: ({ id, name }) => <a href={`/deals/${id}`}>{name}</a> },
  { key: 'status', head: 'State', cell: ({ status }) => dealWords[status] },
  { key: 'opened', head: 'Opened', cell: ({ openedAt }) => <Day at={openedAt} /> },
]

const introductionColumns: Column<Introduction & { partnerName: string }>[] = [
  { key: 'at', head: 'When', cell: ({ createdAt }) => <Instant at={createdAt} /> },
  { key: 'partner', head: 'Partner', rowHead: true, cell: ({ partnerName }) => partnerName },
  { key: 'source', head: 'How', cell: ({ source }) => (source === 'partner' ? 'By the partner' : 'By itself, on the introduction page') },
  { key: 'contact', head: 'Contact', cell: ({ contactName }) => contactName },
  { key: 'need', head: 'Need', cell: ({ need }) => need },
]

const declineColumns: Column<ShownDecline>[] = [
  { key: 'at', head: 'When', cell: ({ saidAt }) => <Instant at={saidAt} /> },
  {
    key: 'partner',
    head: 'Partner',
    rowHead: true,
    cell: ({ partnerId, partnerName }) => <a href={`/partners/${partnerId}`}>{partnerName}</a>,
  },
  {
    key: 'where',
    head: 'Where',
    cell: ({ source }) => (source === 'introduction_page' ? 'On the introduction page, before the form' : 'Behind its private link'),
  },
]
