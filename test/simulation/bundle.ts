import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { threadId } from 'node:worker_threads'
import { build, type Plugin } from 'esbuild'
import { externals, quickening } from './quickening.ts'

export type Product = typeof import('./product.ts')

/** A change of one source text of the product; its old text must stand there exactly once. */
export type Patch = { file: string; from: string; to: string }

const root = resolve(import.meta.dirname, '../..')
const cache = resolve(root, 'node_modules/.cache/goodword-simulation')
const migrations = resolve(root, 'schema/migrations')

/**
 * The product as it stands in the work tree, with the patches of one mutant while it is read, and its migrations. `isPlain` leaves
 * the query builder as it is.
 */
export async function loadProduct(
  name: string,
  patches: readonly Patch[] = [],
  isPlain = false,
): Promise<{ product: Product; migrations: string[] }> {
  const applied = new Set<Patch>()
  // A name of its own: two simulators may run at once, each in many threads.
  const outfile = resolve(cache, `${name}-${process.pid}-${threadId}.mjs`)
  mkdirSync(cache, { recursive: true })
  await build({
    entryPoints: [resolve(import.meta.dirname, 'product.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'silent',
    inject: isPlain ? [] : [resolve(import.meta.dirname, 'quicken.ts')],
    plugins: [patching(patches, applied), isPlain ? externals : quickening],
  })
  const texts = readdirSync(migrations)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => patched(`schema/migrations/${file}`, readFileSync(resolve(migrations, file), 'utf8'), patches, applied))
  for (const patch of patches) if (!applied.has(patch)) throw new Error(`${name}: nothing that is simulated reads ${patch.file}`)
  const product: Product = await import(pathToFileURL(outfile).href)
  rmSync(outfile)
  return { product, migrations: texts.map((text) => text.replaceAll('--> statement-breakpoint', '')) }
}

export const patching = (patches: readonly Patch[], applied: Set<Patch>): Plugin => ({
  name: 'patching',
  setup(building) {
    for (const file of new Set(patches.map((patch) => patch.file))) {
      const path = resolve(root, file)
      building.onLoad({ filter: new RegExp(`${path.replace(/[.\\/]/g, '\\$&')}$`) }, () => ({
        contents: patched(file, readFileSync(path, 'utf8'), patches, applied),
        loader: file.endsWith('x') ? 'tsx' : 'ts',
      }))
    }
  },
})

export function patched(file: string, text: string, patches: readonly Patch[], applied: Set<Patch>): string {
  let result = text
  for (const patch of patches) {
    if (patch.file !== file) continue
    const times = result.split(patch.from).length - 1
    if (times !== 1) throw new Error(`${file} has this text ${times} times, and a mutant needs it once:\n${patch.from}`)
    result = result.replace(patch.from, () => patch.to)
    applied.add(patch)
  }
  return result
}
