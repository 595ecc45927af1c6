import { hour, minute } from '../schedule.ts'
import { type Sim, Violation } from '../sim.ts'
import type { TransferParameters } from '../stripe/transfers.ts'

type Row = {
  id: string
  amount_minor: number
  currency: string
  destination: string
  gen: number
  first: number | null
  bodies: string | null
}

/** Asked as a request for a transfer leaves: I12 and I13. */
export function checkRequest(sim: Sim, parameters: TransferParameters, key: string) {
  const { amount, currency, destination, transfer_group: id } = parameters
  const [row] = sim.store.peek<Row>(
    `select p.id, p.amount_minor, p.currency, p.destination, p.gen, (select min(sent_at) from payout_attempts a where a.key = ?2 and a.payout_id = p.id) first
      from payouts p where p.id = ?1`,
    id,
    key,
  )
  if (!row) return tell(sim, 'I12', `A transfer is asked for, and there is no payout ${id}`, [id])
  if (row.first === null) return tell(sim, 'I12', `Stripe is asked with ${key} before the attempt is on record`, [id])
  if (!/^po:.+:[01]$/.test(key) || !key.startsWith(`po:${id}:`)) return tell(sim, 'I12', `${key} is no key of payout ${id}`, [id])
  if (amount !== row.amount_minor || currency !== row.currency || destination !== row.destination) {
    return tell(sim, 'I12', `The body of ${key} is not what payout ${id} ordered`, [id])
  }
  if (sim.schedule.now - row.first > 23 * hour + minute)
    tell(sim, 'I13', `${key} is used ${(sim.schedule.now - row.first) / hour} h after its first use`, [id])
}

/** Ends the seed. The request itself goes on: what breaks here may not be swallowed by a caller's catch. */
function tell(sim: Sim, invariant: string, message: string, subjects: string[]): void {
  sim.violation ??= new Violation(invariant, message, subjects)
}
