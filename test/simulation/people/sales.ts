import type { Population } from '../population.ts'
import type { Sim } from '../sim.ts'
import { act } from './act.ts'
import { visits } from './finance.ts'

const wanted = { company: '', domain: '', link: '', kind: 'missing', evidence: 'We named you to them.' } as const
const staff = (id: string) => ({ id, name: id, roles: ['sales', 'finance'] })

/** People of sales decide now and then whose a customer is; partners claim what is not theirs, and are answered. */
export function letSalesDecide(sim: Sim, population: Population, untilMs: number): void {
  const random = sim.random('sales')
  visits(sim, untilMs, () => {
    if (random.chance(0.25)) moveCredit(sim, population)
    if (random.chance(0.25)) claim(sim, population)
    if (random.chance(0.4)) answer(sim, random.chance(0.5) ? 'stf_sales1' : 'stf_sales2')
  })
}

/** To another partner, to nobody, or to the first one again. */
function moveCredit(sim: Sim, { partners, customers }: Population): void {
  const random = sim.random('sales')
  const customer = random.pickOf(customers)
  const partner = random.chance(0.85) ? random.pickOf(partners) : undefined
  if (!customer) return
  const move = { prospectId: customer.prospectId, partnerId: partner?.id ?? null, touchId: null, reason: 'Looked at', actor: 'stf_sales1' }
  act(sim, 'move credit', (ports) => sim.product.moveAttribution(ports, move))
}

/** By what the partner knows of: a prospect that it once touched, or a commission of its own. Some appeal. */
function claim(sim: Sim, { partners }: Population): void {
  const random = sim.random('sales')
  const partner = random.pickOf(partners)
  if (!partner) return
  const member = { id: `mem_${partner.id.slice(4)}`, partnerId: partner.id }
  const [refused] = sim.store.peek<{ id: string }>("select id from claims where partner_id = ? and status = 'refused' limit 1", partner.id)
  if (refused && random.chance(0.5)) {
    act(sim, 'appeal', (ports) => sim.product.appealClaim(ports, member, refused.id, 'Please look again.'))
    return
  }
  const [touched] = sim.store.peek<{ id: string }>(
    'select prospect_id id from touches where partner_id = ? order by id limit 1',
    partner.id,
  )
  const [rejected] = sim.store.peek<{ id: string }>(
    "select id from commissions where partner_id = ? and status = 'rejected' and kind = 'earned' limit 1",
    partner.id,
  )
  const asked = { ...wanted, act: `act_claim_${sim.ids++}` }
  if (rejected && random.chance(0.4)) {
    act(sim, 'claim an amount', (ports) =>
      sim.product.submitClaim(ports, member, { ...asked, kind: 'wrong_amount', commission: rejected.id }),
    )
  } else if (touched) act(sim, 'claim', (ports) => sim.product.submitClaim(ports, member, { ...asked, prospect: touched.id }))
}

function answer(sim: Sim, by: string): void {
  const random = sim.random('sales')
  const [owed] = sim.store.peek<{ id: string }>("select id from claims where status in ('open','appealed') order by due_at, id limit 1")
  if (!owed) return
  const given = { answer: random.chance(0.5) ? 'accepted' : 'refused', reason: 'Looked at it.', amountMinor: 100 } as const
  act(sim, 'answer a claim', (ports) => sim.product.answerClaim(ports, owed.id, given, staff(by)))
}
