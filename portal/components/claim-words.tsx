import type { ClaimKind, ClaimStatus } from '../../schema/claims.ts'
import { Badge, type Tone } from './badge.tsx'
import { Instant } from './instant.tsx'

export const claimKindWords: Record<ClaimKind, string> = {
  missing: 'The credit is missing',
  wrong_partner: 'The credit went to somebody else',
  wrong_amount: 'The amount is wrong',
}

type State = { status: ClaimStatus; isFinal: boolean; isLate: boolean }

/** What staff read; a state without words does not compile. */
export const claimWords: Record<ClaimStatus, { word: string; tone: Tone }> = {
  open: { word: 'To answer', tone: 'wait' },
  appealed: { word: 'Appeal to answer', tone: 'wait' },
  accepted: { word: 'Accepted', tone: 'good' },
  refused: { word: 'Refused', tone: 'plain' },
}

export const ClaimBadge = ({ status, isLate }: State) =>
  isLate ? <Badge tone="bad">Late</Badge> : <Badge tone={claimWords[status].tone}>{claimWords[status].word}</Badge>

export const wordsOfPartner: Record<ClaimStatus, { word: string; tone: Tone }> = {
  open: { word: 'We look at it', tone: 'wait' },
  appealed: { word: 'Another person looks at it', tone: 'wait' },
  accepted: { word: 'Yes', tone: 'good' },
  refused: { word: 'No', tone: 'plain' },
}

export const ClaimBadgeOfPartner = ({ status }: { status: ClaimStatus }) => (
  <Badge tone={wordsOfPartner[status].tone}>{wordsOfPartner[status].word}</Badge>
)

/** What comes next and who does it (domain.md B4). */
export const ClaimNext = ({ status, isFinal, isLate, dueAt }: State & { dueAt: Date }) => {
  if (status === 'accepted') return <>Accepted: nothing is left to do.</>
  if (status === 'refused') return isFinal ? <>Two people looked at it; this answer is the last one.</> : <>No; you may appeal.</>
  return isLate ? (
    <>
      We promised an answer by <Instant at={dueAt} />, and are late. The people who decide were told.
    </>
  ) : (
    <>
      We answer by <Instant at={dueAt} />.
    </>
  )
}

export type ClaimFigures = { submitted: number; accepted: number; refused: number; answered: number; medianHours: number | null }

/** CLM3, in a few words. */
export const shareAccepted = ({ accepted, answered }: ClaimFigures): string =>
  answered === 0 ? 'None answered yet' : `${Math.round((accepted * 100) / answered)} % (${accepted} of ${answered})`

export const speed = ({ medianHours }: ClaimFigures): string => {
  if (medianHours === null) return 'None answered yet'
  if (medianHours >= 240) return '10 days or more'
  return medianHours < 48 ? `Within ${medianHours} ${medianHours === 1 ? 'hour' : 'hours'}` : `Within ${Math.ceil(medianHours / 24)} days`
}
