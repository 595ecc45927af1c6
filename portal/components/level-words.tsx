import { type LadderLevel, ladderLevels } from '../../schema/ladder.ts'
import type { ProspectStage } from '../../schema/prospects.ts'
import { Badge, type Tone } from './badge.tsx'

/** What staff read of a level (domain.md A4); one without words does not compile. */
export const staffLevelWords: Record<LadderLevel, string> = {
  attention: 'Listens',
  need_shared: 'Told its need',
  data_shared: 'Gave us its data',
  evaluating: 'Evaluates',
  pilot: 'Paid pilot',
  roadmap_shared: 'Opened its plans',
  annual_licence: 'Committed in full',
  acts_as_reference: 'Acts as reference',
  testimonial: 'Testimonial',
  case_study: 'Case study',
  refers_others: 'Refers others',
}

/** The last column of that table: whoever introduced a prospect reads this and the date, never more. */
const partnerLevelWords: Record<LadderLevel, string> = {
  attention: 'In contact',
  need_shared: 'Has told us what it needs',
  data_shared: 'Preparing a demonstration',
  evaluating: 'Evaluating',
  pilot: 'Paid pilot',
  roadmap_shared: 'Planning ahead together',
  annual_licence: 'Customer',
  acts_as_reference: 'Customer',
  testimonial: 'Customer',
  case_study: 'Customer',
  refers_others: 'Customer',
}

type Reader = 'staff' | 'partner'
/** Where a prospect stands; its stage says lost and customer, its level the rest. */
type Position = { level: number; stage: ProspectStage }

export const levelName = (level: number): LadderLevel | undefined => ladderLevels[level - 1]

/** `4 · Evaluates`, for staff alone. */
export const levelForStaff = (level: number): string => {
  const name = levelName(level)
  return name ? `${level} · ${staffLevelWords[name]}` : 'None yet'
}

const toneOf = ({ stage }: Position): Tone => (stage === 'customer' ? 'good' : stage === 'lost' || stage === 'new' ? 'plain' : 'wait')

function wordOf({ level, stage }: Position, reader: Reader): string {
  if (stage === 'lost') return reader === 'staff' ? 'Lost' : 'Not going ahead'
  if (stage === 'customer' && (reader === 'partner' || level < 7)) return 'Customer'
  const name = levelName(level)
  if (!name) return reader === 'staff' ? 'New' : 'Received'
  return reader === 'staff' ? staffLevelWords[name] : partnerLevelWords[name]
}

export const LevelBadge = ({ reader, ...position }: Position & { reader: Reader }) => (
  <Badge tone={toneOf(position)}>{wordOf(position, reader)}</Badge>
)

/** The choices of a list's filter: a number of a level, or `lost`. A partner has one word for all that lies past the line. */
export const levelOptions = (reader: Reader) => [
  { value: '0', label: wordOf({ level: 0, stage: 'new' }, reader) },
  ...ladderLevels
    .map((name, index) => ({ value: String(index + 1), label: reader === 'staff' ? levelForStaff(index + 1) : partnerLevelWords[name] }))
    .slice(0, reader === 'staff' ? ladderLevels.length : 7),
  { value: 'lost', label: wordOf({ level: 0, stage: 'lost' }, reader) },
]
