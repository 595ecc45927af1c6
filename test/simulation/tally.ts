import { type FaultKind, faultKinds } from './mix.ts'

export type Side = 'before' | 'after'

/** The sums of a tally, and its digest. */
export type Figures = Pick<Tally, 'effects' | 'crashes' | 'faults' | 'checks' | 'byFault' | 'crashPoints' | 'digest'>

/** What happened in a seed: figures, a digest of every step, and, when asked, its lines. */
export class Tally {
  effects = 0
  crashes = 0
  faults = 0
  checks = 0
  byFault: Record<string, number> = Object.fromEntries(Object.keys(faultKinds).map((kind) => [kind, 0]))
  crashPoints: Record<string, Record<Side, number>> = {}
  digest = 2166136261
  lines: string[] | undefined

  constructor(keepsLines: boolean) {
    this.lines = keepsLines ? [] : undefined
  }

  figures(): Figures {
    const { effects, crashes, faults, checks, byFault, crashPoints, digest } = this
    return { effects, crashes, faults, checks, byFault, crashPoints, digest }
  }

  fault(kind: FaultKind): void {
    this.faults += 1
    this.byFault[kind] = (this.byFault[kind] ?? 0) + 1
  }

  crashPoint(point: string, side: Side): void {
    this.crashPoints[point] ??= { before: 0, after: 0 }
    this.crashPoints[point][side] += 1
  }

  /** Mixes a step into the digest. */
  mark(a: number, b: number): void {
    this.digest = Math.imul(this.digest ^ a, 16777619)
    this.digest = Math.imul(this.digest ^ b, 16777619)
  }

  line(at: number, text: () => string): void {
    this.lines?.push(`${new Date(at).toISOString()} ${text()}`)
  }
}
