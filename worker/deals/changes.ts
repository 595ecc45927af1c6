import { eq, sql } from 'drizzle-orm'
import { payments } from '../../schema/deals.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import { inOneBatch, readAgainIfRefused } from '../batch.ts'
import { accrueStatements, type Earned, refuseStatements } from '../commissions/accrue.ts'
import { correctFamily } from '../commissions/correct.ts'
import { closeHolds, type Moved, openHold } from '../commissions/hold-statements.ts'
import { type Change, changesOf, type Family, type FamilyChange, holdOfClaim, unheldOf } from '../commissions/rules.ts'
import { familyUnmoved } from '../commissions/store-families.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import { raiseVersion } from './store.ts'
import { type DealState, type Refused, readDeal } from './store-state.ts'

/** More than these in one batch would be too many statements (money.md B8); the rest follow in batches of their own. */
export const changesAtOnce = 8

export type Why = { actor: string; cause: string; at: Date }

/** What this state of a deal asks of its commissions, the payment that is about to be written included. */
export const changesOfDeal = (state: DealState): Change[] => {
  const { deal, terms, refusals, claims } = state
  const isOwn = ({ partnerId, termsVersionId }: Refused) => partnerId === deal.partnerId && termsVersionId === terms?.id
  return changesOf({
    ...state,
    refused: refusals.filter(isOwn).map(({ paymentId }) => paymentId),
    claims: claims.filter(({ partnerId }) => partnerId !== deal.partnerId).map(({ id }) => holdOfClaim(id)),
  })
}

/** Statements for the first changes of a deal, at most `room` of them; how many these are, and whether some are left. */
export function changeStatements(
  deps: Pick<Deps, 'db' | 'newId'>,
  state: DealState,
  why: Why,
  room = changesAtOnce,
): { statements: Statement[]; taken: number; areLeft: boolean } {
  const changes = changesOfDeal(state)
  // New commissions and refusals come first: a payment is never stored without one of them (I31). Where the credit moved, each payment's
  // old commission goes right before its new one.
  const isNew = (change: Change) => !('family' in change || change.isMoved)
  const first = [...changes].sort((a, b) => Number(isNew(b)) - Number(isNew(a))).slice(0, room)
  const families = new Map<string, Family>()
  const statements = first.flatMap((change) => {
    if (!('family' in change)) return newStatements(deps, state, change, why)
    const { id } = change.family.head
    const before = families.get(id)
    const moved = move(deps, state, change, before ?? change.family, why)
    families.set(id, moved.family)
    return before ? moved.statements : [...familyUnmoved(deps.db, change.family), ...moved.statements]
  })
  return { statements, taken: first.length, areLeft: changes.length > first.length }
}

/** The same for the partner's other deals whose payments come after one that becomes known: as far as the batch has room. */
export function statementsOfOthers(deps: Pick<Deps, 'db' | 'newId'>, others: readonly DealState[], why: Why, taken: number) {
  const statements: Statement[] = []
  let room = changesAtOnce - taken
  let areLeft = false
  for (const state of others) {
    const next = changeStatements(deps, state, why, room)
    if (next.taken > 0) statements.push(...raiseVersion(deps.db, state), ...next.statements)
    room -= next.taken
    areLeft ||= next.areLeft
  }
  return { statements, areLeft }
}

function newStatements(
  deps: Pick<Deps, 'db' | 'newId'>,
  state: DealState,
  change: Extract<Change, { kind: 'accrue' | 'refuse' }>,
  { actor, at }: Why,
): Statement[] {
  const earned = earnedOf(state, actor)
  return change.kind === 'accrue' ? accrueStatements(deps, change, earned, at) : refuseStatements(deps, change, earned, at)
}

/** One step of a family that the steps before it, in the same batch, have left as `family`. */
function move(deps: Pick<Deps, 'db' | 'newId'>, state: DealState, change: FamilyChange, family: Family, why: Why): Moved {
  const { db } = deps
  const { cause, actor, at } = why
  switch (change.kind) {
    case 'free':
      return told(
        db,
        'commission.released',
        { hold: change.ending[0]?.reason, reason: cause },
        closeHolds(db, family, change.ending, at),
        why,
      )
    case 'correct': {
      const { amountMinor, reason, payment, isMoved } = change
      const moved = correctFamily(deps, family, { amountMinor, reason, cause, actor, at }, isMoved ? { ...state, owners: [] } : state)
      return { ...moved, statements: [raisePayment(db, payment.id), ...moved.statements] }
    }
    case 'hold': {
      const { hold } = change
      const members = unheldOf(family, hold)
      return members.length === 0
        ? { family, statements: [] }
        : told(db, 'commission.held', hold, openHold(db, family, members, hold, at), why)
    }
  }
}

const told = (db: Deps['db'], act: string, detail: Record<string, unknown>, { family, statements }: Moved, { actor, at }: Why): Moved => ({
  family,
  statements: [...statements, trail(db, { at, actor, act, subject: family.head.id, partnerId: family.head.partnerId, detail })],
})

const raisePayment = (db: Deps['db'], id: string): Statement =>
  db
    .update(payments)
    .set({ version: sql`${payments.version} + 1` })
    .where(eq(payments.id, id))

function earnedOf({ deal, terms, company, holds, owners }: DealState, actor: string): Earned {
  assert(deal.partnerId && terms, 'a deal whose payments earn has a partner and terms')
  return { deal, partnerId: deal.partnerId, terms, company, holds, owners, actor }
}

/** Writes what is still missing of a deal's commissions, in as many batches as it takes; mostly nothing. */
export async function bringUpToDate(deps: Deps, dealId: string, actor: string): Promise<void> {
  let areLeft = true
  while (areLeft) {
    areLeft = await readAgainIfRefused(async () => {
      const state = await readDeal(deps.db, dealId)
      const { statements, taken, areLeft: more } = changeStatements(deps, state, { actor, cause: 'rank', at: deps.now() })
      if (taken === 0) return false
      await inOneBatch(deps.db, [...raiseVersion(deps.db, state), ...statements])
      return more
    })
  }
}
