import { parseArgs } from 'node:util'
import { huntMutants } from './mutants/hunt.ts'
import { Report } from './report.ts'
import { type Outcome, runSeed, type World } from './run-seed.ts'
import { shrink, traceOf } from './shrink.ts'
import { makeQuiet, worldOf } from './world.ts'

const usage = `npm run simulate -- [options]
  --seeds N     how many seeds (200; with --mutants at most so many for each)
  --from S      the first seed (1)
  --days D      of faults and work in each seed (3)
  --seconds T   stops after so many seconds, whatever is left
  --mutants     instead: deliberate bugs, each until a seed catches it
  --only M1,M2  these mutants alone
  --trace       prints every step of the first seed
  --json        the last line alone`

const print = makeQuiet()
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '' },
    from: { type: 'string', default: '1' },
    days: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
/** To look for the shortest trace takes as long as forty seeds. */
const tracesAtMost = 2
const days = Number(values.days)
const beganAt = performance.now()
const seconds = () => Math.round((performance.now() - beganAt) / 100) / 10
const tell = (line: string) => values.json || print(line)

if (values.help) print(usage)
else process.exitCode = (values.mutants ? await hunt() : await simulate()) ? 0 : 1

async function simulate(): Promise<boolean> {
  const world = await worldOf('product')
  const [from, seeds, limit] = [Number(values.from), Number(values.seeds || 200), Number(values.seconds || Number.POSITIVE_INFINITY)]
  const report = new Report()
  const isSame = await isRepeatable(world, from)
  if (!isSame) print(`Seed ${from} was run twice and went two ways`)
  for (let seed = from; seed < from + seeds && seconds() < limit; seed += 1) {
    const outcome = await runSeed(world, seed, { days })
    report.add(outcome)
    if (outcome.violation) await tellViolation(world, outcome, report.violations <= tracesAtMost)
    if (report.seeds % 100 === 0) tell(`${report.seeds} seeds, ${report.effects} effects, ${report.violations} violations, ${seconds()} s`)
  }
  for (const line of report.lines(seconds())) tell(line)
  print(report.summary(seconds()))
  return isSame && report.violations === 0
}

/** Same seed, same trace: the first seed is run twice. */
async function isRepeatable(world: World, seed: number): Promise<boolean> {
  const first = await runSeed(world, seed, { days, keepsLines: values.trace })
  if (values.trace) for (const line of first.tally.lines ?? []) print(line)
  const second = await runSeed(world, seed, { days })
  return first.tally.digest === second.tally.digest && first.tally.effects === second.tally.effects
}

async function tellViolation(world: World, outcome: Outcome, isTraced: boolean): Promise<void> {
  const { seed, violation } = outcome
  print(`Seed ${seed} breaks ${violation?.invariant}: ${violation?.message}`)
  if (!isTraced) return
  const shortest = await shrink(world, outcome, days)
  print(
    `It takes ${shortest.needs.join(', ') || 'no fault at all'}. Again: npm run simulate -- --seeds 1 --from ${seed} --days ${days} --trace`,
  )
  for (const line of traceOf(shortest)) print(`  ${line}`)
}

async function hunt(): Promise<boolean> {
  const caught = await huntMutants({
    seeds: Number(values.seeds || 1500),
    from: Number(values.from),
    only: values.only,
    days,
    told: ({ name, seed, invariant, asExpected }, message) =>
      tell(
        `${name}: ${seed === null ? message : `seed ${seed}, ${invariant}${asExpected ? '' : ' (another than expected)'}: ${message}`}  [${seconds()} s]`,
      ),
  })
  print(JSON.stringify({ mutants: caught.map(({ name, caught: isCaught, seed }) => ({ name, caught: isCaught, seed })) }))
  return caught.every((each) => each.caught)
}
