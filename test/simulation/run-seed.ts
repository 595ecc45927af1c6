import type { Settings } from '../../worker/settings.ts'
import type { Product } from './bundle.ts'
import { checkRest, checkWhole } from './checks/rest.ts'
import { checkStep, nothingKnown } from './checks/step.ts'
import { letCustomersPay } from './customers.ts'
import { quietBindingOf } from './d1.ts'
import { noHints } from './hints.ts'
import { forgetInvocations } from './invocation.ts'
import { drawMix, type FaultKind } from './mix.ts'
import { letApproversWork } from './people/approvers.ts'
import { letFinanceWork, payOnceMore, stopInTheMiddle } from './people/finance.ts'
import { letPeopleReconcile } from './people/restorers.ts'
import { letSalesDecide } from './people/sales.ts'
import { populate } from './population.ts'
import { portsOf } from './ports.ts'
import { letDatabaseBeRestored } from './restore.ts'
import { day, hour, Schedule } from './schedule.ts'
import { type Sim, streamsOf, Violation } from './sim.ts'
import type { Store } from './store.ts'
import { emptyStripe } from './stripe/state.ts'
import { Tally } from './tally.ts'
import { clearUp, failInTheMiddle, letCronsRun, letWeatherBe } from './weather.ts'

/** Two days before a month begins, so that its draft by the clock falls into the days of faults. */
const startAt = Date.UTC(2026, 10, 29, 8)
const calmMs = 6 * day
/** Between two looks at the whole database. */
const stepsUnseen = 1500

export type World = { product: Product; settings: Settings; store: Store; faults: string[] }
export type Outcome = { seed: number; tally: Tally; transfers: number; violation: Violation | undefined }
export type Options = {
  off?: ReadonlySet<FaultKind>
  keepsLines?: boolean
  /** Of faults and work; fewer make a smaller seed. */
  days?: number
}

/** One seed: three days of faults and work, six without; then everything must be at rest and agree. */
export async function runSeed(world: World, seed: number, { off, keepsLines = false, days = 3 }: Options = {}): Promise<Outcome> {
  const sim = simOf(world, seed, off, keepsLines)
  forgetInvocations()
  world.faults.length = 0
  world.store.begin()
  try {
    const violation = await violationOf(world, sim, days * day)
    return { seed, tally: sim.tally, transfers: sim.stripe.transfers.size, violation }
  } finally {
    world.store.forget()
  }
}

async function violationOf(world: World, sim: Sim, workMs: number): Promise<Violation | undefined> {
  try {
    await live(world, sim, workMs)
    return undefined
  } catch (error) {
    if (error instanceof Violation) return error
    throw error
  }
}

async function live(world: World, sim: Sim, workMs: number): Promise<void> {
  const population = populate(sim)
  sim.customers = population.customers
  const calmFrom = startAt + workMs
  letCustomersPay(sim, population, workMs)
  letFinanceWork(sim, population, calmFrom)
  letApproversWork(sim, population, calmFrom + 5 * day)
  letSalesDecide(sim, population, calmFrom)
  letPeopleReconcile(sim, population, calmFrom + 5 * day)
  sim.payoutsAreHandled = () => {
    stopInTheMiddle(sim, population)
    failInTheMiddle(sim)
  }
  letWeatherBe(sim, population, workMs)
  letDatabaseBeRestored(sim, population, workMs)
  letCronsRun(sim, calmFrom + calmMs)
  await pass(world, sim, calmFrom)
  clearUp(sim)
  sim.calmFrom = calmFrom
  sim.schedule.after(20 * hour, () => payOnceMore(sim, population))
  await pass(world, sim, calmFrom + calmMs)
  await checkRest(sim)
}

/** Runs the heap, one event a step; after each, what it touched is looked at. */
async function pass(world: World, sim: Sim, until: number): Promise<void> {
  const memory = sim.memory
  for (let step = 1; sim.schedule.step(until); step += 1) {
    if (sim.isStirred) {
      sim.isStirred = false
      await drained()
    }
    if (sim.violation) throw sim.violation
    checkStep(sim, memory)
    if (step % stepsUnseen === 0) checkWhole(sim)
    const [fault] = world.faults
    if (fault) throw new Violation('D1', `The database calls a statement wrong: ${fault}`)
  }
  checkWhole(sim)
}

/** Until every promise that could go on has: nothing of the product waits for anything but the heap. */
const drained = (): Promise<void> => new Promise((go) => setImmediate(go))

function simOf({ product, settings, store }: World, seed: number, off: ReadonlySet<FaultKind> | undefined, keepsLines: boolean): Sim {
  const random = streamsOf(seed)
  const sim: Sim = {
    seed,
    product,
    settings,
    store,
    random,
    mix: drawMix(random('mix'), off),
    schedule: new Schedule(startAt),
    portsOf: (invocation) => portsOf(sim, invocation),
    quietBinding: () => quietBindingOf(store),
    stripe: emptyStripe(),
    customers: [],
    byHand: [],
    newTransfers: [],
    hints: noHints(),
    payoutsAreHandled: () => {},
    weather: { d1Until: 0, stripeUntil: 0, isStripeBusy: false, queueUntil: 0, workerUntil: 0, peopleUntil: 0 },
    tally: new Tally(keepsLines),
    memory: nothingKnown(),
    alive: new Set(),
    restore: undefined,
    isCalm: false,
    isStirred: false,
    calmFrom: 0,
    idle: { writes: -1, until: 0 },
    violation: undefined,
    ids: 1,
  }
  return sim
}
