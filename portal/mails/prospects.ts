import type { Mail } from './layout.tsx'

type Requested = { contact: string; partner: string; company: string; earns: string; accessUrl: string; programme: string }

/** To a prospect that wrote to us itself: it arrived, who recommended us and what they receive, and the private link. */
export const requestReceived = ({ contact, partner, company, earns, accessUrl, programme }: Requested): Mail => ({
  subject: `${programme} has what you wrote`,
  blocks: [
    { kind: 'heading', text: `Thank you, ${contact}` },
    {
      kind: 'paragraph',
      text: `What you wrote for ${company} has arrived. Somebody of ours reads it and writes to you, usually within two working days.`,
    },
    ...(partner
      ? [
          {
            kind: 'paragraph' as const,
            text: earns
              ? `So that you know: you came by a link of ${partner}. If ${company} becomes a customer, ${partner} receives a share from us (${earns}). You pay nothing more for it.`
              : `So that you know: you came by a link of ${partner}. It earns nothing by you.`,
          },
        ]
      : []),
    {
      kind: 'paragraph',
      text: 'Behind this private link you see where your request stands and what we hold about you. You can correct it, or have it erased at once.',
    },
    { kind: 'button', label: 'See where it stands', href: accessUrl },
  ],
})

/** A link for whoever asked for one: a first one, or in place of one that was lost. */
export const privateLink = ({
  contact,
  company,
  accessUrl,
  programme,
}: {
  contact: string
  company: string
  accessUrl: string
  programme: string
}): Mail => ({
  subject: `Your private link at ${programme}`,
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `Here is the private link to what ${programme} holds about you and ${company}. If you had one before, it has ended.`,
    },
    { kind: 'button', label: 'See what is held', href: accessUrl },
    { kind: 'paragraph', text: 'If you did not ask for it, do nothing: nobody else has this link.' },
  ],
})

/** To sales: the prospect denies a partner's part. It is evidence; a person decides. */
export const prospectDisagreed = ({ partner, prospectUrl }: { partner: string; prospectUrl: string }): Mail => ({
  subject: 'A prospect says that it did not come by a partner',
  blocks: [
    { kind: 'heading', text: 'Please look at who gets the credit' },
    {
      kind: 'paragraph',
      text: `A prospect says that it did not come by ${partner}. Nothing has changed by that: it is kept as evidence, and the credit moves when a person decides it, with a reason.`,
    },
    { kind: 'button', label: 'See the prospect', href: prospectUrl },
  ],
})

/** Sent at once and stored nowhere: the last mail to somebody who was erased. */
export const prospectErased = ({ programme }: { programme: string }): Mail => ({
  subject: `${programme} has erased what it held about you`,
  blocks: [
    { kind: 'heading', text: 'It is erased' },
    {
      kind: 'paragraph',
      text: 'What we held about you and your company is gone. Payments that were made stay in our books as numbers, without a name.',
    },
    {
      kind: 'paragraph',
      text: 'So that nobody names you to us again, we keep a fingerprint of your address and domain, which cannot be turned back into them. If you ever want to talk to us, just write.',
    },
  ],
})
