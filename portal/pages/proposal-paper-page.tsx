import type { Proposal } from '../../schema/proposals.ts'
import { PageHead } from '../components/page-head.tsx'
import { type ProposalColumn, ProposalColumns } from '../components/proposal-columns.tsx'
import { ProposalState } from '../components/proposal-state.tsx'
import { Sheet } from '../components/sheet.tsx'

type ProposalPaperPageProps = {
  proposal: Proposal
  company: string
  programme: string
  columns: readonly ProposalColumn[]
  reader: string | undefined
}

/** The proposal as its reader sees it, to print; each copy says for whom it is (NDA2). */
export const ProposalPaperPage = ({ proposal, company, programme, columns, reader }: ProposalPaperPageProps) => (
  <>
    <PageHead
      title={proposal.name}
      lead={`A proposal by ${programme} to ${company}.`}
      state={<ProposalState status={proposal.status} />}
      back={{ href: `/proposals/${proposal.id}`, label: 'The proposal' }}
    />
    <p>Print this page with your browser: menu and buttons stay away.</p>
    <ProposalColumns columns={columns} currency={proposal.currency} reader="prospect" />
    {proposal.partner && <PartnerShare />}
    <Confidential programme={programme} reader={reader ?? 'nobody yet'} textHash={proposal.textHash} />
  </>
)

export const PartnerShare = () => (
  <Sheet title="Partner, whichever you choose">
    <p>
      We invite you to recommend us in your own market, too: you earn a share of what customers pay whom you bring, under terms you read
      first.
    </p>
  </Sheet>
)

export const Confidential = ({ programme, reader, textHash }: { programme: string; reader: string; textHash: string | null }) => (
  <p class="soft small">
    Confidential, for {reader} alone, under the agreement of confidence with {programme}
    {textHash && ` · Text ${textHash.slice(0, 16)}…`}
  </p>
)
