import type { RunStatus } from '../../schema/payout-runs.ts'
import { Badge, type Tone } from './badge.tsx'

const words: Record<RunStatus, { word: string; tone: Tone }> = {
  draft: { word: 'Draft', tone: 'plain' },
  submitted: { word: 'Waits for approval', tone: 'wait' },
  approved: { word: 'Approved, being reserved', tone: 'wait' },
  sending: { word: 'Being sent', tone: 'wait' },
  done: { word: 'Done', tone: 'good' },
  refused: { word: 'Refused', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'plain' },
}

export const runWord = (status: RunStatus): string => words[status].word

export const RunState = ({ status, paused }: { status: RunStatus; paused?: string | null | undefined }) => {
  const rests = Boolean(paused) && (status === 'sending' || status === 'approved')
  return <Badge tone={rests ? 'warn' : words[status].tone}>{rests ? 'Rests' : words[status].word}</Badge>
}

/** `run_2026-11_2` reads as “November 2026, run 2”. */
export function runName(id: string): string {
  const parts = /^run_(\d{4})-(\d{2})_(\d+)$/.exec(id)
  if (!parts) return id
  const month = monthFormat.format(new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, 1)))
  return parts[3] === '1' ? month : `${month}, run ${parts[3]}`
}

const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
