import type { Mail } from './layout.tsx'

type SignInMail = { name: string; programme: string; url: string; code: string }

export const signInMail = ({ name, programme, url, code }: SignInMail): Mail => ({
  subject: `Sign in to the partner programme of ${programme}`,
  blocks: [
    { kind: 'heading', text: 'Sign in' },
    { kind: 'paragraph', text: `Hello ${name}, open this link in the browser you asked from. It works once, for ten minutes.` },
    { kind: 'button', label: 'Open the sign-in page', href: url },
    { kind: 'paragraph', text: 'Reading this on another device? Type these six digits into the page that is waiting for them:' },
    { kind: 'code', code },
    { kind: 'paragraph', text: 'Give the link and the digits to nobody. We never ask for them.' },
  ],
})
