import { day, hour, minute } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'
import { emit } from './events.ts'
import { type Charge, type CreditNote, type Dispute, type DisputeStatus, type Refund, type RefundStatus, stripeId } from './state.ts'

/** What customers get back of a payment, in all the ways that Stripe knows; two of them at one moment, too. */
export function takeBack(sim: Sim, charge: Charge): void {
  const random = sim.random('returns')
  let left = charge.total
  let inMs = 0
  for (let n = 0; n < random.between(1, 3) && left > 0; n += 1) {
    const amount = random.chance(0.25) ? left : random.between(1, left)
    left -= amount
    if (n === 0 || random.chance(0.3)) inMs = random.between(0, 3 * day)
    sim.schedule.after(inMs, () => void refund(sim, charge, amount))
  }
  if (charge.kind === 'invoice' && random.chance(0.3)) sim.schedule.after(random.between(0, 3 * day), () => credit(sim, charge))
  if (random.chance(0.25)) sim.schedule.after(random.between(0, 2 * day), () => dispute(sim, charge))
}

function refund(sim: Sim, of: Charge, amount: number): Refund | undefined {
  if (!strikes(sim, 'F28', 1)) return undefined
  const random = sim.random('returns')
  const refunded: Refund = {
    id: stripeId(sim.stripe, 're'),
    of,
    amount,
    status: random.chance(0.3) ? 'pending' : 'succeeded',
    createdAt: sim.schedule.now,
  }
  sim.stripe.refunds.set(refunded.id, refunded)
  emit(sim, 'refund.created', refunded.id)
  emit(sim, 'charge.refunded', of.charge)
  const becomes = (status: RefundStatus, event: string, inMs: number) =>
    sim.schedule.after(inMs, () => {
      refunded.status = status
      emit(sim, event, refunded.id)
    })
  if (random.chance(0.25)) becomes('failed', 'refund.failed', random.between(minute, 2 * day))
  else if (refunded.status === 'pending') becomes('succeeded', 'refund.updated', random.between(minute, day))
  return refunded
}

/** A credit note, with a refund of part of it or without; now and then it is voided again. */
function credit(sim: Sim, of: Charge): void {
  if (!strikes(sim, 'F28', 1)) return
  const random = sim.random('returns')
  const amount = random.between(1, of.total)
  const part = random.chance(0.6) ? refund(sim, of, random.between(1, amount)) : undefined
  const note: CreditNote = { id: stripeId(sim.stripe, 'cn'), of, amount, refund: part, isVoid: false, createdAt: sim.schedule.now }
  sim.stripe.creditNotes.set(note.id, note)
  emit(sim, 'credit_note.created', note.id)
  if (!random.chance(0.3)) return
  sim.schedule.after(random.between(minute, 2 * day), () => {
    note.isVoid = true
    emit(sim, 'credit_note.voided', note.id)
  })
}

const courses: readonly [readonly DisputeStatus[], ...(readonly DisputeStatus[])[]] = [
  ['under_review', 'won'],
  ['lost'],
  ['under_review', 'lost', 'appeal_under_review', 'won'],
  ['prevented'],
]

/** Opened, looked at, decided; what is lost may be appealed. */
function dispute(sim: Sim, of: Charge): void {
  if (!strikes(sim, 'F29', 1)) return
  const random = sim.random('returns')
  const opened: Dispute = {
    id: stripeId(sim.stripe, 'dp'),
    of,
    amount: random.chance(0.6) ? of.total : random.between(1, of.total),
    status: 'needs_response',
    createdAt: sim.schedule.now,
  }
  sim.stripe.disputes.set(opened.id, opened)
  emit(sim, 'charge.dispute.created', opened.id)
  const steps = random.pick(courses)
  let at = 0
  for (const status of steps) {
    at += random.between(minute, 20 * hour)
    sim.schedule.after(at, () => {
      opened.status = status
      emit(
        sim,
        status === 'under_review' || status === 'appeal_under_review' ? 'charge.dispute.updated' : 'charge.dispute.closed',
        opened.id,
      )
    })
  }
}

/** How much of a payment came back in the end. */
export function returnedOf({ stripe }: Sim, charge: Charge): number {
  const refunds = [...stripe.refunds.values()].filter(({ of, status }) => of === charge && status !== 'failed' && status !== 'canceled')
  const notes = [...stripe.creditNotes.values()].filter(({ of, isVoid }) => of === charge && !isVoid)
  const disputes = [...stripe.disputes.values()].filter(
    ({ of, status }) => of === charge && (status === 'lost' || status.startsWith('appeal')),
  )
  const sum =
    refunds.reduce((total, { amount }) => total + amount, 0) +
    notes.reduce((total, { amount, refund: part }) => total + Math.max(0, amount - (part?.amount ?? 0)), 0) +
    disputes.reduce((total, { amount }) => total + amount, 0)
  return Math.min(charge.total, sum)
}
