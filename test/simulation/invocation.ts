import { crashPointsOf } from './crash-points.ts'
import type { Sim } from './sim.ts'

/** One run of the Worker: a message batch, a webhook, a cron tick, a person's act. */
export type Invocation = {
  id: number
  kind: string
  isDead: boolean
  /** How far its clock is off. */
  skewMs: number
  end: (how: 'done' | 'failed' | 'killed', error?: unknown) => void
}

/** What a call to a port is called, when somebody asks: of the database, its statements. */
export type EffectName = () => string

/** What became of a call: the port decides when, and whether the answer is an error. */
type Answering<Result> = { give: (result: Result) => void; fail: (error: unknown) => void }

let counter = 0

/** Starts one; `act` gets what it needs to make its ports. Its end is heard once, a kill included. */
export function invoke(
  sim: Sim,
  kind: string,
  act: (invocation: Invocation) => Promise<unknown>,
  ended: (how: 'done' | 'failed' | 'killed', error?: unknown) => void = () => {},
): Invocation {
  counter += 1
  const skews = sim.mix.off.has('F34') || sim.isCalm ? 0 : sim.random('F34').between(-2000, 2000)
  const invocation: Invocation = {
    id: counter,
    kind,
    isDead: false,
    skewMs: skews,
    end: (how, error) => {
      if (invocation.isDead) return
      invocation.isDead = true
      sim.alive.delete(invocation)
      sim.tally.line(
        sim.schedule.now,
        () =>
          `${nameOf(invocation)} ${how}${error instanceof AggregateError ? `: ${error.errors.join('; ')}` : error instanceof Error ? `: ${error.message} ${error.cause ?? ''}` : ''}`,
      )
      ended(how, error)
    },
  }
  sim.alive.add(invocation)
  if (!sim.isCalm && !sim.mix.off.has('F32') && sim.random('F32').chance(sim.mix.crash / 40))
    sim.schedule.after(sim.random('F32').between(0, 900), () => deploy(sim))
  sim.tally.line(sim.schedule.now, () => `${nameOf(invocation)} begins`)
  sim.isStirred = true
  act(invocation).then(
    () => invocation.end('done'),
    (error: unknown) => invocation.end('failed', error),
  )
  return invocation
}

const nameOf = ({ id, kind }: Invocation) => `#${id} ${kind}`

/** Begins to count anew, so that a seed's trace is the same whatever ran before it. */
export const forgetInvocations = (): void => {
  counter = 0
}

/**
 * One call to a port: an instant before it and one after it at which the invocation may be killed. Killed, it never hears of
 * anything again; what it had sent before goes its way all the same. `weight` is how much likelier than others it is to be the last:
 * reads are many, and leave nothing behind.
 */
export function effect<Result>(
  sim: Sim,
  invocation: Invocation,
  name: EffectName,
  { latencyMs, weight = 1 }: { latencyMs: number; weight?: number },
  perform: (answer: Answering<Result>) => void,
): Promise<Result> {
  return new Promise((give, fail) => {
    if (invocation.isDead) return
    sim.tally.effects += 1
    if (isKilled(sim, invocation, weight, name)) return
    const dies = willDie(sim, weight)
    const answered = (how: () => void) => {
      if (invocation.isDead) return
      sim.isStirred = true
      if (dies) kill(sim, invocation, 'F2', name)
      else how()
    }
    sim.schedule.after(latencyMs, () => {
      sim.tally.mark(sim.schedule.now, invocation.id)
      perform({ give: (result) => answered(() => give(result)), fail: (error) => answered(() => fail(error)) })
      sim.tally.line(sim.schedule.now, () => `${nameOf(invocation)} ${name()}`)
    })
  })
}

const willDie = (sim: Sim, weight: number): boolean =>
  !sim.isCalm && !sim.mix.off.has('F2') && sim.random('F2').chance((sim.mix.crash * weight) / 2)

function isKilled(sim: Sim, invocation: Invocation, weight: number, name: EffectName): boolean {
  if (sim.isCalm || sim.mix.off.has('F1') || !sim.random('F1').chance((sim.mix.crash * weight) / 2)) return false
  kill(sim, invocation, 'F1', name)
  return true
}

/** New code everywhere: what ran is gone. */
function deploy(sim: Sim): void {
  for (const invocation of [...sim.alive]) kill(sim, invocation, 'F32', () => 'a deploy')
}

/** Ends it here; F1 before the effect, F2 after it, F32 wherever it was. */
export function kill(sim: Sim, invocation: Invocation, kind: 'F1' | 'F2' | 'F32', name: EffectName): void {
  sim.tally.crashes += 1
  sim.tally.fault(kind)
  if (kind !== 'F32')
    for (const point of crashPointsOf(invocation.kind, name())) sim.tally.crashPoint(point, kind === 'F1' ? 'before' : 'after')
  sim.tally.line(
    sim.schedule.now,
    () => `${nameOf(invocation)} killed ${kind === 'F1' ? 'before' : kind === 'F2' ? 'after' : 'at'} ${name()}`,
  )
  invocation.end('killed')
}
