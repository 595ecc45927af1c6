import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { huntMutants } from './mutants/hunt-all.ts'
import { compareWithD1 } from './parity/parity.ts'
import type { Run } from './run.ts'
import { simulate, trace } from './seeds.ts'
import { makeQuiet } from './world.ts'

const usage = `npm run simulate -- [options]
  --seeds N     how many seeds (200; with --mutants at most so many for each)
  --from S      the first seed (1)
  --days D      of faults and work in each seed (3; with --quick 1)
  --seconds T   stops after so many seconds, whatever is left
  --jobs J      threads (as many as there are cores from 200 seeds on, else one)
  --mutants     instead: deliberate bugs, each until a seed catches it
  --only M1,M2  these mutants alone
  --quick       with --mutants: those alone that one small seed catches
  --parity N    instead: N seeds again on D1 in workerd, each answer and the last state compared
  --trace       prints every step of the first seed
  --json        the last line alone`

const print = makeQuiet()
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '' },
    from: { type: 'string', default: '1' },
    days: { type: 'string', default: '' },
    seconds: { type: 'string', default: '' },
    jobs: { type: 'string', default: '' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    parity: { type: 'string' },
    trace: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const seeds = Number(values.seeds || (values.mutants ? 1500 : 200))
const beganAt = performance.now()
const run: Run = {
  from: Number(values.from),
  seeds,
  days: Number(values.days || (values.quick ? 1 : 3)),
  limit: Number(values.seconds || Number.POSITIVE_INFINITY),
  jobs: Number(values.jobs) || (seeds >= 200 ? availableParallelism() : 1),
  seconds: () => Math.round((performance.now() - beganAt) / 100) / 10,
  print,
  tell: (line) => values.json || print(line),
}

if (values.help) print(usage)
else if (values.parity) process.exitCode = (await compareWithD1(run, Number(values.parity))) ? 0 : 1
else if (values.mutants) process.exitCode = (await huntMutants(run, { only: values.only?.split(','), quick: values.quick })) ? 0 : 1
else process.exitCode = (await (values.trace ? trace(run) : simulate(run))) ? 0 : 1
