import type { CompanyAnswer, Ending, RefusalReason } from '../../schema/registrations.ts'
import { formatDay, formatInstant } from '../components/format-date.ts'
import { answerInWords, endingInWords, refusalInWords } from '../components/registration-words.ts'
import type { Mail, MailBlock } from './layout.tsx'

const paragraph = (text: string): MailBlock => ({ kind: 'paragraph', text })
const seeIt = (href: string): MailBlock => ({ kind: 'button', label: 'See the registration', href })

type Received = { company: string; answer: Exclude<CompanyAnswer, 'protected'>; dueAt: Date; url: string }

/** At once, to the partner: it is here, what we know at this moment, and by when a person answers. */
export const registrationReceived = ({ company, answer, dueAt, url }: Received): Mail => ({
  subject: `${company}: registration received`,
  blocks: [
    { kind: 'heading', text: `We have your registration of ${company}` },
    paragraph(answerInWords[answer]),
    paragraph(`A person of ours answers by ${formatInstant(dueAt)}. You need to do nothing until then.`),
    seeIt(url),
  ],
})

type Decided = {
  company: string
  outcome: 'accepted' | 'refused'
  isAppeal: boolean
  reason: RefusalReason | null
  words: string
  protectedUntil: Date | null
  url: string
}

export const registrationDecided = (decided: Decided): Mail => (decided.outcome === 'accepted' ? accepted(decided) : refused(decided))

const accepted = ({ company, protectedUntil, words, isAppeal, url }: Decided): Mail => ({
  subject: `${company} is yours${protectedUntil ? ` until ${formatDay(protectedUntil)}` : ''}`,
  blocks: [
    { kind: 'heading', text: `${company} is yours` },
    paragraph(isAppeal ? 'Another person looked at your appeal, and agrees with you.' : 'We accepted your registration.'),
    ...(protectedUntil ? [paragraph(`Until ${formatDay(protectedUntil)} nobody else can register this company.`)] : []),
    ...(words ? [paragraph(words)] : []),
    seeIt(url),
  ],
})

const refused = ({ company, reason, words, isAppeal, url }: Decided): Mail => ({
  subject: isAppeal ? `${company}: the answer to your appeal` : `${company}: we cannot accept the registration`,
  blocks: [
    { kind: 'heading', text: isAppeal ? `${company}: another person looked, and it stays a no` : `${company}: no, and why` },
    ...(reason ? [paragraph(refusalInWords[reason])] : []),
    paragraph(words),
    paragraph(isAppeal ? 'This answer is final.' : 'If we overlooked something, appeal once: another person decides it.'),
    seeIt(url),
  ],
})

type Extended = { company: string; outcome: 'granted' | 'declined'; reason: string; protectedUntil: Date; url: string }

export const registrationExtended = ({ company, outcome, reason, protectedUntil, url }: Extended): Mail => ({
  subject: outcome === 'granted' ? `${company} is yours until ${formatDay(protectedUntil)}` : `${company}: the protection is not extended`,
  blocks: [
    { kind: 'heading', text: outcome === 'granted' ? `${company}: more time` : `${company}: no more time` },
    paragraph(reason),
    paragraph(`It is protected for you until ${formatDay(protectedUntil)}.`),
    seeIt(url),
  ],
})

type Expiring = { company: string; protectedUntil: Date; mayAsk: boolean; url: string }

export const registrationExpiring = ({ company, protectedUntil, mayAsk, url }: Expiring): Mail => ({
  subject: `${company}: your protection ends on ${formatDay(protectedUntil)}`,
  blocks: [
    { kind: 'heading', text: `${company} is protected for one more week` },
    paragraph(`On ${formatDay(protectedUntil)} it ends, and others may register the company.`),
    paragraph(
      mayAsk ? 'If your work goes on, say how far you have come and ask for an extension.' : 'An extension is given once, so it ends then.',
    ),
    seeIt(url),
  ],
})

export const registrationEnded = ({ company, because, url }: { company: string; because: Ending; url: string }): Mail => ({
  subject: `${company}: the protection has ended`,
  blocks: [
    { kind: 'heading', text: `${company} is no longer protected for you` },
    paragraph(endingInWords[because]),
    ...(because === 'taken_over'
      ? [paragraph('If you see it differently, claim the deal: a person looks again.')]
      : [paragraph('What is credited to you stays credited to you. Others may register the company now.')]),
    seeIt(url),
  ],
})

type Due = { company: string; partner: string; what: 'registration' | 'appeal' | 'extension'; dueAt: Date; url: string }

/** To sales: somebody waits. */
export const registrationDue = ({ company, partner, what, dueAt, url }: Due): Mail => ({
  subject: what === 'extension' ? `${company}: an extension is asked for` : `Due: the ${what} of ${company}`,
  blocks: [
    { kind: 'heading', text: what === 'extension' ? `${company}: answer the extension` : `${company}: the answer is due` },
    paragraph(
      what === 'extension'
        ? `A partner asks for longer protection. Answer by ${formatInstant(dueAt)}.`
        : `We promised ${partner} an answer to its ${what} by ${formatInstant(dueAt)}. Nobody but a person decides it.`,
    ),
    { kind: 'button', label: 'Decide it', href: url },
  ],
})
