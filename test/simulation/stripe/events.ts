import { invoke } from '../invocation.ts'
import { hour, minute, second } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'
import { type StripeEvent, stripeId } from './state.ts'

/** Stripe tells of something: at once, late, twice, as two events, or never. */
export function emit(sim: Sim, type: string, object: string, account: string | null = null): void {
  const event = newEvent(sim, { type, object, account })
  const random = sim.random('webhooks')
  const rate = sim.mix.network
  if (strikes(sim, 'F26', rate / 4)) return
  const late = strikes(sim, 'F25', rate / 4) ? random.between(1, 48) * hour : random.between(50, random.chance(0.7) ? 500 : 4000)
  deliver(sim, event, late, 0)
  if (!strikes(sim, 'F25', rate / 2)) return
  const again = random.chance(0.5) ? event : newEvent(sim, { type, object, account })
  deliver(sim, again, random.between(0, 3 * minute), 0)
}

function newEvent({ stripe, schedule }: Sim, what: Pick<StripeEvent, 'type' | 'object' | 'account'>): StripeEvent {
  const event = { ...what, id: stripeId(stripe, 'evt'), createdAt: schedule.now, isDelivered: false }
  stripe.events.push(event)
  return event
}

const gaps = [minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour, 12 * hour, 12 * hour, 12 * hour] as const

/** Delivered until it is acknowledged, for three days. */
function deliver(sim: Sim, event: StripeEvent, inMs: number, tries: number): void {
  sim.schedule.after(inMs, () => {
    if (sim.schedule.now < sim.weather.workerUntil) return deliver(sim, event, hour, tries)
    invoke(
      sim,
      `webhook ${event.type}`,
      async (invocation) => {
        const ports = sim.portsOf(invocation)
        const { id, type, object, account } = event
        const isNew = await sim.product.putEvent(ports, account ? 'accounts' : 'platform', {
          id,
          type,
          object,
          account,
          apiVersion: null,
          livemode: false,
        })
        // Answered here; the hint leaves behind the answer.
        if (isNew) await ports.hints.send([{ kind: 'inbox', id: event.id }]).catch(() => undefined)
      },
      (how) => {
        if (how === 'done') event.isDelivered = true
        const gap = gaps[tries]
        if (how !== 'done' && gap !== undefined) deliver(sim, event, gap + sim.random('webhooks').between(0, 30) * second, tries + 1)
      },
    )
  })
}
