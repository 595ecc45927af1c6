import type { PartnerStatus } from '../../schema/people.ts'
import { Badge, type Tone } from './badge.tsx'

const wordFor: Record<PartnerStatus, { word: string; tone: Tone }> = {
  invited: { word: 'Invited', tone: 'wait' },
  applied: { word: 'Application received', tone: 'wait' },
  active: { word: 'Active', tone: 'good' },
  suspended: { word: 'Paused', tone: 'warn' },
  refused: { word: 'Not accepted', tone: 'bad' },
  left: { word: 'Left', tone: 'plain' },
}

export const partnerStateInWords = (status: PartnerStatus): string => wordFor[status].word

export const PartnerState = ({ status }: { status: PartnerStatus }) => <Badge tone={wordFor[status].tone}>{wordFor[status].word}</Badge>
