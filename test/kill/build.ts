import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import { type Patch, patched, patching } from '../simulation/bundle.ts'

/** The local entry as one module, and the statements of all migrations; both with the patches of a mutant, if any. */
export type Built = { script: string; statements: string[] }

/** Built once: what is killed and started again is the same Worker each time. */
export async function buildWorker(patches: readonly Patch[]): Promise<Built> {
  const applied = new Set<Patch>()
  const { outputFiles } = await build({
    entryPoints: [resolve('test/local/worker.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
    plugins: [patching(patches, applied)],
  })
  const statements = readdirSync('schema/migrations')
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((name) => {
      const path = `schema/migrations/${name}`
      return patched(path, readFileSync(path, 'utf8'), patches, applied).split('--> statement-breakpoint')
    })
  const [unread] = patches.filter((patch) => !applied.has(patch))
  if (unread) throw new Error(`The Worker is not made of ${unread.file}`)
  return { script: outputFiles[0]?.text ?? '', statements }
}
