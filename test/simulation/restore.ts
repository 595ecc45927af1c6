import type { Memory } from './checks/step.ts'
import { kill } from './invocation.ts'
import { enterAgain, raiseEpoch } from './people/restorers.ts'
import type { Population } from './population.ts'
import { day, hour, minute } from './schedule.ts'
import { type Sim, strikes } from './sim.ts'

/** The database went back to `to` while Stripe kept going. */
export type Restored = {
  to: number
  /** Whether the epoch was raised before, as the runbook says; else the stop has to trip. */
  isAnnounced: boolean
  isRaised: boolean
}

const backMs = [5 * minute, 40 * minute, 3 * hour, 12 * hour, day, 2 * day] as const
/** From the deployed epoch to the restore: what was under way is over by then. */
const noticeMs = 20 * minute

/** F33 in some seeds: at a random moment the store goes back to what it was minutes, hours or days ago. */
export function letDatabaseBeRestored(sim: Sim, population: Population, workMs: number): void {
  if (sim.mix.off.has('F33')) return
  const random = sim.random('F33')
  if (!random.chance(0.3)) return
  const at = sim.schedule.now + random.between(workMs / 6, workMs - hour)
  const to = Math.max(sim.schedule.now + minute, at - random.pick(backMs) - random.between(0, 30 * minute))
  const isAnnounced = random.chance(0.75)
  let memory: Memory | undefined
  sim.schedule.at(to, () => {
    sim.store.keepMoment()
    memory = copyOf(sim.memory)
  })
  if (isAnnounced) {
    sim.schedule.at(Math.max(to, at - noticeMs), () => {
      deployAnew(sim)
      raiseEpoch(sim)
    })
  }
  sim.schedule.at(at, () => {
    if (!memory || !strikes(sim, 'F33', 1)) return
    sim.restore = { to, isAnnounced, isRaised: isAnnounced }
    rollBack(sim, memory)
    sim.schedule.after(random.between(10 * minute, 5 * hour), () => enterAgain(sim, population))
    // Whoever forgot to raise the epoch remembers in the end, if no stop has tripped by then.
    sim.schedule.after(2 * day, () => !sim.restore?.isRaised && raiseEpoch(sim))
  })
}

const copyOf = ({ payouts, logs, writes }: Memory): Memory => ({ payouts: new Map(payouts), logs: structuredClone(logs), writes })

/** What runs is gone with the database it knew; what it had asked of Stripe goes its way. */
function rollBack(sim: Sim, memory: Memory): void {
  deployAnew(sim)
  sim.store.goBack()
  Object.assign(sim.memory, memory, { writes: -1 })
  sim.idle = { writes: -1, until: 0 }
  sim.tally.line(sim.schedule.now, () => `the database is restored to ${new Date(sim.restore?.to ?? 0).toISOString()}`)
}

function deployAnew(sim: Sim): void {
  for (const invocation of [...sim.alive]) kill(sim, invocation, 'F32', () => 'a deploy')
}

/** Until the barrier lifts the books know less than Stripe: a transfer may be made that no payout here knows. */
export const isForgetting = ({ restore, settings, store }: Sim): boolean =>
  restore !== undefined && (!restore.isRaised || store.peek('select 1 from epochs where n = ?', settings.moneyEpoch).length === 0)
