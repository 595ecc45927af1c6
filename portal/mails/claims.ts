import { formatInstant } from '../components/format-date.ts'
import type { Mail } from './layout.tsx'

type About = { company: string; claimUrl: string }

export const claimReceived = ({ company, dueAt, isAppeal, claimUrl }: About & { dueAt: Date; isAppeal: boolean }): Mail => ({
  subject: `We have your ${isAppeal ? 'appeal' : 'claim'} about ${company}`,
  blocks: [
    { kind: 'heading', text: `Your ${isAppeal ? 'appeal' : 'claim'} about ${company} has arrived` },
    { kind: 'facts', facts: [{ label: 'You hear from us by', value: formatInstant(dueAt) }] },
    {
      kind: 'paragraph',
      text: isAppeal
        ? 'Another person than the first one looks at it again, and answers in writing. That answer is the last one.'
        : 'A person looks at all that ties partners to this customer, and answers in writing, with the reason.',
    },
    { kind: 'button', label: 'See your claim', href: claimUrl },
  ],
})

export const claimToAnswer = ({
  company,
  dueAt,
  isAppeal,
  isLate,
  claimUrl,
}: About & { dueAt: Date; isAppeal: boolean; isLate: boolean }): Mail => ({
  subject: `${isLate ? 'Late: ' : ''}${isAppeal ? 'An appeal' : 'A claim'} about ${company} waits for an answer`,
  blocks: [
    { kind: 'heading', text: isLate ? 'An answer is late' : `${isAppeal ? 'An appeal' : 'A claim'} to answer` },
    {
      kind: 'facts',
      facts: [
        { label: 'About', value: company },
        { label: isLate ? 'Was promised for' : 'Promised for', value: formatInstant(dueAt) },
      ],
    },
    { kind: 'paragraph', text: 'The partner was told when it hears from us. The clock decides nothing: a person does, with a reason.' },
    { kind: 'button', label: 'Look at it', href: claimUrl },
  ],
})

export const claimAnswered = ({
  company,
  answer,
  reason,
  mayAppeal,
  claimUrl,
}: About & { answer: 'accepted' | 'refused'; reason: string; mayAppeal: boolean }): Mail => ({
  subject: `${answer === 'accepted' ? 'Yes' : 'No'}: your claim about ${company}`,
  blocks: [
    {
      kind: 'heading',
      text: answer === 'accepted' ? `Your claim about ${company} is accepted` : `Your claim about ${company} is not accepted`,
    },
    { kind: 'facts', facts: [{ label: 'The reason', value: reason }] },
    {
      kind: 'paragraph',
      text:
        answer === 'accepted'
          ? 'What follows from it for your earnings stands on the page of the claim.'
          : mayAppeal
            ? 'Do you see it differently? Appeal on the page of the claim, and another person looks at it again.'
            : 'Two people looked at it; this answer is the last one.',
    },
    { kind: 'button', label: mayAppeal ? 'See the answer, or appeal' : 'See the answer', href: claimUrl },
  ],
})
