import { forgetOldKeys } from './idempotency.ts'
import type { Job, State } from './state.ts'
import { remove } from './table.ts'

const DAY_SECONDS = 86_400

/** How time passes: only when somebody advances it, or with the wall, to which advancing adds. */
export type Tick = 'manual' | { wall: () => number }

/** Does one thing that is due; `ref` says to what. */
export type Runners = Record<string, (state: State, ref: string) => void | Promise<void>>

/** The names of planned jobs, the earliest first: kept beside the jobs themselves, for it is no part of the state. */
const plans = new WeakMap<object, { name: string; dueMs: number }[]>()

function planOf(state: State): { name: string; dueMs: number }[] {
  const known = plans.get(state.jobs)
  if (known) return known
  const plan = Object.entries(state.jobs)
    .map(([name, { dueMs }]) => ({ name, dueMs }))
    .sort((a, b) => a.dueMs - b.dueMs)
  plans.set(state.jobs, plan)
  return plan
}

/** Something will happen at a time; the same thing to the same object is planned only once. */
export function schedule(state: State, kind: string, ref: string, dueMs: number): void {
  const name = `${kind}:${ref}`
  if (state.jobs[name]) return
  const plan = planOf(state)
  state.jobs[name] = { dueMs, kind, ref }
  let [from, to] = [0, plan.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((plan[middle]?.dueMs ?? 0) <= dueMs) from = middle + 1
    else to = middle
  }
  plan.splice(from, 0, { name, dueMs })
}

export function unschedule(state: State, kind: string, ref: string): void {
  delete state.jobs[`${kind}:${ref}`]
}

/** The time it should be. Between two calls of `passTo` the state's own clock stands still. */
export const timeIsMs = (state: State, tick: Tick): number =>
  tick === 'manual' ? state.nowMs : Math.max(state.nowMs, tick.wall() + state.aheadMs)

/** The next job, skipping those that were taken back. */
function earliest(state: State): [string, Job] | undefined {
  const plan = planOf(state)
  for (let first = plan[0]; first; first = plan[0]) {
    const job = state.jobs[first.name]
    if (job?.dueMs === first.dueMs) return [first.name, job]
    plan.shift()
  }
  return undefined
}

const nextDelivery = (state: State): number =>
  state.deliveries.reduce((dueMs, each) => (each.status === 'due' ? Math.min(dueMs, each.dueMs) : dueMs), Number.POSITIVE_INFINITY)

/**
 * Moves the clock to `untilMs` and does all that becomes due on the way, each thing at its own time and in that order. `sendAll`, if given,
 * sends the webhooks that are due at the clock's time.
 */
export async function passTo(state: State, untilMs: number, runners: Runners, sendAll?: () => Promise<void>): Promise<void> {
  for (;;) {
    const job = earliest(state)
    const deliveryMs = sendAll ? nextDelivery(state) : Number.POSITIVE_INFINITY
    const nextMs = Math.min(job?.[1].dueMs ?? Number.POSITIVE_INFINITY, deliveryMs)
    if (nextMs > untilMs) break
    state.nowMs = Math.max(state.nowMs, nextMs)
    if (sendAll && deliveryMs <= nextMs) await sendAll()
    else if (job) await runJob(state, job, runners)
  }
  state.nowMs = Math.max(state.nowMs, untilMs)
  forgetOldKeys(state)
  forgetOldEvents(state)
}

/** Events can be asked for during thirty days; those that wait for their delivery stay longer. */
function forgetOldEvents(state: State): void {
  const waiting = new Set(state.deliveries.filter((each) => each.status === 'due' || each.status === 'withheld').map((each) => each.event))
  const isOld = (id: string, createdMs: number) => createdMs < state.nowMs - 35 * DAY_SECONDS * 1000 && !waiting.has(id)
  const { events, thinEvents } = state.tables
  const old = Object.keys(events).filter((id) => isOld(id, (events[id]?.object.created ?? 0) * 1000))
  const oldThin = Object.keys(thinEvents).filter((id) => isOld(id, Date.parse(thinEvents[id]?.object.created ?? '')))
  remove(events, old)
  remove(thinEvents, oldThin)
}

async function runJob(state: State, [name, job]: [string, Job], runners: Runners): Promise<void> {
  delete state.jobs[name]
  await runners[job.kind]?.(state, job.ref)
}
