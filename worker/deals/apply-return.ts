import { and, eq } from 'drizzle-orm'
import { type Payment, type PaymentFact, paymentFacts, payments } from '../../schema/deals.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { bringUpToDate, changeStatements, changesOfDeal } from './changes.ts'
import { flagStatements } from './flag-dispute.ts'
import { returnedOf } from './rules.ts'
import { getPayment, raiseVersion } from './store.ts'
import { type DealState, readDeal } from './store-state.ts'

/** One refund, credit note or dispute as it is now. */
export type ReturnFact = Pick<PaymentFact, 'object' | 'kind' | 'status' | 'countsMinor' | 'happenedAt' | 'recordedBy'>

/** Says what the fact is now; it is handed the payment as read, and whether a fact of that id is stored already. */
export type Look = (payment: Payment, isStored: (object: string) => boolean) => Promise<ReturnFact> | ReturnFact

/**
 * Writes what came back of a payment and corrects its commission to what remains. Told twice it changes nothing; a refund that fails
 * later gives the difference back.
 *
 * @param look - asks for the fact after the payment's version was read, so that an older answer never overwrites a newer one
 */
export async function applyReturn(deps: Deps, paymentId: string, look: Look): Promise<void> {
  const { dealId } = await getPayment(deps.db, paymentId)
  const left = await readAgainIfRefused(async () => {
    const state = await readDeal(deps.db, dealId)
    const before = state.payments.find(({ id }) => id === paymentId)
    assert(before, 'a payment stands under its deal')
    const fact = await look(before, (object) => state.facts.some((each) => each.object === object))
    const known = state.facts.find(({ object }) => object === fact.object)
    if (known && known.status === fact.status && known.countsMinor === fact.countsMinor)
      return changesOfDeal(state).length > 0 ? { actor: fact.recordedBy } : undefined
    return writeReturn(deps, state, before, fact, known)
  })
  if (left) await bringUpToDate(deps, dealId, left.actor)
}

async function writeReturn(deps: Deps, state: DealState, before: Payment, fact: ReturnFact, known: PaymentFact | undefined) {
  const { db, now } = deps
  const at = now()
  const facts = [...state.facts.filter(({ object }) => object !== fact.object), { ...fact, paymentId: before.id }]
  const ofPayment = facts.filter(({ paymentId }) => paymentId === before.id)
  const after = { ...before, returnedMinor: returnedOf(ofPayment, before.paidMinor) }
  const withReturn = { ...state, facts, payments: state.payments.map((each) => (each.id === after.id ? after : each)) }
  const why = { actor: fact.recordedBy, cause: fact.object, at }
  const { statements, areLeft } = changeStatements(deps, withReturn, why)
  await inOneBatch(db, [
    db
      .update(payments)
      .set({ returnedMinor: after.returnedMinor, version: before.version + 1 })
      .where(and(eq(payments.id, before.id), eq(payments.version, before.version))),
    ...changedExactly(db),
    ...raiseVersion(db, state),
    ...writeFact(db, before.id, fact, known !== undefined),
    trail(db, {
      at,
      actor: fact.recordedBy,
      act: fact.kind === 'dispute' ? 'payment.disputed' : 'payment.returned',
      subject: before.id,
      partnerId: state.deal.partnerId ?? undefined,
      detail: {
        fact: fact.object,
        kind: fact.kind,
        status: fact.status,
        countsMinor: fact.countsMinor,
        returnedMinor: after.returnedMinor,
      },
    }),
    ...statements,
    ...flagStatements(db, state, before, { fact, known }, at),
  ])
  return areLeft ? { actor: fact.recordedBy } : undefined
}

const writeFact = (db: Db, paymentId: string, fact: ReturnFact, isKnown: boolean): Statement[] =>
  isKnown
    ? [
        db
          .update(paymentFacts)
          .set({ status: fact.status, countsMinor: fact.countsMinor })
          .where(and(eq(paymentFacts.object, fact.object), eq(paymentFacts.paymentId, paymentId))),
        ...changedExactly(db),
      ]
    : [db.insert(paymentFacts).values({ ...fact, paymentId })]
