import { formatInstant } from '../components/format-date.ts'
import type { Mail } from './layout.tsx'

/** To be kept: what lies in many mailboxes is what shows that the database was changed. */
export const sealAnchor = ({ n, hash, sealedAt, url }: { n: number; hash: string; sealedAt: Date; url: string }): Mail => ({
  subject: `Seal ${n} of the books: ${hash.slice(0, 12)}`,
  blocks: [
    { kind: 'heading', text: `The books are sealed up to seal ${n}` },
    {
      kind: 'paragraph',
      text: 'Keep this mail. The hash stands for every posting, payout attempt, answer and entry of the trail up to that moment: when one of them is changed or removed later, it is another one.',
    },
    {
      kind: 'facts',
      facts: [
        { label: 'Seal', value: String(n) },
        { label: 'Sealed', value: formatInstant(sealedAt) },
        { label: 'Hash', value: hash },
      ],
    },
    { kind: 'paragraph', text: `To compare it: npm run invariants -- --remote --anchor ${n}:${hash}` },
    { kind: 'button', label: 'Open the portal', href: url },
  ],
})
