import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from 'miniflare'
import { testSecrets, testVariables } from '../support/bindings.ts'
import { childrenOfThis } from './cpu.ts'

/** A Worker in a workerd of its own, through Miniflare's front, or without anything before it. */
export type RunningWorker = {
  port: number
  /** Of workerd; what it costs is measured there. */
  pid: number
  miniflare: Miniflare
  stop: () => Promise<void>
}

const compatibilityDate = '2026-11-02'

/** The Worker as it is deployed: bundled and minified by wrangler. */
export function buildWorker(): string {
  return inFolder((folder) => {
    const built = spawnSync('wrangler', ['deploy', '--dry-run', '--outdir', folder], {
      encoding: 'utf8',
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CI: 'true' },
    })
    if (built.status !== 0) throw new Error(`wrangler deploy --dry-run failed:\n${built.stdout}${built.stderr}`)
    return readFileSync(join(folder, 'index.js'), 'utf8')
  })
}

/** The same Hono, and nothing but a redirect. */
export function buildBare(): string {
  return inFolder((folder) => {
    const entry = join(folder, 'bare.ts')
    writeFileSync(
      entry,
      `import { Hono } from 'hono'
       export default new Hono().get('/r/:code', (c) => c.redirect('https://www.wrenmarch.example/planning', 302))`,
    )
    const built = spawnSync(
      'esbuild',
      [entry, '--bundle', '--minify', '--format=esm', '--target=es2024', `--outfile=${join(folder, 'bare.js')}`],
      {
        encoding: 'utf8',
        env: { ...process.env, NODE_PATH: 'node_modules' },
      },
    )
    if (built.status !== 0) throw new Error(`esbuild failed:\n${built.stderr}`)
    return readFileSync(join(folder, 'bare.js'), 'utf8')
  })
}

function inFolder(make: (folder: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'goodword-bench-'))
  try {
    mkdirSync(folder, { recursive: true })
    return make(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const startBare = (script: string, isDirect: boolean): Promise<RunningWorker> => start(script, isDirect, {})

/** With a D1 of today's schema, the queue of clicks with its consumer, and a configuration of its own. */
export async function startGoodword(script: string, isDirect = false): Promise<RunningWorker> {
  const running = await start(script, isDirect, {
    bindings: { ...testVariables, ...testSecrets, PORTAL_ORIGIN: 'https://partners.wrenmarch.example' },
    d1Databases: ['DB'],
    queueProducers: { CLICKS: 'goodword-clicks', HINTS: 'goodword-hints' },
    queueConsumers: { 'goodword-clicks': { maxBatchSize: 100, maxBatchTimeout: 4, maxRetries: 10 } },
  })
  await migrated(running.miniflare)
  return running
}

/** A D1 of today's schema alone. */
export async function startDatabase(): Promise<{ d1: D1Database; stop: () => Promise<void> }> {
  const script = 'export default { fetch: () => new Response(null, { status: 404 }) }'
  const { miniflare, stop } = await start(script, false, { d1Databases: ['DB'] })
  return { d1: await migrated(miniflare), stop }
}

/** Miniflare speaks of the same database as the types of ours do. */
async function migrated(miniflare: Miniflare): Promise<D1Database> {
  const d1 = (await miniflare.getD1Database('DB')) as unknown as D1Database
  await d1.batch(migrations().map((query) => d1.prepare(query)))
  return d1
}

export const migrations = (): string[] =>
  readdirSync('schema/migrations')
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((name) => readFileSync(join('schema/migrations', name), 'utf8').split('--> statement-breakpoint'))

async function start(script: string, isDirect: boolean, options: Record<string, unknown>): Promise<RunningWorker> {
  const before = new Set(childrenOfThis('workerd'))
  const worker = {
    name: 'worker',
    modules: true,
    script,
    compatibilityDate,
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    ...options,
  }
  const miniflare = new Miniflare(convertV4MiniflareOptions(worker as V4MiniflareOptions))
  const entry = await miniflare.ready
  const [pid = 0] = childrenOfThis('workerd').filter((each) => !before.has(each))
  const { port } = isDirect ? await miniflare.unsafeGetDirectURL('worker') : entry
  return { port: Number(port), pid, miniflare, stop: () => miniflare.dispose() }
}
