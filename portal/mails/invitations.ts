import type { Mail } from './layout.tsx'

type Invitation = { invitedBy: string; portalUrl: string; programme: string }

export const partnerInvited = ({ partner, invitedBy, portalUrl, programme }: Invitation & { partner: string }): Mail => ({
  subject: `${programme} invites ${partner} to its partner programme`,
  blocks: [
    { kind: 'heading', text: `Welcome, ${partner}` },
    {
      kind: 'paragraph',
      text: `${invitedBy} of ${programme} invites ${partner} to recommend us and to receive a share of what comes of it. You are its owner here: you decide who else joins and where the money goes.`,
    },
    {
      kind: 'paragraph',
      text: 'Sign in with this address, read the terms and accept. After that you make your first link and give Stripe the details it needs to pay you.',
    },
    { kind: 'button', label: 'Sign in and accept', href: portalUrl },
  ],
})

export const memberInvited = ({ partner, invitedBy, portalUrl, programme }: Invitation & { partner: string }): Mail => ({
  subject: `${invitedBy} invites you to the partner page of ${partner}`,
  blocks: [
    { kind: 'heading', text: `Join ${partner}` },
    {
      kind: 'paragraph',
      text: `${invitedBy} invites you to work with ${partner} in the partner programme of ${programme}: make links, introduce people, see what they earn.`,
    },
    { kind: 'button', label: 'Sign in', href: portalUrl },
  ],
})

export const staffInvited = ({ roles, invitedBy, portalUrl, programme }: Invitation & { roles: readonly string[] }): Mail => ({
  subject: `You can now sign in to the partner programme of ${programme}`,
  blocks: [
    { kind: 'heading', text: 'You are on the team' },
    { kind: 'paragraph', text: `${invitedBy} added you to the people who run the partner programme of ${programme}.` },
    { kind: 'facts', facts: [{ label: roles.length === 1 ? 'Your role' : 'Your roles', value: roles.join(', ') || 'none yet' }] },
    { kind: 'button', label: 'Sign in', href: portalUrl },
  ],
})
