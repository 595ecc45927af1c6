import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { play } from './play.ts'

const usage = `npm run kill-test -- [options]
  --kills N       how often the Worker is killed while it pays (25)
  --partners N    how many partners are paid (60)
  --seed S        of everything that is left to chance (1)
  --mutant M1     with a deliberate bug of the simulation's list, which must be noticed
  --keep          keeps the folder with D1 and the logs
  --json          the last line alone`
const problemsShown = 20

const options = readOptions()
const folder = mkdtempSync(join(tmpdir(), 'goodword-kill-'))
process.once('exit', () => options.keep || rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
// Leaving by `exit` takes every process of the test along; a bare signal would not.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

const tell = (line: string) => void (options.json || console.log(line))
const { problems, ...figures } = await play({ ...options, folder, tell })
for (const problem of problems.slice(0, problemsShown)) console.error(problem)
if (problems.length > problemsShown) console.error(`and ${problems.length - problemsShown} more`)
if (options.keep) tell(`Kept: ${folder}`)
console.log(JSON.stringify(figures))
process.exit(problems.length === 0 ? 0 : 1)

function readOptions() {
  try {
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
    const { mutant, keep, json } = values
    return { mutant, keep, json, kills: whole(values.kills), partners: whole(values.partners), seed: whole(values.seed) }
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    return process.exit(1)
  }
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`"${text}" should be a whole number from 1.`)
  return Number(text)
}
