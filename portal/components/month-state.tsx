import { Badge } from './badge.tsx'

export type MonthState = 'running' | 'open' | 'prepared' | 'closed'

const words: Record<MonthState, { word: string; tone: 'plain' | 'wait' | 'good' }> = {
  running: { word: 'Running', tone: 'plain' },
  open: { word: 'Open', tone: 'plain' },
  prepared: { word: 'To be confirmed', tone: 'wait' },
  closed: { word: 'Closed', tone: 'good' },
}

export const MonthStateBadge = ({ state }: { state: MonthState }) => <Badge tone={words[state].tone}>{words[state].word}</Badge>
