import { checkBundle } from './checks/bundle.ts'
import { type Tally, tool } from './checks/command.ts'
import { type Check, laneAsked, runBeside, runLane } from './checks/lanes.ts'
import { checkLock } from './checks/lock.ts'
import { checkMigrations } from './checks/migrations.ts'
import { checkSnippet } from './checks/snippet.ts'
import { runUnitTests } from './checks/unit-tests.ts'

const simulation = (...options: string[]) => tool('node', 'test/simulation/simulate.ts', ...options)

const quick: Check[] = [
  { name: 'Types', run: tool('tsc') },
  { name: 'Types of the browser modules', run: tool('tsc', '-p', 'portal/public') },
  { name: 'Types of the bindings', run: tool('npm', 'run', '--silent', 'types', '--', '--check') },
  { name: 'Format, lint and imports', run: tool('biome', 'check', '.') },
  { name: 'Packages of every platform', run: checkLock },
  { name: 'Migrations as the schema says', run: checkMigrations },
  { name: 'The deployed bundle', run: checkBundle },
  { name: 'The script for the company’s own pages', run: checkSnippet },
]
const tests: Check[] = [{ name: 'Tests', run: runUnitTests }]
const money: Check[] = [
  { name: 'Money under simulated faults', run: simulation('--seeds', '200', '--days', '0.25') },
  { name: 'Deliberate bugs are caught', run: simulation('--mutants', '--quick', '--jobs', '2') },
  { name: 'The same on D1 itself', run: simulation('--parity', '2', '--days', '0.5') },
  { name: 'Killed while it pays', run: tool('node', 'test/kill/kill-test.ts', '--kills', '3', '--partners', '12') },
  { name: 'Six people walk from click to payout', run: tool('node', 'test/local/walk.ts') },
]
const browser: Check[] = [{ name: 'A browser walks through', run: tool('node', 'test/browser/run.ts') }]

/** Everything that must hold, the quick checks first. The lanes of a round run beside one another: a browser waits more than it works. */
const rounds: Check[][][] = [[quick], [tests], [money, browser]]

const asked = laneAsked(rounds)
const total: Tally = { passed: 0, failed: 0 }
const failures: string[] = []
for (const [index, lanes] of asked ? [[0, [asked]] as const] : rounds.entries()) {
  const outcomes = lanes[1] ? await runBeside(index, lanes) : lanes.map(runLane)
  for (const { tally, failed } of outcomes) {
    total.passed += tally.passed
    total.failed += tally.failed
    failures.push(...failed)
  }
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
