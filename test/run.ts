import { checkBundle } from './checks/bundle.ts'
import { type Tally, tool } from './checks/command.ts'
import { checkLock } from './checks/lock.ts'
import { checkMigrations } from './checks/migrations.ts'
import { checkSnippet } from './checks/snippet.ts'
import { runUnitTests } from './checks/unit-tests.ts'

const simulation = (...options: string[]) => tool('node', 'test/simulation/simulate.ts', ...options)

/** Everything that must hold, the quick checks first. */
const checks: { name: string; run: () => Tally }[] = [
  { name: 'Types', run: tool('tsc') },
  { name: 'Types of the browser modules', run: tool('tsc', '-p', 'portal/public') },
  { name: 'Types of the bindings', run: tool('npm', 'run', '--silent', 'types', '--', '--check') },
  { name: 'Format, lint and imports', run: tool('biome', 'check', '.') },
  { name: 'Packages of every platform', run: checkLock },
  { name: 'Migrations as the schema says', run: checkMigrations },
  { name: 'The deployed bundle', run: checkBundle },
  { name: 'The script for the company’s own pages', run: checkSnippet },
  { name: 'Tests', run: runUnitTests },
  { name: 'Money under simulated faults', run: simulation('--seeds', '200', '--days', '0.25') },
  { name: 'Deliberate bugs are caught', run: simulation('--mutants', '--quick', '--jobs', '2') },
  { name: 'The same on D1 itself', run: simulation('--parity', '2', '--days', '0.5') },
  { name: 'Killed while it pays', run: tool('node', 'test/kill/kill-test.ts', '--kills', '3', '--partners', '12') },
  { name: 'A browser walks through', run: tool('node', 'test/browser/run.ts') },
  { name: 'Six people walk from click to payout', run: tool('node', 'test/local/walk.ts') },
]

const total: Tally = { passed: 0, failed: 0 }
const failures: string[] = []
for (const { name, run } of checks) {
  console.log(`\n== ${name}`)
  const startedAt = performance.now()
  const { passed, failed } = run()
  console.log(`${failed === 0 ? 'ok' : 'FAILED'} in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
  total.passed += passed
  total.failed += failed
  if (failed > 0) failures.push(name)
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
