import { Act } from '../components/act.tsx'
import { ButtonLink } from '../components/button.tsx'
import { PageHead } from '../components/page-head.tsx'

type SignInLinkPageProps = {
  /** `elsewhere`: another browser asked for it. `gone`: used, too old or never ours. */
  state: 'ready' | 'elsewhere' | 'gone'
  token: string
  next: string
}

/** Where a mailed link leads. Mail programs open links by themselves, so only the button signs in. */
export const SignInLinkPage = ({ state, token, next }: SignInLinkPageProps) => (
  <div class="narrow stack">
    {state === 'ready' && <Ready token={token} next={next} />}
    {state === 'elsewhere' && <Elsewhere />}
    {state === 'gone' && <Gone />}
  </div>
)

const Ready = ({ token, next }: { token: string; next: string }) => (
  <>
    <PageHead title="Welcome back" lead="One press and you are in." />
    <Act action={`/sign-in/link/${token}`} label="Sign in" kind="primary" fields={{ next }} />
  </>
)

const Elsewhere = () => (
  <>
    <PageHead
      title="This is another browser"
      lead="The link works only in the browser you asked from. Go back to it and type the six digits from the mail there, or start again here."
    />
    <p>
      <ButtonLink href="/sign-in">Start again here</ButtonLink>
    </p>
  </>
)

const Gone = () => (
  <>
    <PageHead
      title="This link has done its work"
      lead="A link works once, for ten minutes, and this one was used or is too old. If you are not signed in already, ask for a new one."
    />
    <p class="row">
      <ButtonLink href="/sign-in" kind="primary">
        Ask for a new link
      </ButtonLink>
      <ButtonLink href="/" kind="quiet">
        Go to the overview
      </ButtonLink>
    </p>
  </>
)
