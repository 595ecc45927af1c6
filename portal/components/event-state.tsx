import type { InboxSource, InboxStatus } from '../../schema/records.ts'
import { Badge, type Tone } from './badge.tsx'

const words: Record<InboxStatus, { word: string; tone: Tone }> = {
  new: { word: 'To be applied', tone: 'wait' },
  waiting: { word: 'Waits', tone: 'wait' },
  done: { word: 'Applied', tone: 'good' },
  ignored: { word: 'Not for us', tone: 'plain' },
  misrouted: { word: 'Wrong address', tone: 'bad' },
}

export const eventStateInWords = (status: InboxStatus): string => words[status].word

/** An event that was tried and not applied is failing, whatever it waits for. */
export const EventState = ({ status, error, setAsideAt }: { status: InboxStatus; error: string | null; setAsideAt: Date | null }) =>
  setAsideAt ? (
    <Badge tone="warn">Set aside</Badge>
  ) : error && (status === 'new' || status === 'waiting') ? (
    <Badge tone="bad">Failing</Badge>
  ) : (
    <Badge tone={words[status].tone}>{words[status].word}</Badge>
  )

/** The three addresses of design.md 9, as an admin knows them. */
export const sourceInWords: Record<InboxSource, string> = {
  platform: 'Our account',
  connect: 'Partners’ accounts',
  accounts: 'Partners’ accounts (v2)',
}
