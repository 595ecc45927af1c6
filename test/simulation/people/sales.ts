import type { Population } from '../population.ts'
import type { Sim } from '../sim.ts'
import { act } from './act.ts'
import { visits } from './finance.ts'

/** Somebody of sales decides now and then whose a customer is: another partner's, nobody's, or the first one's again. */
export function letSalesDecide(sim: Sim, { partners, customers }: Population, untilMs: number): void {
  const random = sim.random('sales')
  visits(sim, untilMs, () => {
    if (!random.chance(0.35)) return
    const customer = random.pickOf(customers)
    const partner = random.chance(0.85) ? random.pickOf(partners) : undefined
    if (!customer) return
    const wanted = {
      prospectId: customer.prospectId,
      partnerId: partner?.id ?? null,
      touchId: null,
      reason: 'Looked at',
      actor: 'stf_sales',
    }
    act(sim, 'move credit', (ports) => sim.product.moveAttribution(ports, wanted))
  })
}
