import { type Child, useContext } from 'hono/jsx'
import { ButtonLink } from '../components/button.tsx'
import { PageTitle } from '../components/page-title.tsx'
import { Reach } from '../components/way.tsx'

type ProblemPageProps = {
  status: number
  /** Ours for a refusal, written for the person; absent for a fault, whose message stays in the log. */
  message?: string | undefined
  /** Of the log line; shown for a fault, so that it can be told to somebody. */
  requestId?: string | undefined
  /** The next step instead of the usual one. */
  next?: { href: string; label: string } | undefined
}

type Words = { title: string; text: string; next: { href: string; label: string } }

const signIn = { href: '/sign-in', label: 'Sign in' }
const home = { href: '/', label: 'Go to the overview' }

const wordsByStatus: Record<number, Words> = {
  401: { title: 'Please sign in', text: 'This page is for people who are signed in.', next: { href: '/sign-in', label: 'Sign in' } },
  403: {
    title: 'This is not open to you',
    text: 'Your role does not include it. If you need it for your work, ask an administrator of the programme.',
    next: home,
  },
  404: {
    title: 'There is nothing here',
    text: 'The address may have a slip in it, or what it led to is no longer there. Nothing is wrong with your account.',
    next: home,
  },
  409: {
    title: 'This does not fit right now',
    text: 'Something changed in the meantime. Go back, load the page again and look once more.',
    next: home,
  },
  413: { title: 'That is too much at once', text: 'Send less text or a smaller file.', next: home },
  429: { title: 'One moment, please', text: 'There were many requests in a short time. Wait a minute and try again.', next: home },
}

const declined: Words = {
  title: 'This could not be done',
  text: 'Something in the request did not fit. Go back, check what was entered and send it again.',
  next: home,
}

const fault: Words = {
  title: 'Something went wrong on our side',
  text: 'It was not you. We have noted it. Try again in a moment; a payment is never made twice by trying again.',
  next: home,
}

/** What a person sees instead of the page they asked for: what happened, and the next step. */
export const ProblemPage = ({ status, message, requestId, next }: ProblemPageProps) => {
  const words = wordsByStatus[status] ?? (status >= 500 ? fault : declined)
  const mayOpen = useContext(Reach)
  const wanted = next ?? words.next
  // A stranger has no overview; whoever belongs here begins by signing in.
  const step = mayOpen(wanted.href) ? wanted : signIn
  return (
    <Problem title={words.title} action={<ButtonLink href={step.href}>{step.label}</ButtonLink>}>
      <p class="problem-page__text">{message ?? words.text}</p>
      {status >= 500 && requestId && (
        <p class="problem-page__id">
          If it stays, tell us this number: <code>{requestId}</code>
        </p>
      )}
    </Problem>
  )
}

const Problem = ({ title, action, children }: { title: string; action: Child; children?: Child }) => (
  <section class="problem-page">
    <PageTitle title={title} />
    <h1 class="page-head__title">{title}</h1>
    {children}
    <p>{action}</p>
  </section>
)
