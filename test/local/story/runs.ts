import { eq } from 'drizzle-orm'
import { payoutRuns } from '../../../schema/payout-runs.ts'
import { anchorSeals } from '../../../worker/audit/anchor.ts'
import { Refusal } from '../../../worker/errors.ts'
import { refreshReadiness } from '../../../worker/partners/readiness.ts'
import { findDestination } from '../../../worker/partners/store.ts'
import { approveRun } from '../../../worker/payouts/approve.ts'
import { prepareRun, rebuildRun } from '../../../worker/payouts/prepare.ts'
import { sendPayout } from '../../../worker/payouts/send.ts'
import { listDue, listReserved } from '../../../worker/payouts/store-due.ts'
import { findRun } from '../../../worker/payouts/store-plan.ts'
import { submitRun } from '../../../worker/payouts/submit.ts'
import { sweepRuns } from '../../../worker/payouts/sweep.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

const runDays = Array.from({ length: 13 }, (_, n) => -391 + 30 * n)

/** A run every thirty days: prepared by Priya, approved by Colm, and by Niamh where a cap asks for a second approver. */
export const runs: Chapter[] = [
  { name: 'the balance is funded', day: -392, tell: fund },
  ...runDays.flatMap((day): Chapter[] => [
    ...(day === -91 ? [{ name: 'answers will be lost', day, tell: loseAnswers }] : []),
    { name: `run of day ${day}`, day: day + 0.01, tell: (teller: Teller) => run(teller, day === -31 ? restrictKestrel : undefined) },
    ...(day === -91 ? lookUps(day + 0.01) : []),
  ]),
  { name: 'brackenmoor changes its bank account', day: -20 / 24, tell: changeBankAccount },
  { name: 'the next run waits for approval', day: -19 / 24, tell: prepareNext },
  // The story skips the daily crons; the first one after it holds the chain against the mail of the night before.
  { name: 'the seal of the night leaves by mail', day: -1 / 24, tell: ({ deps }) => anchorSeals(deps) },
]

async function fund({ stripe }: Teller): Promise<void> {
  for (const currency of ['eur', 'usd', 'gbp']) await stripe('fund', { currency, amount: 5_000_000 })
}

const priya = (names: Teller['names']) => ({ id: named(names, 'priya'), name: 'Priya Nandakumar' })

async function run(teller: Teller, afterApproval?: (teller: Teller) => Promise<void>): Promise<void> {
  const { deps, names } = teller
  const runId = await prepareIfAnybody(teller)
  if (!runId) return
  await submitRun(deps, runId, priya(names))
  const decided = await approve(teller, runId, 'colm', 'Colm Deasy')
  if (decided === 'waits') await approve(teller, runId, 'niamh', 'Niamh Castellan')
  await afterApproval?.(teller)
  await sweepRuns(deps, runId)
  for (const id of await listReserved(deps.db, runId, 100)) await sendPayout(deps, id)
  await sweepRuns(deps, runId)
}

/** What the month's first has drafted is brought up to date; without such a draft Priya prepares one. */
async function prepareIfAnybody({ deps, names }: Teller): Promise<string | undefined> {
  const [draft] = await deps.db.select({ id: payoutRuns.id }).from(payoutRuns).where(eq(payoutRuns.status, 'draft'))
  if (draft) {
    await rebuildRun(deps, draft.id, priya(names).id)
    return draft.id
  }
  try {
    return await prepareRun(deps, { by: priya(names).id, act: deps.newId('act') })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'conflict') return undefined
    throw error
  }
}

async function approve({ deps, names }: Teller, runId: string, key: string, name: string): Promise<'approved' | 'waits'> {
  const submitted = await findRun(deps.db, runId)
  const session = { sessionId: 'story', secondFactorAt: deps.now() }
  const approver = {
    kind: 'staff' as const,
    id: named(names, key),
    name,
    email: `${key}@wrenmarch.example`,
    roles: ['approver' as const],
    ...session,
  }
  return approveRun(deps, runId, approver, submitted?.fingerprint ?? '')
}

const triesUntilUnknown = 6

/** The transfer to Fjellhus is made, and every answer about it is lost on the way. */
async function loseAnswers({ stripe, names }: Teller): Promise<void> {
  const match = { method: 'POST', path: '/v1/transfers', metadata: { goodword_partner: named(names, 'fjellhus') } }
  // biome-ignore lint/suspicious/noThenProperty: the fault plan's own word for what shall happen.
  const lost = { match, when: 'after', then: 'drop', times: 'once' }
  await stripe(
    'faults',
    Array.from({ length: triesUntilUnknown }, () => lost),
  )
}

/** The same key again after growing waits, then `unknown`; 64 minutes later the look-up finds the transfer and settles it, once. */
function lookUps(day: number): Chapter[] {
  return [1, 3, 7, 15, 31, 31 + 64].map((minutes) => ({
    name: `${minutes} minutes after the lost answer`,
    day: day + minutes / 1_440,
    tell: sendDue,
  }))
}

async function sendDue({ deps }: Teller): Promise<void> {
  for (const id of await listDue(deps.db, deps.settings.moneyEpoch, deps.now(), 100)) await sendPayout(deps, id)
  await sweepRuns(deps)
}

/** Stripe restricts the account between approval and sending, and refuses the transfer by name. */
async function restrictKestrel({ deps, names, stripe }: Teller): Promise<void> {
  const destination = await findDestination(deps.db, named(names, 'kestrel'))
  await stripe('account', { id: destination?.stripeAccount, state: 'restrict' })
}

async function changeBankAccount({ deps, names, stripe }: Teller): Promise<void> {
  const partnerId = named(names, 'brackenmoor')
  const destination = await findDestination(deps.db, partnerId)
  await stripe('bank-account', { id: destination?.stripeAccount, last4: '4402' })
  await refreshReadiness(deps, partnerId)
}

async function prepareNext(teller: Teller): Promise<void> {
  const runId = await prepareIfAnybody(teller)
  if (!runId) throw new Error('Nobody can be paid on the last day of the story')
  await submitRun(teller.deps, runId, priya(teller.names))
}
