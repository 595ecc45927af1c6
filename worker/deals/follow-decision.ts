import type { Deal } from '../../schema/deals.ts'
import type { Attribution } from '../../schema/prospects.ts'
import { standingOf } from '../attribution/rules-signals-hold.ts'
import { selectSignals } from '../attribution/store-standing.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import { listOwners } from '../commissions/store.ts'
import type { Deps } from '../deps.ts'
import { dependsOnYear, inOrder } from '../terms/rules-rank.ts'
import { bringUpToDate, changeStatements, changesOfDeal, type Why } from './changes.ts'
import { besides } from './rules-benefit.ts'
import { raiseVersion, raiseYear } from './store.ts'
import { findReasonOfSecondBenefit } from './store-benefit.ts'
import { endCreditChanges, listUnfinishedDeals, moveDeal, readCreditChanges, termsOfPartnerThen } from './store-credit.ts'
import { isMeasured } from './store-kinds.ts'
import { type DealState, listMovedBy, readDeal, readYears } from './store-state.ts'

/** Of one invocation: a step asks D1 three times, and a deal of 300 payments takes some 80. */
const stepsOfSweep = 120
const stepsOfAct = 60
const dealsAtOnce = 20

/** Writes what decisions about credit left open, a bounded part at a time; the next sweep goes on. */
export const followDecisions = (deps: Deps): Promise<void> => followAll(deps, stepsOfSweep)

/** Right after a decision about one prospect: mostly all of it. */
export const followDecisionOf = (deps: Deps, prospectId: string): Promise<void> => followAll(deps, stepsOfAct, prospectId)

async function followAll(deps: Deps, steps: number, prospectId?: string): Promise<void> {
  let left = steps
  for (const dealId of await listUnfinishedDeals(deps.db, dealsAtOnce, prospectId)) {
    while (left > 0 && (await followOnce(deps, dealId))) left -= 1
  }
}

/**
 * One step of a deal behind the decisions about its prospect: its credit moves, then its commissions follow, a few at a time, then other
 * deals whose rank that changes, and what was decided is done. Each step is one batch; it may be repeated, and run twice at once.
 *
 * @returns whether more is left
 */
async function followOnce(deps: Deps, dealId: string): Promise<boolean> {
  const followed = await readAgainIfRefused(async () => {
    const { open, inForce } = await readCreditChanges(deps.db, dealId)
    const last = open.findLast(isMove) ?? open.at(-1)
    if (!last) return undefined
    const state = await readDeal(deps.db, dealId)
    const why: Why = { actor: last.actor, cause: last.cause, at: deps.now() }
    const lostBy = open.filter(isMove).map(({ partnerId }) => partnerId)
    const isLeft = lostBy.length > 0 && inForce && state.deal.attributionId !== inForce.id
    const wrote = isLeft ? await writeMove(deps, state, inForce, why) : await writeChanges(deps, state, why)
    return { wrote, why, state, lostBy, movesOthers: lostBy.length > 0 || open.some(isMeasured), causes: open.map(({ cause }) => cause) }
  })
  if (!followed || followed.wrote) return followed !== undefined

  const { state, lostBy, movesOthers, causes, why } = followed
  if (movesOthers) await moveOthers(deps, state, [...lostBy, state.deal.partnerId], why.actor)
  return end(deps, dealId, causes)
}

const isMove = ({ cause }: { cause: string }): boolean => cause.startsWith('att_')

async function writeChanges(deps: Deps, state: DealState, why: Why): Promise<boolean> {
  const { statements, taken } = changeStatements(deps, state, why)
  if (taken > 0) await inOneBatch(deps.db, [...raiseVersion(deps.db, state), ...statements])
  return taken > 0
}

/** The deal stands under the decision from here, and so does every payment that arrives; the first of those before follow at once. */
async function writeMove(deps: Deps, state: DealState, inForce: Attribution, why: Why): Promise<true> {
  const { db } = deps
  const moved = await stateUnder(deps, state, inForce)
  const { statements } = changeStatements(deps, moved, why)
  const { id, partnerId, termsVersionId } = moved.deal
  await inOneBatch(db, [
    ...raiseVersion(db, moved),
    moveDeal(db, moved.deal),
    ...[state.deal, moved.deal].flatMap((deal) => raiseYears(deps, deal, state)),
    trail(db, {
      at: why.at,
      actor: why.actor,
      act: 'deal.credit_moved',
      subject: id,
      partnerId: partnerId ?? undefined,
      detail: { attribution: inForce.id, from: state.deal.partnerId, to: partnerId, terms: termsVersionId },
    }),
    ...statements,
  ])
  return true
}

/** Its payments leave one partner's years and join another's. */
const raiseYears = ({ db }: Pick<Deps, 'db'>, deal: Deal, { payments }: DealState): Statement[] => {
  const ofYears = new Map(payments.map(({ paidAt }) => [paidAt.getUTCFullYear(), paidAt]))
  return [...ofYears.values()].flatMap((paidAt) => raiseYear(db, deal, paidAt))
}

/** The deal as it is once the decision stands. A partner that keeps the credit keeps its terms. */
async function stateUnder({ db }: Pick<Deps, 'db'>, state: DealState, inForce: Attribution): Promise<DealState> {
  const before = state.deal
  const isSame = inForce.partnerId === before.partnerId
  const terms = isSame || !inForce.partnerId ? undefined : await termsOfPartnerThen(db, inForce.partnerId, before.openedAt)
  const deal: Deal = isSame
    ? { ...before, attributionId: inForce.id }
    : {
        ...before,
        attributionId: inForce.id,
        partnerId: inForce.partnerId,
        termsVersionId: terms?.id ?? null,
        dependsOnYear: dependsOnYear(terms?.rates[before.kind]),
      }
  const odd = deal.partnerId ? await selectSignals(db, deal.prospectId, deal.partnerId) : []
  const secondBenefit = deal.partnerId ? await findReasonOfSecondBenefit(db, deal.prospectId, deal.partnerId) : null
  return {
    ...state,
    ...(await readYears(db, deal)),
    deal,
    terms: isSame ? state.terms : terms,
    ...besides(standingOf(odd, inForce.heldReason, inForce.decidedAt), secondBenefit),
    movedAt: inForce.decidedAt,
    owners: deal.partnerId ? await listOwners(db, deal.partnerId) : [],
  }
}

/** Payments that left or joined a partner's year change the place of those that were paid after them. */
async function moveOthers(deps: Deps, { deal, payments }: DealState, partnerIds: readonly (string | null)[], actor: string): Promise<void> {
  const [first] = inOrder(payments)
  if (!first) return
  for (const partnerId of new Set(partnerIds)) {
    for (const id of await listMovedBy(deps.db, { ...deal, partnerId }, first)) await bringUpToDate(deps, id, actor)
  }
}

/** Done, unless something reached the deal since: whoever read it before the decision and writes after this reads again, too. */
async function end(deps: Deps, dealId: string, causes: readonly string[]): Promise<boolean> {
  return readAgainIfRefused(async () => {
    const state = await readDeal(deps.db, dealId)
    if (changesOfDeal(state).length > 0) return true
    await inOneBatch(deps.db, [...raiseVersion(deps.db, state), endCreditChanges(deps.db, dealId, causes, deps.now())])
    return false
  })
}
