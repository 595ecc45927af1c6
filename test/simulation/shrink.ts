import { type FaultKind, faultKinds } from './mix.ts'
import { type Outcome, runSeed, type World } from './run-seed.ts'

/** The same violation with as few kinds of faults as it takes: each is left out in turn, and stays out if the invariant still breaks. */
export async function shrink(world: World, { seed, violation }: Outcome, days: number): Promise<Outcome & { needs: FaultKind[] }> {
  const off = new Set<FaultKind>()
  for (const kind of Object.keys(faultKinds) as FaultKind[]) {
    off.add(kind)
    const without = await runSeed(world, seed, { off, days })
    if (without.violation?.invariant !== violation?.invariant) off.delete(kind)
  }
  const shortest = await runSeed(world, seed, { off, days, keepsLines: true })
  return {
    ...shortest,
    needs: (Object.keys(faultKinds) as FaultKind[]).filter((kind) => !off.has(kind) && (shortest.tally.byFault[kind] ?? 0) > 0),
  }
}

const linesAtMost = 80

/** Lines that name what broke, and the end; the rest is counted. */
export function traceOf({ tally, violation }: Outcome): string[] {
  const lines = tally.lines ?? []
  const subjects = (violation?.subjects ?? []).filter((subject) => subject.length > 3)
  const about = lines.filter((line, index) => index > lines.length - 12 || subjects.some((subject) => line.includes(subject)))
  const shown = about.slice(-linesAtMost).map((line) => (line.length > 260 ? `${line.slice(0, 260)}…` : line))
  return [`${lines.length} lines, ${about.length} of them about ${subjects.join(', ') || 'nothing by name'}:`, ...shown]
}
