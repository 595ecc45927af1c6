import { Act } from '../components/act.tsx'
import { PageHead } from '../components/page-head.tsx'
import { Sheet } from '../components/sheet.tsx'

/** Where Stripe sends somebody whose link was used or ran out. Opening it makes nothing; its button asks for a new link. */
export const GetPaidAgainPage = () => (
  <div class="narrow stack">
    <PageHead title="That link no longer works" back={{ href: '/get-paid', label: 'Get paid' }} />
    <Sheet>
      <p>A link to Stripe works once, and only for some minutes. What you entered so far is kept.</p>
      <Act action="/get-paid/onboarding" label="Go on at Stripe" kind="primary" />
    </Sheet>
  </div>
)
