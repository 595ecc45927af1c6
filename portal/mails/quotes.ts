import type { Mail } from './layout.tsx'

type Asked = { name: string; engagement: string; accessUrl: string; programme: string }

/** To one person of a customer when a piece of work is closed. */
export const surveySent = ({ name, engagement, accessUrl, programme }: Asked): Mail => ({
  subject: `${programme}: how was it? Two minutes about “${engagement}”`,
  blocks: [
    { kind: 'heading', text: `Hello ${name}` },
    {
      kind: 'paragraph',
      text: `“${engagement}” is done. Please tell us how it went: one number, and your own words if you like. Nothing of it is shown to anybody unless you say so at the end.`,
    },
    { kind: 'button', label: 'Tell us', href: accessUrl },
    { kind: 'paragraph', text: 'The link is for you alone, and it is answered once.' },
  ],
})

type Line = { name: string; line: string; endsOn: string; accessUrl: string; programme: string }

/** Behind a survey in which somebody allowed a line to be shown. */
export const quoteKept = ({ name, line, endsOn, accessUrl, programme }: Line): Mail => ({
  subject: `${programme}: your line, and how to take it back`,
  blocks: [
    { kind: 'heading', text: `Thank you, ${name}` },
    { kind: 'paragraph', text: `You allowed us to show this line until ${endsOn}: “${line}”` },
    {
      kind: 'paragraph',
      text: 'We show it only where you ticked, under the name you chose, and only once your company agrees, too. Should we want to change a word, we ask you first. On your page you can take it back with one click, at any time.',
    },
    { kind: 'button', label: 'Your line', href: accessUrl },
  ],
})

type ToSignOff = { name: string; company: string; isEdit: boolean; accessUrl: string; programme: string }

/** To the author of a line: our edit of it, or words that it gave elsewhere. Earlier links end with this mail. */
export const quoteAsked = ({ name, company, isEdit, accessUrl, programme }: ToSignOff): Mail => ({
  subject: isEdit ? `${programme}: may your line read like this?` : `${programme}: may we show what you said?`,
  blocks: [
    { kind: 'heading', text: `Hello ${name}` },
    {
      kind: 'paragraph',
      text: isEdit
        ? 'We would like to change some words of your line. It stands as you wrote it until you say yes to exactly the new words.'
        : `You said something kind about working with us for ${company}. Please look at the words, and say where they may stand, and under which name. You may also say no.`,
    },
    { kind: 'button', label: 'Look at the words', href: accessUrl },
    { kind: 'paragraph', text: 'The link is for you alone and takes the place of earlier ones.' },
  ],
})

/** To the author of a line, sixty days before its last day. Earlier links end with this mail. */
export const quoteEnding = ({ name, line, endsOn, accessUrl, programme }: Line): Mail => ({
  subject: `${programme}: your line stands until ${endsOn}`,
  blocks: [
    { kind: 'heading', text: `Hello ${name}` },
    { kind: 'paragraph', text: `You allowed us to show this line: “${line}”` },
    {
      kind: 'paragraph',
      text: `Its last day is ${endsOn}. If you like it to stand for another year, say so on your page. If you do nothing it ends that day, and we take it down everywhere.`,
    },
    { kind: 'button', label: 'Your line', href: accessUrl },
  ],
})
