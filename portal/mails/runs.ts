import type { Currency } from '../../schema/currency.ts'
import { formatMoney } from '../components/format-money.ts'
import type { Mail } from './layout.tsx'

type RunTotal = { currency: Currency; n: number; amountMinor: number }

export const runSubmitted = (run: { runId: string; preparedBy: string; totals: readonly RunTotal[]; runUrl: string }): Mail => ({
  subject: `A payout run waits for approval (${run.runId})`,
  blocks: [
    { kind: 'heading', text: 'A payout run waits for you' },
    { kind: 'paragraph', text: `${run.preparedBy} prepared it and handed it in. Somebody else must approve it before any money moves.` },
    {
      kind: 'facts',
      facts: run.totals.map(({ currency, n, amountMinor }) => ({
        label: `${n} ${n === 1 ? 'payout' : 'payouts'} in ${currency.toUpperCase()}`,
        value: formatMoney(amountMinor, currency),
      })),
    },
    { kind: 'button', label: 'Look at the run', href: run.runUrl },
  ],
})

type Decision = 'approved' | 'refused' | 'cancelled'
const decisionInWords: Record<Decision, string> = { approved: 'approved', refused: 'refused', cancelled: 'cancelled' }
const whatFollows: Record<Decision, string> = {
  approved: 'Sending begins by itself; the run’s page shows how far it is.',
  refused: 'Nothing was sent. All of it is free for another run.',
  cancelled: 'Nothing more of it is sent. What was not sent is free for another run.',
}

type Decided = { runId: string; decision: Decision; by: string; reason: string | null; runUrl: string }

export const runDecided = ({ runId, decision, by, reason, runUrl }: Decided): Mail => ({
  subject: `Payout run ${decisionInWords[decision]} (${runId})`,
  blocks: [
    { kind: 'heading', text: `The run was ${decisionInWords[decision]}` },
    { kind: 'paragraph', text: `${by} ${decisionInWords[decision]} it.` },
    ...(reason ? [{ kind: 'facts' as const, facts: [{ label: 'Why', value: reason }] }] : []),
    { kind: 'paragraph', text: whatFollows[decision] },
    { kind: 'button', label: 'See the run', href: runUrl },
  ],
})

export const moneyAlarm = ({ what, subject, todo, url }: { what: string; subject: string; todo: string; url: string }): Mail => ({
  subject: `Needs a person: ${what} (${subject})`,
  blocks: [
    { kind: 'heading', text: what },
    { kind: 'facts', facts: [{ label: 'About', value: subject }] },
    { kind: 'paragraph', text: todo },
    { kind: 'button', label: 'Open the portal', href: url },
  ],
})
