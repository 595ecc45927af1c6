import type { Mail } from './layout.tsx'

type Standing = { partner: string; programme: string; portalUrl: string }

export const partnerPaused = ({ partner, programme, reason, portalUrl }: Standing & { reason: string }): Mail => ({
  subject: `The partnership of ${partner} is paused`,
  blocks: [
    { kind: 'heading', text: 'Your partnership is paused' },
    { kind: 'facts', facts: [{ label: 'Paused because', value: reason }] },
    {
      kind: 'paragraph',
      text: 'Until it goes on there is no new credit and no payout. What you earned stays yours, and you can still sign in and see all of it.',
    },
    { kind: 'paragraph', text: `Do you see it differently? Write to your contact at ${programme}.` },
    { kind: 'button', label: 'Open the portal', href: portalUrl },
  ],
})

export const partnerResumed = ({ partner, portalUrl }: Standing): Mail => ({
  subject: `The partnership of ${partner} goes on`,
  blocks: [
    { kind: 'heading', text: 'Your partnership goes on' },
    { kind: 'paragraph', text: 'Your links bring you credit again, and what is ready goes out with the next payout run.' },
    { kind: 'button', label: 'Open the portal', href: portalUrl },
  ],
})
