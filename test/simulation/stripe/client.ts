import type Stripe from 'stripe'
import { checkRequest } from '../checks/requests.ts'
import { type EffectName, effect, type Invocation } from '../invocation.ts'
import { second } from '../schedule.ts'
import { type Sim, strikes } from '../sim.ts'
import { bodyOf, errorOf, lostError } from './answers.ts'
import { readersOf } from './readers.ts'
import { isFailed, requestId } from './state.ts'
import { type Delivered, requestTransfer, type TransferParameters } from './transfers.ts'

/**
 * Stands where the Stripe library does: under the product's own rail and revenue source, above a Stripe with a memory. It answers and
 * throws what the library was seen to answer and throw (stripe.md 3), so that the classification that runs is the deployed one.
 */
export function stripeClientOf(sim: Sim, invocation: Invocation): Stripe {
  const read = <Result>(name: EffectName, look: () => Result) => readFrom(sim, invocation, name, look)
  const transfers = {
    create: (parameters: TransferParameters, { idempotencyKey }: { idempotencyKey: string }) =>
      send(sim, invocation, parameters, idempotencyKey),
  }
  const readers = readersOf(sim, read)
  // As much of the library as the product's rail and revenue source call.
  return { ...readers, transfers: { ...readers.transfers, ...transfers } } as unknown as Stripe
}

function send(sim: Sim, invocation: Invocation, parameters: TransferParameters, key: string): Promise<unknown> {
  const name = () => `stripe.send ${parameters.transfer_group} ${key} ${parameters.amount} ${parameters.currency}`
  const random = sim.random('stripe latency')
  return effect(sim, invocation, name, { latencyMs: random.between(60, 700), weight: 2 }, ({ give, fail }) => {
    checkRequest(sim, parameters, key)
    const delivered = requestTransfer(sim, parameters, key)
    sim.tally.line(sim.schedule.now, () => `  stripe: ${JSON.stringify(delivered)}`)
    sim.schedule.after(backMs(sim, delivered), () => settle(sim, delivered, give, fail))
  })
}

const backMs = (sim: Sim, delivered: Delivered): number =>
  delivered.kind === 'lost' && delivered.how === 'timeout' ? 20 * second : sim.random('stripe latency').between(20, 400)

function settle(sim: Sim, delivered: Delivered, give: (result: unknown) => void, fail: (error: unknown) => void) {
  if (delivered.kind === 'lost') return fail(lostError(sim, delivered.how))
  const { answer } = delivered
  if (isFailed(answer)) return fail(errorOf(sim, answer.status, answer.error))
  give({ ...bodyOf(answer.transfer), lastResponse: { statusCode: answer.status, requestId: requestId(sim.random('request ids')) } })
}

/** A read: it may fail in the ways of any request, and changes nothing. */
function readFrom<Result>(sim: Sim, invocation: Invocation, name: EffectName, look: () => Result): Promise<Result> {
  return effect<Result>(sim, invocation, name, { latencyMs: sim.random('stripe latency').between(50, 500) }, ({ give, fail }) => {
    const { network } = sim.mix
    if (sim.schedule.now < sim.weather.stripeUntil) {
      sim.schedule.after(20 * second, () => fail(lostError(sim, 'timeout')))
      return
    }
    if (strikes(sim, 'F14', network / 12))
      return fail(errorOf(sim, 429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' }))
    if (strikes(sim, 'F12', network / 12)) return fail(lostError(sim, sim.random('F12').pick(['reset', 'html'] as const)))
    let found: Result
    try {
      found = look()
    } catch (error) {
      return fail(error)
    }
    give(found)
  })
}
