import { endAgreements } from './agreements/agreement-end.ts'
import { endGrants, remindOfGrants, tellOverdue } from './agreements/nightly.ts'
import { pruneApiRequests } from './api-requests.ts'
import { appliers } from './appliers.ts'
import { tellLateClaims } from './attribution/claim-clock.ts'
import { lookForSignals } from './attribution/look-out.ts'
import { forgetVisits } from './attribution/member-visits.ts'
import { anchorSeals } from './audit/anchor.ts'
import { sealLogs } from './audit/seal.ts'
import { checkBooks, checkChains } from './books.ts'
import { matureCommissions } from './commissions/mature.ts'
import { accrueRewards } from './commissions/reward.ts'
import { followDecisions } from './deals/follow-decision.ts'
import { lookAfterHours } from './deals/hours-nightly.ts'
import type { Deps } from './deps.ts'
import { draftDueInvitations } from './engagements/kickoff-ask.ts'
import { forgetIdentity } from './identity/forget.ts'
import { forLog } from './log.ts'
import { sweepOutbox } from './notices/deliver.ts'
import { forgetMails } from './notices/forget.ts'
import { refreshStale } from './partners/readiness.ts'
import { prepareMonthly } from './payouts/prepare.ts'
import { continueRestore } from './payouts/restore.ts'
import { sweepPayouts, sweepRuns } from './payouts/sweep.ts'
import { keepLeftAloneKey } from './prospects/left-alone.ts'
import { nameCompanies } from './prospects/name-companies.ts'
import { sweepRegistrations } from './prospects/sweep-registrations.ts'
import { pullLists } from './pulls.ts'
import { endQuotes, remindOfQuotes } from './quotes/nightly.ts'
import { compareCash, keepDays } from './reconciliation/cash.ts'
import { compareClearing } from './reconciliation/clearing.ts'
import { compareCommissions } from './reconciliation/commissions.ts'
import { compareCompleteness } from './reconciliation/completeness.ts'
import { tellLateLists } from './reconciliation/late-lists.ts'
import { compareTransfers } from './reconciliation/transfers.ts'
import { endPastNdas } from './references/nda.ts'
import { lookAfterRequests } from './references/remind.ts'
import { countReports } from './reports/count.ts'
import { issueStatements } from './statements/issue.ts'
import { sweepInbox } from './stripe/inbox.ts'
import { pull } from './stripe/pull.ts'
import { pruneClicks } from './tracking/prune.ts'

type Job = { name: string; run: (deps: Deps) => Promise<void> }

/** What each cron of wrangler.toml does; every job may run twice, overlap itself or be missed (money.md 8). */
const jobsByCron: Record<string, readonly Job[]> = {
  '*/5 * * * *': [
    { name: 'inbox', run: (deps) => sweepInbox(deps, appliers) },
    { name: 'credit', run: followDecisions },
    { name: 'claims', run: tellLateClaims },
    { name: 'rewards', run: accrueRewards },
    { name: 'mature', run: matureCommissions },
    { name: 'restore', run: (deps) => continueRestore(deps, pullLists) },
    { name: 'runs', run: (deps) => sweepRuns(deps) },
    { name: 'payouts', run: sweepPayouts },
    { name: 'R1 and R4', run: compareClearing },
    { name: 'signals', run: lookForSignals },
    { name: 'outbox', run: sweepOutbox },
    { name: 'seals', run: sealLogs },
    { name: 'readiness', run: refreshStale },
  ],
  // The daily look at Stripe; the hours after it finish what was too much for one run.
  '7 * * * *': [
    { name: 'pull', run: (deps) => pull(deps, pullLists, { begin: false }) },
    { name: 'late lists', run: tellLateLists },
    { name: 'registrations', run: sweepRegistrations },
    // Due from the third of a month; every other hour it asks one counter.
    { name: 'statements', run: issueStatements },
    { name: 'references', run: lookAfterRequests },
    { name: 'R2', run: compareTransfers },
    { name: 'R3', run: compareCash },
    { name: 'R5', run: (deps) => compareCompleteness(deps, { begin: false }) },
    { name: 'R8', run: (deps) => compareCommissions(deps, { begin: false }) },
    { name: 'three columns', run: keepDays },
    { name: 'R6', run: (deps) => checkChains(deps, { begin: false }) },
    { name: 'books', run: (deps) => checkBooks(deps, { begin: false }) },
  ],
  '20 3 * * *': [
    { name: 'pull', run: (deps) => pull(deps, pullLists, { begin: true }) },
    { name: 'agreements', run: endAgreements },
    { name: 'grants', run: endGrants },
    { name: 'grants that end', run: remindOfGrants },
    { name: 'quotes', run: endQuotes },
    { name: 'quotes that end', run: remindOfQuotes },
    { name: 'obligations', run: tellOverdue },
    { name: 'invitations', run: draftDueInvitations },
    { name: 'reports', run: countReports },
    { name: 'hours', run: lookAfterHours },
    { name: 'identity', run: forgetIdentity },
    { name: 'mails', run: forgetMails },
    { name: 'keys', run: keepLeftAloneKey },
    { name: 'clicks', run: pruneClicks },
    { name: 'names', run: nameCompanies },
    { name: 'visits', run: forgetVisits },
    { name: 'NDAs', run: endPastNdas },
    { name: 'API requests', run: pruneApiRequests },
    { name: 'R5', run: (deps) => compareCompleteness(deps, { begin: true }) },
    { name: 'R8', run: (deps) => compareCommissions(deps, { begin: true }) },
    // The one of the night before is checked; then today's leaves.
    { name: 'R6', run: (deps) => checkChains(deps, { begin: true }) },
    { name: 'anchor', run: anchorSeals },
    { name: 'books', run: (deps) => checkBooks(deps, { begin: true }) },
  ],
  // The month's draft: the clock prepares, people decide.
  '0 6 1 * *': [{ name: 'monthly run', run: prepareMonthly }],
}

/** One job's failure never stops the others; it is told once all have run. */
export async function runCron(deps: Deps, cron: string): Promise<void> {
  const failures: unknown[] = []
  for (const job of jobsByCron[cron] ?? []) {
    try {
      await job.run(deps)
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', job: job.name, message: forLog(error) }))
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `cron ${cron}`)
}
