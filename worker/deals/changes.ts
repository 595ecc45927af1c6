import { eq, sql } from 'drizzle-orm'
import { payments } from '../../schema/deals.ts'
import type { Statement } from '../batch.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import { accrueStatements, type Earned, refuseStatements } from '../commissions/accrue.ts'
import { correctStatements } from '../commissions/correct.ts'
import { type Change, changesOf } from '../commissions/rules.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import { raiseVersion } from './store.ts'
import { type DealState, readDeal } from './store-state.ts'

/** More than these in one batch would be too many statements (money.md B8); the rest follow in batches of their own. */
const changesAtOnce = 8

export type Why = { actor: string; cause: string; at: Date }

/** What this state of a deal asks of its commissions, the payment that is about to be written included. */
export const changesOfDeal = ({ deal, terms, payments: paid, families, refused }: DealState): Change[] =>
  changesOf({ deal, terms, payments: paid, families, refused })

/** Statements for the first changes, and whether some are left. */
export function changeStatements(
  deps: Pick<Deps, 'db' | 'newId'>,
  state: DealState,
  changes: readonly Change[],
  why: Why,
): { statements: Statement[]; areLeft: boolean } {
  // New commissions and refusals come first: a payment is never stored without one of them (I31).
  const inOrder = [...changes].sort((a, b) => Number(a.kind === 'correct') - Number(b.kind === 'correct'))
  return {
    statements: inOrder.slice(0, changesAtOnce).flatMap((change) => statementsOf(deps, state, change, why)),
    areLeft: changes.length > changesAtOnce,
  }
}

function statementsOf(deps: Pick<Deps, 'db' | 'newId'>, state: DealState, change: Change, { actor, cause, at }: Why): Statement[] {
  switch (change.kind) {
    case 'accrue':
      return accrueStatements(deps, change, earnedOf(state, actor), at)
    case 'refuse':
      return refuseStatements(deps, change, earnedOf(state, actor), at)
    case 'correct':
      return [
        deps.db
          .update(payments)
          .set({ version: sql`${payments.version} + 1` })
          .where(eq(payments.id, change.payment.id)),
        ...correctStatements(deps, change.family, { amountMinor: change.amountMinor, reason: change.reason, cause, actor, at }, state),
      ]
  }
}

function earnedOf({ deal, terms, company, heldReason, owners }: DealState, actor: string): Earned {
  assert(deal.partnerId && terms, 'a deal whose payments earn has a partner and terms')
  return { deal, partnerId: deal.partnerId, terms, company, heldReason, owners, actor }
}

/** Writes what is still missing of a deal's commissions, in as many batches as it takes; mostly nothing. */
export async function bringUpToDate(deps: Deps, dealId: string, actor: string): Promise<void> {
  let areLeft = true
  while (areLeft) {
    areLeft = await readAgainIfRefused(async () => {
      const state = await readDeal(deps.db, dealId)
      const changes = changesOfDeal(state)
      if (changes.length === 0) return false
      const why = { actor, cause: 'rank', at: deps.now() }
      const { statements, areLeft: more } = changeStatements(deps, state, changes, why)
      await inOneBatch(deps.db, [...raiseVersion(deps.db, state.deal), ...statements])
      return more
    })
  }
}
