import { payoutRuns } from '../../schema/payout-runs.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { assertNotBarred } from './barrier.ts'
import { assertMayPrepare } from './check.ts'
import { payoutIdOf } from './digest.ts'
import { refreshCandidates } from './readiness.ts'
import { blockerOf, type Candidate, periodOf, runIdOf, shortOf } from './rules.ts'
import { type After, listCandidates, listCandidatesOf, listHeldCandidates } from './store-candidates.ts'
import {
  type BlockedCandidate,
  beingPrepared,
  clearPlan,
  excludeFromPlan,
  findRun,
  finishPlan,
  listExcluded,
  newestOfPeriod,
  type Plan,
  writeBlockers,
  writePlan,
} from './store-plan.ts'

type Preparation = {
  /** A person of finance, or `system`. */
  by: string
  /** The form's act id: a double click is one run. */
  act?: string
  /** Only these partners, for a follow-up; and then without asking whether the balance at Stripe reaches. */
  partnerIds?: readonly string[]
}

/** Who is looked at: everybody but those left out, or only some; and of whom Stripe would say nothing. */
type Scope = { excluded: ReadonlyMap<string, string>; silent: ReadonlySet<string>; partnerIds?: readonly string[] }

/** So few pieces that a run of ten thousand stays below the thousand statements that D1 lets one invocation ask. */
const chunkSize = 1_000
const triesAtMost = 4

/**
 * Drafts a run of everybody who can be paid now; who cannot stands beside it with a named blocker. Stripe is asked first.
 * Gives the run's id.
 *
 * @throws Refusal conflict when nobody can be paid, stopped after a restore
 */
export async function prepareRun(deps: Deps, preparation: Preparation): Promise<string> {
  const done = preparation.act && (await findAct(deps.db, preparation.act))
  if (done) return done
  await assertMayPrepare(deps)

  const scope: Scope = {
    ...(preparation.partnerIds && { partnerIds: preparation.partnerIds }),
    excluded: new Map(),
    silent: await refreshCandidates(deps, await allCandidates(deps.db, preparation.partnerIds)),
  }
  const { green } = await assessAll(deps, scope)
  if (green.length === 0) throw new Refusal('conflict', 'Nobody can be paid now. The preview names what is missing for each partner.')

  const { runId, isNew } = await openDraft(deps, preparation)
  if (isNew) await planRun(deps, runId, scope)
  return runId
}

/** The clock's draft of a month: made once, however often the cron runs, and never without somebody to pay. */
export async function prepareMonthly(deps: Deps): Promise<void> {
  try {
    // No form can carry such an act id: nobody uses up the clock's.
    await prepareRun(deps, { by: 'system', act: `monthly:${periodOf(deps.now())}` })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/**
 * Plans a draft anew, with Stripe asked again; who was left out stays out, unless taken in again.
 *
 * @throws Refusal not_found, wrong_state, stale, stopped
 */
export async function rebuildRun(deps: Deps, runId: string, by: string, takeIn?: string): Promise<void> {
  await getDraft(deps.db, runId)
  await assertNotBarred(deps)
  const excluded = new Map((await listExcluded(deps.db, runId)).map((each) => [each.partnerId, each.detail ?? '']))
  if (takeIn && !excluded.delete(takeIn)) throw new Refusal('stale', 'This partner is not left out of the draft. Please look at it again.')
  const silent = await refreshCandidates(deps, await allCandidates(deps.db))
  await planRun(deps, runId, { excluded, silent })
  await trail(deps.db, { at: deps.now(), actor: by, act: 'run.rebuilt', subject: runId, detail: takeIn ? { takenIn: takeIn } : {} })
}

/** Leaves a partner out of a draft, in all its currencies; what it is owed stays in its balance. */
export async function excludePartner(deps: Deps, runId: string, partnerId: string, reason: string, by: string): Promise<void> {
  await getDraft(deps.db, runId)
  try {
    await deps.db.batch([
      ...excludeFromPlan(deps.db, runId, partnerId, reason),
      trail(deps.db, { at: deps.now(), actor: by, act: 'run.partner_excluded', subject: runId, partnerId, detail: { reason } }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'This partner is not in the draft any more. Please look at it again.')
    throw error
  }
}

/** @throws Refusal not_found, wrong_state */
export async function getDraft(db: Db, runId: string) {
  const run = await findRun(db, runId)
  if (!run) throw notFound()
  if (run.status !== 'draft') throw new Refusal('wrong_state', 'This run is not a draft any more, so its plan stands as it is.')
  return run
}

async function openDraft({ db, now }: Deps, { by, act }: Preparation): Promise<{ runId: string; isNew: boolean }> {
  const at = now()
  const period = periodOf(at)
  for (let attempt = 1; ; attempt += 1) {
    const runId = runIdOf(period, (await newestOfPeriod(db, period)) + 1)
    const draft = db.insert(payoutRuns).values({
      id: runId,
      status: 'draft',
      preparedBy: by,
      secondNeeded: false,
      paused: beingPrepared,
      preparedAt: at,
    })
    const told = trail(db, { at, actor: by, act: 'run.prepared', subject: runId })
    try {
      await db.batch(act ? [draft, actOnce(db, act, runId, at), told] : [draft, told])
      return { runId, isNew: true }
    } catch (error) {
      if (!wasRefused(error) || attempt === triesAtMost) throw error
      const done = act && (await findAct(db, act))
      if (done) return { runId: done, isNew: false }
    }
  }
}

/** Writes the plan in chunks; until the last one stands, the draft is marked as being prepared and cannot be submitted. */
async function planRun(deps: Deps, runId: string, scope: Scope): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { green, blocked } = await assessAll(deps, scope)
      const plan = await Promise.all(green.map((each) => planOf(runId, each)))
      await deps.db.batch([...clearPlan(deps.db, runId)])
      for (const chunk of chunksOf(plan)) await deps.db.batch([...writePlan(deps.db, runId, chunk)])
      for (const chunk of chunksOf(blocked)) await deps.db.batch([...writeBlockers(deps.db, runId, chunk)])
      await finishPlan(deps.db, runId)
      return
    } catch (error) {
      // A commission matured or was corrected between reading and writing: look again.
      if (!wasRefused(error) || attempt === triesAtMost) throw error
      await getDraft(deps.db, runId)
    }
  }
}

const planOf = async (runId: string, { partnerId, currency, amountMinor, destinationVersion }: Candidate): Promise<Plan> => ({
  payoutId: await payoutIdOf(runId, partnerId, currency),
  partnerId,
  currency,
  amountMinor,
  destinationVersion: destinationVersion ?? 0,
})

const chunksOf = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, n) => rows.slice(n * chunkSize, (n + 1) * chunkSize))

async function allCandidates(db: Db, partnerIds?: readonly string[]): Promise<Candidate[]> {
  if (partnerIds) return listCandidatesOf(db, partnerIds)
  const all: Candidate[] = []
  for (let after: After | undefined; ; ) {
    const page = await listCandidates(db, chunkSize, after)
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < chunkSize) return all
    after = { partnerId: last.partnerId, currency: last.currency }
  }
}

/** Green or blocked, each candidate; `shortOf` is left out where Stripe's balance is not known or not asked. */
async function assessAll(deps: Deps, { excluded, silent, partnerIds }: Scope) {
  const candidates = await allCandidates(deps.db, partnerIds)
  const held = partnerIds ? [] : await listHeldCandidates(deps.db, chunkSize)
  const available = partnerIds ? undefined : await readBalance(deps)
  const now = deps.now()
  const blocked: BlockedCandidate[] = []
  const green: Candidate[] = []
  for (const each of [...candidates, ...held]) {
    const reason = excluded.get(each.partnerId)
    const blocker =
      reason === undefined
        ? blockerOf({ ...each, isSilent: silent.has(each.partnerId) }, now)
        : { blocker: 'excluded' as const, detail: reason }
    if (blocker) blocked.push({ ...asBlocked(each), ...blocker })
    else green.push(each)
  }
  const short = available ? shortOf(green, available) : new Set<Candidate>()
  for (const each of short) blocked.push({ ...asBlocked(each), blocker: 'platform_balance_short', detail: null })
  return { green: green.filter((each) => !short.has(each)), blocked }
}

const asBlocked = ({ partnerId, currency, amountMinor, heldMinor }: Candidate) => ({
  partnerId,
  currency,
  amountMinor: amountMinor === 0 ? heldMinor : amountMinor,
})

/** What could leave by currency; undefined when Stripe does not answer, for then the transfer itself will tell. */
export async function readBalance({ rail }: Pick<Deps, 'rail'>): Promise<Map<string, number> | undefined> {
  const balance = await rail.balance().catch(() => undefined)
  return balance && new Map(balance.map(({ currency, availableMinor }) => [currency, availableMinor]))
}
