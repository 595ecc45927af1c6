import { createHash } from 'node:crypto'
import { testSecrets, testVariables } from '../support/bindings.ts'
import { loadProduct, type Patch } from './bundle.ts'
import { watch } from './checks/watch.ts'
import type { World } from './run-seed.ts'
import { Store } from './store.ts'

type Making = {
  /** With the query builder as it is. */
  isPlain?: boolean
  makeStore?: (...given: ConstructorParameters<typeof Store>) => Store
}

/** The product as it is, or with the patches of a mutant, over a database of its own. */
export async function worldOf(
  name: string,
  patches: readonly Patch[] = [],
  { isPlain = false, makeStore = (...given) => new Store(...given) }: Making = {},
): Promise<World> {
  const { product, migrations } = await loadProduct(name, patches, isPlain)
  const faults: string[] = []
  const store = makeStore(migrations, (message) => faults.push(message))
  watch(store)
  return { product, settings: product.readSettings({ ...testVariables, ...testSecrets }), store, faults }
}

/** Digests are made at once, for another thread would answer when it likes, and the product's own log goes nowhere. Gives the way to print. */
export function makeQuiet(): (line: string) => void {
  const print = console.log.bind(console)
  const digest = async (_algorithm: string, data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest()).buffer
  Object.defineProperty(crypto.subtle, 'digest', { value: digest })
  for (const level of ['log', 'info', 'warn', 'error'] as const) console[level] = () => {}
  return print
}
