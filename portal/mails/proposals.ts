import type { Mail } from './layout.tsx'

type ProposalSent = { contact: string; prospect: string; name: string; url: string; programme: string }

/** To its one reader; what it says stands behind the link alone (NDA1). */
export const proposalSent = ({ contact, prospect, name, url, programme }: ProposalSent): Mail => ({
  subject: `A proposal of ${programme}: ${name}`,
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `Here is what we propose to ${prospect}: three ways side by side, with what each costs and what we ask for in return. You may choose one, or say no. It is confidential, under the agreement between us, and the link is yours alone.`,
    },
    { kind: 'button', label: 'Read the proposal', href: url },
  ],
})
