import { BlankSlate } from '../components/blank-slate.tsx'
import { ButtonLink } from '../components/button.tsx'
import { PageHead } from '../components/page-head.tsx'

/** For a partner that is not tied to one of our customers yet. */
export const NoRelationshipPage = ({ programme }: { programme: string }) => (
  <div class="stack">
    <PageHead title="Our relationship" lead={`What your company and ${programme} have agreed beside your share.`} />
    <BlankSlate title="Nothing is agreed yet" action={<ButtonLink href="/earnings">Your earnings</ButtonLink>}>
      When you are a customer, too, your agreements, what is left on both sides and what you allow us to use stand here. Write to us if that
      is so.
    </BlankSlate>
  </div>
)
