import type { Deps } from '../../worker/deps.ts'
import type { Settings } from '../../worker/settings.ts'
import type { Product } from './bundle.ts'
import type { Memory } from './checks/step.ts'
import type { PaidByHand } from './customers.ts'
import type { HintMessages } from './hints.ts'
import type { Invocation } from './invocation.ts'
import type { FaultKind, Mix } from './mix.ts'
import type { Customer } from './population.ts'
import { type Random, randomOf } from './random.ts'
import type { Restored } from './restore.ts'
import type { Schedule } from './schedule.ts'
import type { Store } from './store.ts'
import type { StripeState, Transfer } from './stripe/state.ts'
import type { Tally } from './tally.ts'

/** Until when something is out; virtual milliseconds. */
type Weather = {
  d1Until: number
  stripeUntil: number
  isStripeBusy: boolean
  queueUntil: number
  workerUntil: number
  peopleUntil: number
}

/** One seed's world: everything that is not the product. */
export type Sim = {
  seed: number
  product: Product
  settings: Settings
  portsOf: (invocation: Invocation) => Deps
  /** A binding without faults, for looking at what pages show. */
  quietBinding: () => D1Database
  store: Store
  schedule: Schedule
  mix: Mix
  /** A stream of chance by name, the same one each time. */
  random: (name: string) => Random
  stripe: StripeState
  customers: readonly Customer[]
  byHand: PaidByHand[]
  /** Made since the last check. */
  newTransfers: Transfer[]
  hints: HintMessages
  /** Called as payouts are about to be sent: people may stop them in the same second. */
  payoutsAreHandled: () => void
  weather: Weather
  tally: Tally
  memory: Memory
  alive: Set<Invocation>
  /** The database was restored. */
  restore: Restored | undefined
  isCalm: boolean
  /** A promise was kept, or an invocation begun: the product may go on. */
  isStirred: boolean
  calmFrom: number
  /** When the sweep would find something, as it was last seen. */
  idle: { writes: number; until: number }
  /** The first invariant that broke; the seed ends with it. */
  violation: Violation | undefined
  /** The last id that the product asked for, by count. */
  ids: number
}

export class Violation extends Error {
  readonly invariant: string
  /** Ids of what it is about, for the trace. */
  readonly subjects: readonly string[]

  constructor(invariant: string, message: string, subjects: readonly string[] = []) {
    super(message)
    this.invariant = invariant
    this.subjects = subjects
  }
}

/** Whether a fault of this kind happens now; it is counted, and its own stream decides, so that one without the others repeats. */
export function strikes(sim: Sim, kind: FaultKind, probability: number): boolean {
  if (sim.isCalm || sim.mix.off.has(kind) || !sim.random(kind).chance(probability)) return false
  sim.tally.fault(kind)
  return true
}

export function streamsOf(seed: number): (name: string) => Random {
  const streams = new Map<string, Random>()
  return (name) => {
    const known = streams.get(name)
    if (known) return known
    const made = randomOf(seed, name)
    streams.set(name, made)
    return made
  }
}
