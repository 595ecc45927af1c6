import { Report } from './report.ts'
import type { Run } from './run.ts'
import { runSeed } from './run-seed.ts'
import { shrink, traceOf } from './shrink.ts'
import { type Found, inThreads, type Task } from './threads.ts'
import { worldOf } from './world.ts'

/** To look for the shortest trace takes as long as forty seeds. */
const tracesAtMost = 2

/** Runs the seeds and says whether all held. The last line printed is for a machine. */
export async function simulate(run: Run): Promise<boolean> {
  const { from, jobs, seconds, print, tell } = run
  const report = new Report()
  const twice: Found[] = []
  await inThreads(jobs, tasksOf(run), async (done) => {
    if (done.kind !== 'seed') return
    const { found } = done
    if (found.seed === from && twice.push(found) === 1) return
    report.add(found)
    if (found.violation) await tellViolation(run, found, report.violations <= tracesAtMost)
    if (report.seeds % 100 === 0) tell(`${report.seeds} seeds, ${report.effects} effects, ${report.violations} violations, ${seconds()} s`)
  })
  const isSame = isOneWay(twice)
  if (!isSame) print(`Seed ${from} was run twice and went two ways`)
  const { user, system } = process.cpuUsage()
  const spent = { seconds: seconds(), cpuSeconds: Math.round((user + system) / 100_000) / 10 }
  for (const line of report.lines(spent)) tell(line)
  print(report.summary(spent))
  return isSame && report.violations === 0
}

/** The first seed comes twice: the same seed must go the same way, in whatever thread. */
function* tasksOf({ from, seeds, days, limit, seconds }: Run): Generator<Task> {
  yield { kind: 'seed', seed: from, days }
  for (let seed = from; seed < from + seeds && seconds() < limit; seed += 1) yield { kind: 'seed', seed, days }
}

const isOneWay = ([first, second]: readonly Found[]): boolean =>
  first?.figures.digest === second?.figures.digest && first?.figures.effects === second?.figures.effects

async function tellViolation({ days, print }: Run, { seed, violation }: Found, isTraced: boolean): Promise<void> {
  print(`Seed ${seed} breaks ${violation?.invariant}: ${violation?.message}`)
  if (!isTraced) return
  const world = await worldOf('product')
  const shortest = await shrink(world, await runSeed(world, seed, { days }), days)
  print(
    `It takes ${shortest.needs.join(', ') || 'no fault at all'}. Again: npm run simulate -- --seeds 1 --from ${seed} --days ${days} --trace`,
  )
  for (const line of traceOf(shortest)) print(`  ${line}`)
}

/** Prints every step of the first seed. */
export async function trace({ from, days, print }: Run): Promise<boolean> {
  const { tally, violation } = await runSeed(await worldOf('product'), from, { days, keepsLines: true })
  for (const line of tally.lines ?? []) print(line)
  if (violation) print(`Seed ${from} breaks ${violation.invariant}: ${violation.message}`)
  return violation === undefined
}
