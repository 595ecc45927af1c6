import { crashPointsOfAll } from './crash-points.ts'
import { type FaultKind, faultKinds, notYetPossible } from './mix.ts'
import type { Side } from './tally.ts'
import type { Found } from './threads.ts'

/** What is looked at after each step, in the whole database, and at rest (money.md 13). */
const invariants = 'I1–I31, L1 and L2'

/** What a run took: on the clock, and of all its threads. */
export type Spent = { seconds: number; cpuSeconds: number }

/** The sums of many seeds. */
export class Report {
  seeds = 0
  effects = 0
  crashes = 0
  faults = 0
  checks = 0
  transfers = 0
  violations = 0
  byFault: Record<string, number> = {}
  crashPoints: Record<string, Record<Side, number>> = {}

  add({ figures, transfers, violation }: Found): void {
    this.seeds += 1
    this.effects += figures.effects
    this.crashes += figures.crashes
    this.faults += figures.faults
    this.checks += figures.checks
    this.transfers += transfers
    if (violation) this.violations += 1
    for (const [kind, times] of Object.entries(figures.byFault)) this.byFault[kind] = (this.byFault[kind] ?? 0) + times
    for (const [point, { before, after }] of Object.entries(figures.crashPoints)) {
      const sum = this.crashPoints[point] ?? { before: 0, after: 0 }
      this.crashPoints[point] = { before: sum.before + before, after: sum.after + after }
    }
  }

  /** What a machine reads, as the last line. */
  summary({ seconds, cpuSeconds }: Spent): string {
    const { seeds, effects, crashes, faults, transfers, byFault, violations } = this
    const crashPoints = crashPointsOfAll(this)
    return JSON.stringify({ seeds, effects, crashes, faults, transfers, byFault, crashPoints, violations, seconds, cpuSeconds })
  }

  lines({ seconds, cpuSeconds }: Spent): string[] {
    const points = Object.entries(crashPointsOfAll(this))
    const missed = points.filter(([, { before, after }]) => before === 0 || after === 0).map(([point]) => point)
    const missedKinds = (Object.keys(faultKinds) as FaultKind[]).filter((kind) => !this.byFault[kind]) // its keys
    return [
      `${this.seeds} seeds in ${seconds} s, ${this.effects} effects (${Math.round(this.effects / cpuSeconds)} in a CPU second), ${this.crashes} crashes, ${this.faults} faults, ${this.transfers} transfers, ${this.violations} violations`,
      `${this.checks} checks of ${invariants}`,
      `faults: ${(Object.keys(faultKinds) as FaultKind[]).map((kind) => `${kind} ${notYetPossible[kind] ? 'not yet' : (this.byFault[kind] ?? 0)}`).join(' · ')}`,
      `crash points before/after: ${points.map(([point, { before, after }]) => `${point} ${before}/${after}`).join(' · ')}`,
      `fault kinds that no seed hit: ${missedKinds.join(', ') || 'none'}`,
      `crash points with a side that no seed hit: ${missed.join(', ') || 'none'}`,
    ]
  }
}
