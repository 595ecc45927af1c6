import { invoke } from '../invocation.ts'
import { day, hour, minute, second } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'
import { stripeId } from './state.ts'

type StripeEvent = { id: string; type: string; object: string; account: string | null }

/** Nobody but the event tells of these; until Stripe is asked daily for what was missed, they are late at most. */
const mayBeLost = (type: string): boolean => type === 'transfer.created' || type.startsWith('v2.') || type.startsWith('account.')

/** Stripe tells of something: at once, late, twice, as two events, or never. */
export function emit(sim: Sim, type: string, object: string, account: string | null = null): void {
  const event = { id: stripeId(sim.stripe, 'evt'), type, object, account }
  const random = sim.random('webhooks')
  const rate = sim.mix.network
  if (mayBeLost(type) && strikes(sim, 'F26', rate / 2)) return
  const late = strikes(sim, 'F25', rate / 4) ? random.between(1, 48) * hour : random.between(100, 4000)
  deliver(sim, event, late, 0)
  if (!strikes(sim, 'F25', rate / 2)) return
  const again = random.chance(0.5) ? event : { ...event, id: stripeId(sim.stripe, 'evt') }
  deliver(sim, again, random.between(0, 3 * minute), 0)
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
        const isNew = await sim.product.putEvent(ports, event.account ? 'accounts' : 'platform', {
          ...event,
          apiVersion: null,
          livemode: false,
        })
        // Answered here; the hint leaves behind the answer.
        if (isNew) await ports.hints.send([{ kind: 'inbox', id: event.id }]).catch(() => undefined)
      },
      (how) => {
        const gap = gaps[tries]
        if (how !== 'done' && gap !== undefined) deliver(sim, event, gap + sim.random('webhooks').between(0, 30) * second, tries + 1)
      },
    )
  })
}

export const webhookLifetime = 3 * day
