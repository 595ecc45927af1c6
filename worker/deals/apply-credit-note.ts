import type { Applier } from '../stripe/inbox.ts'
import type { CreditNoteAnswer } from '../stripe/port-revenue.ts'
import { applyFact } from './apply-fact.ts'
import { paymentIdOf } from './rules.ts'
import { findPaymentBySource, linkObjects } from './store.ts'

/**
 * `credit_note.*`: what it gave back of money paid, less the refunds it names, which count by themselves. What it took off an invoice
 * before that was paid gives nothing back.
 */
export const applyCreditNote: Applier = async (deps, event) => {
  if (!event.object) return 'ignored'
  const { revenue, db } = deps
  const first = await revenue.creditNote(event.object)
  const applied = await applyFact(deps, event, { ...first, paymentIntent: null, charge: null }, async () => {
    const note = await revenue.creditNote(first.id)
    const { id, status, currency, createdAt } = note
    return { object: id, kind: 'credit_note', status, countsMinor: beyondRefunds(note), currency, happenedAt: createdAt }
  })
  if (applied === 'waiting' && first.postPaymentMinor === 0) return 'done'
  if (applied !== 'done') return applied

  // Which invoice a refund is of may be told here alone, where one PaymentIntent paid several.
  const refunds = first.refunds.map(({ id }) => id)
  if (refunds.length > 0 && (await findPaymentBySource(db, first.invoice))) await linkObjects(db, paymentIdOf(first.invoice), refunds)
  return applied
}

const beyondRefunds = ({ postPaymentMinor, refunds }: CreditNoteAnswer): number =>
  Math.max(
    0,
    refunds.reduce((rest, { amountMinor }) => rest - amountMinor, postPaymentMinor),
  )
