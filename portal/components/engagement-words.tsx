import type { CriterionStatus, EngagementStatus, WarrantyAnswer, WarrantyMoment } from '../../schema/engagements.ts'
import { Badge, type Tone } from './badge.tsx'

export const engagementStatusWords: Record<EngagementStatus, { word: string; tone: Tone }> = {
  planned: { word: 'Planned', tone: 'plain' },
  kicked_off: { word: 'Under way', tone: 'wait' },
  closed: { word: 'Closed', tone: 'good' },
}
export const EngagementState = ({ status }: { status: EngagementStatus }) => (
  <Badge tone={engagementStatusWords[status].tone}>{engagementStatusWords[status].word}</Badge>
)

const criterionWords: Record<CriterionStatus, { word: string; tone: Tone }> = {
  open: { word: 'Open', tone: 'wait' },
  met: { word: 'Met', tone: 'good' },
  missed: { word: 'Missed', tone: 'bad' },
}
export const CriterionState = ({ status, isOverdue }: { status: CriterionStatus; isOverdue: boolean }) =>
  isOverdue ? <Badge tone="warn">Overdue</Badge> : <Badge tone={criterionWords[status].tone}>{criterionWords[status].word}</Badge>

export const momentWords: Record<WarrantyMoment, string> = { kickoff: 'Before the start', close: 'At the end' }

const offerWords: Record<WarrantyAnswer, { word: string; tone: Tone }> = {
  offered: { word: 'Offered', tone: 'wait' },
  taken: { word: 'Taken', tone: 'good' },
  declined: { word: 'Declined', tone: 'plain' },
}
export const OfferState = ({ status }: { status: WarrantyAnswer }) => (
  <Badge tone={offerWords[status].tone}>{offerWords[status].word}</Badge>
)

type AskAnswer = 'yes' | 'maybe' | 'no'
const askWords: Record<AskAnswer, { word: string; tone: Tone }> = {
  yes: { word: 'Yes', tone: 'good' },
  maybe: { word: 'Maybe', tone: 'wait' },
  no: { word: 'No', tone: 'plain' },
}
export const askOptions = (Object.keys(askWords) as AskAnswer[]).map((value) => ({ value, label: askWords[value].word })) // the keys of the record just above
export const AskState = ({ answer }: { answer: AskAnswer }) => <Badge tone={askWords[answer].tone}>{askWords[answer].word}</Badge>

/** The conditional question, word for word. */
export const kickoffQuestion = 'Suppose each of these comes true. May a future customer phone you about it?'
