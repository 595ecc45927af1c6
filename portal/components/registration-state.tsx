import type { RegistrationStatus } from '../../schema/registrations.ts'
import { Badge, type Tone } from './badge.tsx'
import { formatDay } from './format-date.ts'

/** What the words of a state are made of. */
export type StateFacts = { status: RegistrationStatus; dueAt: Date; protectedUntil: Date | null; appealedAt: Date | null }

type Words = { word: string; tone: Tone }

const forStaff: Record<RegistrationStatus, Words> = {
  submitted: { word: 'To decide', tone: 'wait' },
  appealed: { word: 'Appeal to decide', tone: 'wait' },
  accepted: { word: 'Accepted', tone: 'good' },
  refused: { word: 'Refused', tone: 'plain' },
  withdrawn: { word: 'Withdrawn', tone: 'plain' },
  ended: { word: 'Ended', tone: 'plain' },
}

/** A state as its partner reads it (domain.md B4). */
export function wordsForPartner({ status, dueAt, protectedUntil, appealedAt }: StateFacts, now: Date): Words {
  switch (status) {
    case 'submitted':
    case 'appealed':
      return now < dueAt
        ? { word: `We answer by ${formatDay(dueAt)}`, tone: 'wait' }
        : { word: `Our answer is late, it was due ${formatDay(dueAt)}`, tone: 'warn' }
    case 'accepted':
      return { word: protectedUntil ? `Yours until ${formatDay(protectedUntil)}` : 'Yours', tone: 'good' }
    case 'refused':
      return { word: appealedAt ? 'No, finally' : 'No; you may appeal', tone: 'plain' }
    case 'withdrawn':
      return { word: 'Taken back', tone: 'plain' }
    case 'ended':
      return { word: 'Ended', tone: 'plain' }
  }
}

export const RegistrationStateForPartner = ({ of, now }: { of: StateFacts; now: Date }) => {
  const { word, tone } = wordsForPartner(of, now)
  return <Badge tone={tone}>{word}</Badge>
}

export const RegistrationState = ({ status }: { status: RegistrationStatus }) => (
  <Badge tone={forStaff[status].tone}>{forStaff[status].word}</Badge>
)

/** The clock of an answer that is owed: red once it is late, and nothing more. */
export const AnswerClock = ({ dueAt, daysLeft, now }: { dueAt: Date; daysLeft: number; now: Date }) => (
  <Badge tone={now >= dueAt ? 'bad' : daysLeft <= 1 ? 'warn' : 'wait'}>
    {now >= dueAt ? `Late since ${formatDay(dueAt)}` : `${daysLeft} business ${daysLeft === 1 ? 'day' : 'days'} left`}
  </Badge>
)
