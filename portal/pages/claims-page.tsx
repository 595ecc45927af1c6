import { type ClaimStatus, claimStatuses } from '../../schema/claims.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import {
  ClaimBadge,
  ClaimBadgeOfPartner,
  type ClaimFigures,
  ClaimNext,
  claimKindWords,
  claimWords,
  shareAccepted,
  speed,
  wordsOfPartner,
} from '../components/claim-words.tsx'
import { type Column, DataTable } from '../components/data-table.tsx'
import { Facts } from '../components/facts.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { Day, Instant } from '../components/instant.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { Sheet } from '../components/sheet.tsx'
import type { ClaimView } from './claim-page.tsx'

type ClaimsOfPartnerProps = {
  claims: readonly ClaimView[]
  figures: { own: ClaimFigures; all: ClaimFigures }
  status: ClaimStatus | undefined
  olderHref: string | undefined
}

export const ClaimsOfPartnerPage = ({ claims, figures, status, olderHref }: ClaimsOfPartnerProps) => (
  <>
    <PageHead
      title="Claims"
      lead="Something is missing, or went to somebody else? Say so, and a person looks again: an answer in writing within two business days, and one appeal to another person."
      actions={
        <ButtonLink kind="primary" href="/claims/new">
          Make a claim
        </ButtonLink>
      }
    />
    {(claims.length > 0 || status) && <StatusFilter status={status} words={wordsOfPartner} />}
    <DataTable
      caption="Your claims"
      stack
      columns={ownColumns}
      rows={claims}
      blank={
        <BlankSlate
          title={status ? 'No claim fits' : 'No claims'}
          action={status ? <ButtonLink href="/claims">Show all</ButtonLink> : undefined}
        >
          {status ? 'There is none with what you chose.' : 'If a customer of yours is not credited to you, make one here.'}
        </BlankSlate>
      }
    />
    <Pager olderHref={olderHref} />
    <Sheet title="How claims are answered" aside={<span class="soft small">Of all partners together, and yours</span>}>
      <Facts
        wide
        facts={[
          { label: 'Claims of all partners', value: String(figures.all.submitted) },
          { label: 'Half of them answered', value: speed(figures.all) },
          { label: 'Accepted', value: shareAccepted(figures.all) },
          { label: 'Yours', value: String(figures.own.submitted) },
          { label: 'Half of yours answered', value: speed(figures.own) },
          { label: 'Of yours accepted', value: shareAccepted(figures.own) },
        ]}
      />
    </Sheet>
  </>
)

const ownColumns: Column<ClaimView>[] = [
  {
    key: 'company',
    head: 'Customer',
    stack: 'start',
    rowHead: true,
    cell: ({ id, company }) => <a href={`/claims/${id}`}>{company}</a>,
  },
  { key: 'kind', head: 'What', cell: ({ kind }) => claimKindWords[kind] },
  { key: 'at', head: 'Made', cell: ({ submittedAt }) => <Day at={submittedAt} /> },
  { key: 'next', head: 'Next', cell: (claim) => <ClaimNext {...claim} /> },
  { key: 'state', head: 'Answer', stack: 'end', cell: ({ status }) => <ClaimBadgeOfPartner status={status} /> },
]

type StaffRow = ClaimView & { partner: string }

type ClaimsProps = {
  /** The most urgent first; absent while a filter is set. */
  owed: readonly StaffRow[] | undefined
  claims: readonly StaffRow[]
  figures: ClaimFigures
  status: ClaimStatus | undefined
  now: Date
  olderHref: string | undefined
}

/** Whose answer is due. */
export const ClaimsPage = ({ owed, claims, figures, status, now, olderHref }: ClaimsProps) => (
  <>
    <PageHead
      title="Claims"
      lead="Partners ask to look again. Sales answers about credit, finance about amounts, each within two business days; an appeal goes to another person."
    />
    {owed && (
      <Sheet title="To answer">
        <DataTable
          caption="Claims to answer"
          columns={staffColumns(now)}
          rows={owed}
          blank={<BlankSlate title="Nothing to answer">A claim stands here from the moment a partner makes it.</BlankSlate>}
        />
      </Sheet>
    )}
    <Facts
      wide
      facts={[
        { label: 'Claims so far', value: String(figures.submitted) },
        { label: 'Half of them answered', value: speed(figures) },
        { label: 'Accepted', value: shareAccepted(figures) },
      ]}
    />
    <StatusFilter status={status} words={claimWords} />
    <DataTable
      caption="Claims"
      columns={staffColumns(now)}
      rows={claims}
      blank={
        <BlankSlate title={status ? 'No claim fits' : 'No claims yet'}>
          {status ? 'There is none with what you chose.' : 'They appear when a partner says that a credit or an amount is wrong.'}
        </BlankSlate>
      }
    />
    <Pager olderHref={olderHref} />
  </>
)

const staffColumns = (now: Date): Column<StaffRow>[] => [
  { key: 'at', head: 'Made', cell: ({ submittedAt }) => <Instant at={submittedAt} /> },
  { key: 'company', head: 'About', rowHead: true, cell: ({ id, company }) => <a href={`/claims/${id}`}>{company}</a> },
  { key: 'partner', head: 'Partner', cell: ({ partner }) => partner },
  { key: 'kind', head: 'What', cell: ({ kind }) => claimKindWords[kind] },
  {
    key: 'due',
    head: 'Due',
    cell: ({ status, dueAt }) =>
      status === 'open' || status === 'appealed' ? <Instant at={dueAt} from={now} /> : <span class="soft">Answered</span>,
  },
  { key: 'state', head: 'State', cell: (claim) => <ClaimBadge {...claim} /> },
]

type StatusFilterProps = { status: ClaimStatus | undefined; words: Record<ClaimStatus, { word: string }> }

const StatusFilter = ({ status, words }: StatusFilterProps) => (
  <Filters action="/claims" clearHref={status && '/claims'}>
    <StateFilter value={status} states={claimStatuses} wordOf={(state) => words[state].word} />
  </Filters>
)
