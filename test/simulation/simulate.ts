import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { testSecrets, testVariables } from '../support/bindings.ts'
import { loadProduct, type Patch } from './bundle.ts'
import { watch } from './checks/watch.ts'
import { runSeed, type World } from './run-seed.ts'
import { Store } from './store.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, from: { type: 'string' }, json: { type: 'boolean' }, trace: { type: 'boolean' } },
})

// Digests come from another thread; a trace must not depend on when.
crypto.subtle.digest = (async (_: unknown, data: Uint8Array) => createHash('sha256').update(data).digest().buffer) as never

const said = globalThis.console.log
for (const level of ['error', 'warn', 'info', 'log'] as const) console[level] = () => {}

async function worldOf(name: string, patches: readonly Patch[] = []): Promise<World> {
  const { product, migrations } = await loadProduct(name, patches)
  const faults: string[] = []
  const store = new Store(migrations, (message) => faults.push(message))
  watch(store)
  return { product, settings: product.readSettings({ ...testVariables, ...testSecrets }), store, faults }
}

const world = await worldOf('product')
const from = Number(values.from ?? 1)
for (let seed = from; seed < from + Number(values.seeds ?? 1); seed += 1) {
  const t = performance.now()
  const outcome = await runSeed(world, seed, { keepsLines: values.trace === true })
  if (values.trace) for (const line of outcome.tally.lines ?? []) said(line)
  said(
    seed,
    outcome.tally.effects,
    outcome.tally.crashes,
    outcome.tally.faults,
    outcome.transfers,
    outcome.tally.digest,
    outcome.violation?.invariant,
    outcome.violation?.message,
    `${Math.round(performance.now() - t)} ms`,
  )
}
