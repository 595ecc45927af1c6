import { act } from './people/act.ts'
import type { Customer, Population } from './population.ts'
import { day, hour, minute, second } from './schedule.ts'
import type { Sim } from './sim.ts'
import { emit } from './stripe/events.ts'
import { takeBack } from './stripe/returns.ts'
import { type Charge, stripeId } from './stripe/state.ts'

/** What customers really paid and got back, whoever heard of it: what the ledger must come to. */
export type PaidByHand = {
  act: string
  customer: Customer
  total: number
  tax: number
  paidAt: number
  returns: { act: string; amount: number }[]
}

/** Customers pay and take back over the working days: through Stripe, or by hand. */
export function letCustomersPay(sim: Sim, { customers, finance }: Population, workMs: number): void {
  const random = sim.random('customers')
  const payments = Math.ceil((random.between(40, 80) * workMs) / (3 * day))
  for (let n = 0; n < payments; n += 1) {
    const customer = random.pickOf(customers)
    if (!customer) return
    sim.schedule.after(random.between(0, workMs * 0.9), () => {
      if (customer.dealId && random.chance(0.8)) payByHand(sim, customer, finance[n % 2]?.id ?? '', n)
      else payThroughStripe(sim, customer)
    })
  }
}

/** Often long ago: what is paid late ranks before what was applied already, and matures at once. */
const paidAtOf = (sim: Sim): number => {
  const random = sim.random('customers')
  const at = sim.schedule.now - (random.chance(0.6) ? random.between(hour, 70 * day) : random.between(minute, hour))
  return Math.floor(at / second) * second
}

const amountOf = (sim: Sim): { total: number; tax: number } => {
  const random = sim.random('customers')
  const total = random.chance(0.1) ? random.between(1, 30) : random.between(1000, random.chance(0.1) ? 20_000_000 : 900_000)
  return { total, tax: random.chance(0.4) ? Math.floor(total / 6) : 0 }
}

function payThroughStripe(sim: Sim, customer: Customer): void {
  const { stripe } = sim
  const random = sim.random('customers')
  const kind = random.chance(0.7) ? 'invoice' : 'checkout'
  const charge: Charge = {
    kind,
    id: stripeId(stripe, kind === 'invoice' ? 'in' : 'cs'),
    customer: customer.stripeCustomer,
    subscription: kind === 'invoice' ? customer.subscription : null,
    paymentIntent: stripeId(stripe, 'pi'),
    charge: stripeId(stripe, 'ch'),
    currency: customer.currency,
    ...amountOf(sim),
    paidAt: paidAtOf(sim),
  }
  stripe.charges.set(charge.id, charge)
  emit(sim, kind === 'invoice' ? 'invoice.paid' : 'checkout.session.completed', charge.id)
  if (random.chance(0.4)) takeBack(sim, charge)
}

function payByHand(sim: Sim, customer: Customer, by: string, n: number): void {
  const random = sim.random('customers')
  const { dealId } = customer
  if (!dealId) return
  const { total, tax } = amountOf(sim)
  const paid: PaidByHand = { act: `act_pay_${n}`, customer, total, tax, paidAt: paidAtOf(sim), returns: [] }
  sim.byHand.push(paid)
  const facts = { paidMinor: total, taxMinor: tax, currency: customer.currency, paidAt: new Date(paid.paidAt), act: paid.act }
  act(sim, 'payment by hand', (ports) => sim.product.recordPayment(ports, dealId, facts, by), { untilDone: true })
  if (!random.chance(0.25)) return
  const amount = random.between(1, total)
  const returned = { act: `act_return_${n}`, amount }
  sim.schedule.after(random.between(hour, 2 * day), () => {
    paid.returns.push(returned)
    const money = { amountMinor: amount, currency: customer.currency, returnedAt: new Date(sim.schedule.now - minute), act: returned.act }
    act(sim, 'return by hand', (ports) => sim.product.recordReturn(ports, `pmt_${paid.act}`, money, by), { untilDone: true })
  })
}
