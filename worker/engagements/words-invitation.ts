import { formatDay } from '../../portal/components/format-date.ts'
import type { Criterion } from '../../schema/engagements.ts'
import { startOf } from '../day-shape.ts'

type Drafted = {
  contact: string
  engagement: string
  said: { answer: string; askedOn: string }
  criteria: readonly Pick<Criterion, 'statement' | 'result'>[]
  sender: string
  company: string
}

/** The words of an invitation as they are drafted; who sends it may change them. */
export const draftedWords = ({ contact, engagement, said, criteria, sender, company }: Drafted): string =>
  [
    `Dear ${contact},`,
    `when we began “${engagement}” we agreed how both of us would tell a success. On ${formatDay(startOf(said.askedOn))} we asked: suppose each of these comes true, may a future customer phone you about it? You said ${said.answer}.`,
    ['Each of them came true:', ...criteria.map(({ statement, result }) => `- ${statement}: ${result ?? ''}`)].join('\n'),
    'May somebody who considers working with us phone you now? You choose the time of each call, you may decline any of them, and you can take this back at any moment, at once. Nothing is paid for it, and your name is told to nobody before they have signed to keep it to themselves.',
    `${sender}, ${company}`,
  ].join('\n\n')
