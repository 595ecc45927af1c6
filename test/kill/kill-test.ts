import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { play } from './play.ts'

const usage = `npm run kill-test -- [options]
  --kills N       how often the Worker is killed while it pays (25)
  --partners N    how many partners are paid (60)
  --seed S        of everything that is chosen by chance (1)
  --mutant M1     with a deliberate bug of the simulation's list: it must be noticed
  --keep          keeps the folder with D1 and the logs
  --json          the last line alone`

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '25' },
    partners: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    mutant: { type: 'string' },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(usage)
  process.exit(0)
}
const folder = mkdtempSync(join(tmpdir(), 'goodword-kill-'))
mkdirSync(folder, { recursive: true })
process.once('exit', () => values.keep || rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
// Leaving by `exit` takes every process of the test along; a bare signal would not.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

const tell = (line: string) => void (values.json || console.log(line))
const { kills, partners, seed } = { kills: Number(values.kills), partners: Number(values.partners), seed: Number(values.seed) }
const { problems, ...figures } = await play({ folder, kills, partners, seed, mutant: values.mutant, tell })
for (const problem of problems.slice(0, 20)) console.error(problem)
if (problems.length > 20) console.error(`and ${problems.length - 20} more`)
if (values.keep) tell(`Kept: ${folder}`)
console.log(JSON.stringify(figures))
process.exit(problems.length === 0 ? 0 : 1)
