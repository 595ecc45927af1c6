import { proposalStatuses } from '../../schema/proposals.ts'
import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { Filters, StateFilter } from '../components/filters.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Pager } from '../components/pager.tsx'
import { type ListedProposal, ProposalList } from '../components/proposal-list.tsx'
import { proposalStatusWords } from '../components/proposal-state.tsx'

type ProposalsPageProps = { proposals: readonly ListedProposal[]; status: string; olderHref: string | undefined }

export const ProposalsPage = ({ proposals, status, olderHref }: ProposalsPageProps) => (
  <>
    <PageHead
      title="Proposals"
      lead="Price, duties, permissions and benefits in one: regular, reference and sponsor side by side. A new one begins on a prospect’s page."
    />
    <Filters action="/proposals" clearHref={status ? '/proposals' : undefined}>
      <StateFilter value={status} states={proposalStatuses} wordOf={(state) => proposalStatusWords[state].word} />
    </Filters>
    <ProposalList
      proposals={proposals}
      withCompany
      blank={
        status ? (
          <BlankSlate title="None like this" action={<ButtonLink href="/proposals">Show all proposals</ButtonLink>}>
            There is no proposal in this state.
          </BlankSlate>
        ) : (
          <BlankSlate title="No proposals yet" action={<ButtonLink href="/prospects">Prospects</ButtonLink>}>
            Open a prospect and begin one there: what it costs, and what a lower price asks in return.
          </BlankSlate>
        )
      }
    />
    <Pager olderHref={olderHref} />
  </>
)
