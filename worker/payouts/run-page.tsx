import type { FormState } from '../../portal/components/form-state.ts'
import { formatMoney } from '../../portal/components/format-money.ts'
import type { RunActsProps } from '../../portal/components/run-acts.tsx'
import { RunPage } from '../../portal/pages/run-page.tsx'
import { RunPayoutPage } from '../../portal/pages/run-payout-page.tsx'
import type { Currency } from '../../schema/currency.ts'
import type { PayoutRun } from '../../schema/payout-runs.ts'
import type { AppContext } from '../env.ts'
import { notFound } from '../errors.ts'
import { namesOf } from '../identity/names.ts'
import { isFreshFactor } from '../identity/rules.ts'
import type { Blocker } from './rules.ts'
import { differenceTo } from './rules-run.ts'
import { mapBankLegs } from './store-bank.ts'
import { findRun } from './store-plan.ts'
import {
  afterOf,
  findPlanned,
  listAttempts,
  listBlocked,
  listLines,
  listPlan,
  listRunCounts,
  listTrail,
  listTroubles,
  stopsOfRun,
} from './store-run-pages.ts'
import { stuckView } from './stuck-view.ts'
import { blockerWords, reasonInWords } from './words.ts'

const rowsOnPage = 25

/** The page of a run: what it pays, who is left out, what may be done with it now, and how far it is. */
export async function renderRun(c: AppContext, runId: string, form?: FormState) {
  const { db } = c.var.deps
  const run = await findRun(db, runId)
  if (!run) throw notFound()
  const counts = await listRunCounts(db, [runId])
  const plan = await listPlan(db, runId, c.req.query('plan'), rowsOnPage + 1)
  const legs = await mapBankLegs(db, plan.slice(0, rowsOnPage))
  const blocked = await listBlocked(db, runId, c.req.query('blocked'), rowsOnPage + 1)
  const hasTroubles = counts.some(
    ({ status }) => status === 'released' || status === 'unknown' || status === 'stuck' || status === 'skipped',
  )
  const troubles = hasTroubles ? await listTroubles(db, runId) : []
  const people = [run.preparedBy, run.submittedBy, run.approvedBy, run.secondApprover, run.refusedBy].filter((id) => id !== null)
  const worded = <Row extends { reason: string | null }>(row: Row): Row => ({ ...row, reason: row.reason && reasonInWords(row.reason) })
  return c.render(
    <RunPage
      run={run}
      names={await namesOf(db, people)}
      counts={counts}
      plan={plan.slice(0, rowsOnPage).map((row) => ({ ...worded(row), bank: legs.get(row.transfer ?? '')?.status }))}
      planOlderHref={olderHref(runId, 'plan', plan)}
      blocked={blocked.slice(0, rowsOnPage).map(({ blocker, detail, ...row }) => ({
        ...row,
        isExcluded: blocker === 'excluded',
        blocker: namedBlocker({ blocker: blocker as Blocker, detail }, row.currency), // written by prepare alone
      }))}
      blockedOlderHref={olderHref(runId, 'blocked', blocked)}
      troubles={troubles.map(worded)}
      differences={run.summary ? differenceTo(run.summary.lastRun?.totals, run.summary.totals) : []}
      stops={await stopsOfRun(db, runId)}
      acts={actsOf(c, run, form)}
    />,
    { status: form ? 422 : 200 },
  )
}

/** One payout of a run; a stuck one with what Stripe shows of it now, and how it may end. */
export async function renderRunPayout(c: AppContext, runId: string, payoutId: string, form?: FormState) {
  const { db } = c.var.deps
  const payout = await findPlanned(db, runId, payoutId)
  if (!payout) throw notFound()
  const trail = await listTrail(db, payoutId)
  const names = await namesOf(
    db,
    trail.map(({ actor }) => actor),
  )
  return c.render(
    <RunPayoutPage
      runId={runId}
      payout={{ ...payout, reason: payout.reason && reasonInWords(payout.reason) }}
      lines={await listLines(db, payoutId)}
      attempts={await listAttempts(db, payoutId)}
      trail={trail.map((each) => ({ ...each, actor: names.get(each.actor) ?? each.actor }))}
      stuck={payout.status === 'stuck' ? await stuckView(c, payoutId, form) : undefined}
    />,
    { status: form ? 422 : 200 },
  )
}

const olderHref = (runId: string, list: 'plan' | 'blocked', rows: readonly { partnerId: string; currency: string }[]) => {
  const last = rows.length > rowsOnPage ? rows[rowsOnPage - 1] : undefined
  return last && `/runs/${runId}?${list}=${afterOf(last)}#${list}`
}

/** A blocker in words, with its date or amount where it has one. */
export function namedBlocker({ blocker, detail }: { blocker: Blocker; detail: string | null }, currency: Currency) {
  const isAmount = blocker === 'below_minimum' || blocker === 'balance_differs'
  const isDate = blocker === 'destination_hold'
  return {
    words: blockerWords[blocker],
    detail: isDate || detail === null ? null : isAmount ? formatMoney(Number(detail), currency) : detail,
    until: isDate && detail ? new Date(detail) : null,
  }
}

/** What this person may do with this run now; the acts check it all again. */
function actsOf(c: AppContext, run: PayoutRun, form: FormState | undefined): RunActsProps {
  const { staff, deps } = c.var
  const isMaker = staff.id === run.preparedBy || staff.id === run.submittedBy
  const isFinance = staff.roles.includes('finance')
  const decides = staff.roles.includes('approver') && run.status === 'submitted'
  const isMoving = run.status === 'approved' || run.status === 'sending'
  const hasApproved = staff.id === run.approvedBy
  return {
    runId: run.id,
    may: {
      submit: isFinance && run.status === 'draft' && run.paused === null,
      rebuild: isFinance && run.status === 'draft',
      cancel: isFinance && run.reason === null && run.finishedAt === null,
      approve: decides && !isMaker && !hasApproved,
      refuse: decides && !isMaker,
      resume: staff.roles.includes('approver') && !isMaker && isMoving && run.paused !== null,
    },
    whyNot: decides ? whyNotApprove(isMaker, hasApproved) : undefined,
    hasSecondFactor: isFreshFactor(staff.secondFactorAt, deps.now()),
    fingerprint: run.fingerprint,
    summary: run.summary,
    form,
  }
}

const whyNotApprove = (isMaker: boolean, hasApproved: boolean): string | undefined => {
  if (isMaker) return 'You prepared or submitted this run, so another person approves it.'
  if (hasApproved) return 'You approved this run. It is above a cap, so a second person approves it, too.'
  return undefined
}
