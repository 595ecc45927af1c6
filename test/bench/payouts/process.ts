import { type ChildProcess, fork } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { testSecrets, testVariables } from '../../support/bindings.ts'
import type { Given, Ready } from './host.ts'
import { watchMemory } from './memory.ts'
import type { QueueLimits } from './queue.ts'

/** workerd with the bench's Worker in a process group of its own. */
export type Running = Ready & {
  /** The most that the isolate's heap held so far, in bytes, garbage included. */
  peakHeap: () => number
  kill: () => Promise<void>
}

/** A bench's Worker with the product in it, as one module. */
export async function bundle(entry = resolve(import.meta.dirname, 'worker.ts')): Promise<string> {
  const built = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'error',
    external: ['node:*', 'cloudflare:*'],
  })
  return built.outputFiles[0]?.text ?? ''
}

type Start = { folder: string; script: string; stripe: string; isFirst: boolean }

export async function start({ folder, script, stripe, isFirst }: Start): Promise<Running> {
  const given: Given = {
    options: {
      name: 'goodword',
      modules: true,
      script,
      compatibilityDate: '2026-11-02',
      bindings: { ...testVariables, ...testSecrets, ENVIRONMENT_NAME: 'bench', STRIPE_API_BASE: stripe },
      d1Databases: { DB: 'goodword' },
      resourcePersistencePath: join(folder, 'd1'),
      inspectorPort: 0,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    } as Given['options'],
    statements: isFirst ? migrations() : [],
  }
  const file = join(folder, 'given.json')
  writeFileSync(file, JSON.stringify(given))
  const child = fork(resolve(import.meta.dirname, 'host.ts'), [file], { detached: true })
  const ready = await readyOf(child)
  const memory = await watchMemory(ready.inspector)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  return {
    ...ready,
    peakHeap: memory.peak,
    kill: async () => {
      memory.stop()
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      await ended
    },
  }
}

const readyOf = (child: ChildProcess): Promise<Ready> =>
  new Promise((done, fail) => {
    // The host says one thing.
    child.once('message', (ready) => done(ready as Ready))
    child.once('exit', (code) => fail(new Error(`workerd did not start (${code})`)))
  })

const migrations = (): string[] =>
  readdirSync('schema/migrations')
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((name) => readFileSync(join('schema/migrations', name), 'utf8').split('--> statement-breakpoint'))

/** How the platform delivers hints, from the deployed configuration. */
export function readQueueLimits(): QueueLimits {
  const consumer = readFileSync('wrangler.toml', 'utf8')
    .split('[[')
    .find((section) => section.startsWith('queues.consumers') && section.includes('goodword-hints'))
  const of = (name: string) => Number(new RegExp(`^${name} = (\\d+)`, 'm').exec(consumer ?? '')?.[1])
  return {
    batchSize: of('max_batch_size'),
    batchTimeoutMs: of('max_batch_timeout') * 1_000,
    atOnce: of('max_concurrency'),
    retries: of('max_retries'),
  }
}
