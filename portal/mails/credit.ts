import type { Mail } from './layout.tsx'

type CreditMoved = { prospect: string; isYours: boolean; reason: string; prospectUrl: string }

export const creditMoved = ({ prospect, isYours, reason, prospectUrl }: CreditMoved): Mail => ({
  subject: isYours ? `${prospect} is credited to you` : `${prospect} is no longer credited to you`,
  blocks: [
    { kind: 'heading', text: isYours ? `You have the credit for ${prospect}` : `The credit for ${prospect} was moved` },
    { kind: 'facts', facts: [{ label: 'Why', value: reason }] },
    {
      kind: 'paragraph',
      text: isYours
        ? 'What this company paid before and pays from now on earns you your share, under your terms.'
        : 'Your share of what this company paid is taken back. What we paid to you already stays with you; the difference is counted in your next payouts.',
    },
    ...(isYours
      ? []
      : [{ kind: 'paragraph' as const, text: 'Do you see it differently? Tell us with a claim, and a person looks again.' }]),
    { kind: 'button', label: 'See how it was decided', href: prospectUrl },
  ],
})
