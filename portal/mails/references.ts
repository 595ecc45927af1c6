import { formatInstant } from '../components/format-date.ts'
import type { Mail } from './layout.tsx'

type Activity = 'prospect_call' | 'site_visit' | 'analyst_call'
const meetingIn: Record<Activity, string> = { prospect_call: 'a call', site_visit: 'a visit', analyst_call: 'a call with an analyst' }

type NdaSent = { contact: string; prospect: string; kind: 'one_way' | 'mutual'; url: string; programme: string }

/** To the one person who may sign. */
export const ndaSent = ({ contact, prospect, kind, url, programme }: NdaSent): Mail => ({
  subject: `${programme} asks you to sign an agreement of confidence`,
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `Before we name other customers to ${prospect}, we ask you to sign that it stays between us.${
        kind === 'mutual' ? ' It binds both sides: what you tell us stays with us, too.' : ''
      } It is one page; you may also say no.`,
    },
    { kind: 'button', label: 'Read and sign', href: url },
  ],
})

type NdaSigned = { signer: string; prospect: string; text: string; textHash: string; signedAt: string; endsOn: string; programme: string }

/** The signer's copy: the words themselves, when they were signed, and their hash. */
export const ndaSigned = ({ signer, prospect, text, textHash, signedAt, endsOn, programme }: NdaSigned): Mail => ({
  subject: `Your copy: agreement of confidence with ${programme}`,
  blocks: [
    { kind: 'heading', text: 'Signed. Thank you' },
    {
      kind: 'facts',
      facts: [
        { label: 'Signed by', value: `${signer}, ${prospect}` },
        { label: 'On', value: formatInstant(new Date(signedAt)) },
        { label: 'Until', value: endsOn },
        { label: 'SHA-256 of the text', value: textHash },
      ],
    },
    ...text.split('\n\n').map((paragraph) => ({ kind: 'paragraph' as const, text: paragraph })),
  ],
})

type Invited = { contact: string; prospect: string; url: string; programme: string }

/** To the prospect's person: customers like it, without their names. */
export const referenceInvited = ({ contact, prospect, url, programme }: Invited): Mail => ({
  subject: `Talk to a customer of ${programme}`,
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `Customers like ${prospect} offered to tell how it went with us. Choose by trade, size and role. You learn the name once you have signed an agreement of confidence and the customer said yes.`,
    },
    { kind: 'button', label: 'See who would talk to you', href: url },
  ],
})

type Asked = {
  contact: string
  prospect: string
  guest: string
  activity: Activity
  topics: readonly string[]
  slots: readonly string[]
  url: string
  again: boolean
  programme: string
}

/** To the customer's person: who asks, what about, which three times; no is an answer. */
export const referenceAsked = ({ contact, prospect, guest, activity, topics, slots, url, again, programme }: Asked): Mail => ({
  subject: again ? `A reminder: ${prospect} would like to talk to you` : `${prospect} would like to talk to you about ${programme}`,
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `${guest} of ${prospect} is thinking about working with us and asks for ${meetingIn[activity]} with you. Pick one of three times, or say no: you need no reason, and we leave you alone for a while.`,
    },
    {
      kind: 'facts',
      facts: [
        { label: 'About', value: topics.join('; ') },
        ...slots.map((slot, n) => ({ label: `Time ${n + 1}`, value: formatInstant(new Date(slot)) })),
      ],
    },
    { kind: 'button', label: 'Answer', href: url },
  ],
})

type Accepted = { contact: string; url: string; slotAt: string; hasNda: boolean; programme: string }

/** To the prospect: a customer said yes. The name stands on the page alone, never in a mail (NDA1). */
export const referenceAccepted = ({ contact, url, slotAt, hasNda, programme }: Accepted): Mail => ({
  subject: `A customer of ${programme} will talk to you`,
  blocks: [
    { kind: 'heading', text: `Good news, ${contact}` },
    {
      kind: 'paragraph',
      text: `The customer you asked for said yes and chose ${formatInstant(new Date(slotAt))}. ${
        hasNda
          ? 'Its name is on your page; please confirm the time.'
          : 'Sign the agreement of confidence we sent, then its name is on your page.'
      }`,
    },
    { kind: 'button', label: 'See who it is and confirm', href: url },
  ],
})

type Scheduled = { contact: string; slotAt: string; activity: Activity; url: string; again: boolean }

/** To both sides, once it is fixed and again the day before. */
export const referenceScheduled = ({ contact, slotAt, activity, url, again }: Scheduled): Mail => ({
  subject: again
    ? `Tomorrow: ${meetingIn[activity]}, ${formatInstant(new Date(slotAt))}`
    : `Fixed: ${meetingIn[activity]} on ${formatInstant(new Date(slotAt))}`,
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `Both sides agreed: ${meetingIn[activity]} on ${formatInstant(new Date(slotAt))}. How to reach each other stands on your page.`,
    },
    { kind: 'button', label: 'Open your page', href: url },
  ],
})

type Closed = { contact: string; what: 'declined' | 'withdrawn' | 'expired' }

const closedIn: Record<Closed['what'], string> = {
  declined: 'The customer cannot do it this time. We look for another one and write to you.',
  withdrawn: 'The request was taken back. You need to do nothing.',
  expired: 'Nobody answered in time, so the request has ended. Ask again whenever you like.',
}

export const referenceClosed = ({ contact, what }: Closed): Mail => ({
  subject: what === 'declined' ? 'Not this time: we look for another customer' : 'Your request has ended',
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    { kind: 'paragraph', text: closedIn[what] },
  ],
})

type OutcomeDue = { contact: string; activity: Activity; slotAt: string; url: string }

/** To each side after the time: did it take place? */
export const referenceOutcomeDue = ({ contact, activity, slotAt, url }: OutcomeDue): Mail => ({
  subject: 'Did it take place?',
  blocks: [
    { kind: 'heading', text: `Hello ${contact}` },
    {
      kind: 'paragraph',
      text: `You had ${meetingIn[activity]} on ${formatInstant(new Date(slotAt))}. Tell us in one click whether it took place.`,
    },
    { kind: 'button', label: 'Tell us', href: url },
  ],
})

type Thanks = { contact: string; activity: Activity; left: number | null; programme: string }

/** To the customer when it was held: thanks, and what is left of what it promised. */
export const referenceThanks = ({ contact, activity, left, programme }: Thanks): Mail => ({
  subject: `Thank you from ${programme}`,
  blocks: [
    { kind: 'heading', text: `Thank you, ${contact}` },
    {
      kind: 'paragraph',
      text: `You gave your time for ${meetingIn[activity]}. ${
        left === null
          ? 'It was a favour beyond what we agreed, and we know it.'
          : left === 0
            ? 'With it you have done all of this kind that we agreed.'
            : `Of this kind we agreed, ${left} ${left === 1 ? 'is' : 'are'} left.`
      }`,
    },
  ],
})

type News = {
  what: 'asked' | 'accepted' | 'declined' | 'scheduled' | 'outcome_differs' | 'nda_signed' | 'overdue'
  prospect: string
  url: string
}

const newsIn: Record<News['what'], (prospect: string) => string> = {
  asked: (prospect) => `${prospect} asks to talk to a customer`,
  accepted: (prospect) => `A customer will talk to ${prospect}`,
  declined: (prospect) => `A customer declined to talk to ${prospect}`,
  scheduled: (prospect) => `${prospect} confirmed its reference talk`,
  outcome_differs: (prospect) => `Two answers about the talk of ${prospect}: please decide`,
  nda_signed: (prospect) => `${prospect} signed the agreement of confidence`,
  overdue: (prospect) => `${prospect} has waited for 72 hours`,
}

/** To the salespeople who look after the reference desk. */
export const referenceNews = ({ what, prospect, url }: News): Mail => ({
  subject: newsIn[what](prospect),
  blocks: [
    { kind: 'heading', text: newsIn[what](prospect) },
    { kind: 'button', label: 'Open it', href: url },
  ],
})
