import type { Mail } from './layout.tsx'

type News = { headline: string; text: string; programme: string; relationshipUrl: string }

/** To the owners of a customer: something of its agreements or permissions needs them, or changed. */
export const relationshipNews = ({ headline, text, programme, relationshipUrl }: News): Mail => ({
  subject: `${programme}: ${headline}`,
  blocks: [
    { kind: 'heading', text: headline },
    { kind: 'paragraph', text },
    { kind: 'button', label: 'Open our relationship', href: relationshipUrl },
  ],
})

type Link = { name: string; customer: string; accessUrl: string; programme: string }

/** To a person of a customer that is no partner: the one page it opens. */
export const relationshipLink = ({ name, customer, accessUrl, programme }: Link): Mail => ({
  subject: `${programme} and ${customer}: your page`,
  blocks: [
    { kind: 'heading', text: `Hello ${name}` },
    {
      kind: 'paragraph',
      text: `Everything ${customer} and ${programme} have agreed stands on one page: what is left on both sides, and what you allow us to use. You can sign, allow and withdraw there.`,
    },
    { kind: 'paragraph', text: 'The link is for you alone and works for 60 days. Please do not pass this mail on.' },
    { kind: 'button', label: 'Open our relationship', href: accessUrl },
  ],
})

type CallsInvitation = { contact: string; company: string; text: string; accessUrl: string; programme: string }

/** To one person, in the words of who sends it: may a future customer phone you? */
export const callsInvitation = ({ contact, company, text, accessUrl, programme }: CallsInvitation): Mail => ({
  subject: `${programme} and ${company}: may a future customer phone you, ${contact}?`,
  blocks: [
    ...text.split(/\n{2,}/).map((paragraph) => ({ kind: 'paragraph' as const, text: paragraph })),
    { kind: 'button', label: 'Look at it and answer', href: accessUrl },
    { kind: 'paragraph', text: 'The link is for you alone and works for 60 days. Please do not pass this mail on.' },
  ],
})

/** To staff: a customer did something that a person looks at. */
export const deskNews = ({ what, todo, url }: { what: string; todo: string; url: string }): Mail => ({
  subject: what,
  blocks: [
    { kind: 'heading', text: what },
    { kind: 'paragraph', text: todo },
    { kind: 'button', label: 'Open it', href: url },
  ],
})
