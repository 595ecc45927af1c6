import type { ProposalStatus, WorryKind } from '../../schema/proposals.ts'
import { Badge, type Tone } from './badge.tsx'

export const proposalStatusWords: Record<ProposalStatus, { word: string; tone: Tone }> = {
  draft: { word: 'Draft', tone: 'plain' },
  sent: { word: 'Sent, waits for an answer', tone: 'wait' },
  accepted: { word: 'Accepted', tone: 'good' },
  declined: { word: 'Declined', tone: 'plain' },
}

export const ProposalState = ({ status }: { status: ProposalStatus }) => {
  const { word, tone } = proposalStatusWords[status]
  return <Badge tone={tone}>{word}</Badge>
}

export const worryWords: Record<WorryKind, string> = {
  quality: 'Will it be good?',
  satisfaction: 'Will we be content with it?',
  cost: 'Does it cost too much?',
}

const states: Record<'raised' | 'answered' | 'settled', { word: string; tone: Tone }> = {
  raised: { word: 'Open', tone: 'warn' },
  answered: { word: 'Answered', tone: 'wait' },
  settled: { word: 'Settled', tone: 'good' },
}

export const WorryState = ({ status }: { status: keyof typeof states }) => {
  const { word, tone } = states[status]
  return <Badge tone={tone}>{word}</Badge>
}
