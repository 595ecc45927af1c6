import { Badge, type Tone } from './badge.tsx'

export type CodeState = 'works' | 'paused' | 'waits' | 'over' | 'nobodys'

const wordsFor: Record<CodeState, { word: string; tone: Tone }> = {
  works: { word: 'Gives credit', tone: 'good' },
  paused: { word: 'Paused', tone: 'warn' },
  waits: { word: 'Begins later', tone: 'wait' },
  over: { word: 'Over', tone: 'plain' },
  nobodys: { word: 'Nobody’s', tone: 'plain' },
}

export const CodeBadge = ({ state }: { state: CodeState }) => <Badge tone={wordsFor[state].tone}>{wordsFor[state].word}</Badge>
