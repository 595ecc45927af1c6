import type { Mail } from './layout.tsx'

type Received = { contact: string; partner: string; company: string; earns: string; accessUrl: string; programme: string }

/** To the prospect, once: who named them, what that partner may earn, how to see and erase it (domain.md INT1). */
export const introductionReceived = ({ contact, partner, company, earns, accessUrl, programme }: Received): Mail => ({
  subject: `${partner} introduced you to ${programme}`,
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `${partner} introduced ${company} to ${programme}. Somebody of ours will write to you; you need to do nothing.`,
    },
    {
      kind: 'paragraph',
      text: earns
        ? `So that you know: if ${company} becomes a customer, ${partner} receives a share from us (${earns}). You pay nothing more for it.`
        : `So that you know: if ${company} becomes a customer, ${partner} may receive a share from us. You pay nothing more for it.`,
    },
    {
      kind: 'paragraph',
      text: `Behind this private link you see where things stand and what we hold about you. You can correct it, say that ${partner} has no part in it, or have it erased at once.`,
    },
    { kind: 'button', label: 'See, correct or erase it', href: accessUrl },
  ],
})

type Acknowledged = { prospect: string; via: 'form' | 'portal'; credited: boolean; note: string; prospectsUrl: string }

/** To the partner: the introduction arrived, and whether it counts. */
export const introductionAcknowledged = ({ prospect, via, credited, note, prospectsUrl }: Acknowledged): Mail => ({
  subject: `${prospect}: introduction received`,
  blocks: [
    { kind: 'heading', text: `${prospect} is here` },
    {
      kind: 'paragraph',
      text:
        via === 'form'
          ? `${prospect} came through your link and told us about itself.`
          : `We have your introduction of ${prospect}. Thank you.`,
    },
    {
      kind: 'paragraph',
      text: credited ? 'It is credited to you. What it pays earns you a share under your terms.' : 'It is not credited to you so far.',
    },
    ...(note ? [{ kind: 'paragraph' as const, text: note }] : []),
    { kind: 'button', label: 'See your prospects', href: prospectsUrl },
  ],
})
