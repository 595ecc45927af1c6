import type { ProspectStage } from '../../schema/prospects.ts'
import { Badge, type Tone } from './badge.tsx'

type Words = { staff: string; partner: string; tone: Tone }

/** What staff and partners read (domain.md A4); a stage without words does not compile. */
const wordsFor: Record<ProspectStage, Words> = {
  new: { staff: 'New', partner: 'Received', tone: 'plain' },
  in_contact: { staff: 'In contact', partner: 'In contact', tone: 'wait' },
  evaluating: { staff: 'Evaluating', partner: 'Evaluating', tone: 'wait' },
  customer: { staff: 'Customer', partner: 'Customer', tone: 'good' },
  lost: { staff: 'Lost', partner: 'Not going ahead', tone: 'plain' },
}

type Reader = 'staff' | 'partner'

export const StageBadge = ({ stage, reader }: { stage: ProspectStage; reader: Reader }) => (
  <Badge tone={wordsFor[stage].tone}>{wordsFor[stage][reader]}</Badge>
)

export const stageOptions = (reader: Reader, stages: readonly ProspectStage[]) =>
  stages.map((stage) => ({ value: stage, label: wordsFor[stage][reader] }))
