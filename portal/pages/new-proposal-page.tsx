import { Button, ButtonLink } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import type { FormState } from '../components/form-state.ts'
import { PageHead } from '../components/page-head.tsx'
import { ProposalPriceFields } from '../components/proposal-price-fields.tsx'

type NewProposalPageProps = {
  act: string
  prospect: { id: string; company: string }
  /** With which cuts the columns open, in basis points. */
  opens: { referenceBps: number; sponsorBps: number }
  form?: FormState | undefined
}

export const NewProposalPage = ({ act, prospect, opens, form }: NewProposalPageProps) => (
  <div class="narrow stack">
    <PageHead
      title={`Proposal for ${prospect.company}`}
      lead="First the price of each column. Duties, permissions and benefits are added to the draft; nobody else sees it before you send it."
      back={{ href: `/prospects/${prospect.id}`, label: prospect.company }}
    />
    <Form
      action="/proposals"
      form={form}
      fields={{ act, prospectId: prospect.id }}
      buttons={
        <>
          <Button kind="primary">Begin the draft</Button>
          <ButtonLink kind="quiet" href={`/prospects/${prospect.id}`}>
            Back
          </ButtonLink>
        </>
      }
    >
      <ProposalPriceFields price={{ name: '', currency: 'eur', partner: false, ...opens }} form={form} />
    </Form>
  </div>
)
