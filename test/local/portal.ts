import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Addresses } from './addresses.ts'
import { noteGroup, signalGroup } from './tenancy.ts'

const wrangler = resolve('node_modules/wrangler/bin/wrangler.js')
const startsWithinMs = 60_000

type PortalOptions = { addresses: Addresses; folder: string; variables: Record<string, string> }

/** The Worker under wrangler, as a process group of its own: killing the group leaves nothing behind. */
export type Portal = { group: number; ended: Promise<void>; stop: () => Promise<void>; kill: () => void }

/** Brings the local database to the newest schema. */
export async function migrate({ folder }: { folder: string }): Promise<void> {
  const arguments_ = ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', join(folder, 'd1')]
  const child = spawnWrangler(arguments_, { folder, log: 'migrate.log', variables: {} })
  const { ended, release } = holdGroup(child)
  await ended
  release()
  if (child.exitCode !== 0) throw new Error(`The database could not be migrated:\n${tail(join(folder, 'migrate.log'))}`)
}

/**
 * Starts the Worker and waits until it says it is well.
 *
 * @throws Error with the end of its log when it does not get there
 */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { addresses, folder } = options
  // An empty file in the place of .dev.vars, which the variables hold already.
  const noVariables = resolve(folder, 'no.vars')
  writeFileSync(noVariables, '')
  const arguments_ = [
    ...['dev', 'test/local/worker.ts', '--persist-to', join(folder, 'd1'), '--port', String(addresses.portalPort), '--inspector-port', '0'],
    ...['--env-file', noVariables, '--var', `LOCAL_WORLD:${addresses.world}`],
    ...['--log-level', 'error', '--show-interactive-dev-session', 'false'],
  ]
  const portal = holdGroup(spawnWrangler(arguments_, { ...options, log: 'portal.log' }))
  noteGroup(folder, portal.group)
  try {
    await waitUntilWell(addresses, portal, join(folder, 'portal.log'))
  } catch (error) {
    portal.kill()
    throw new Error(`The portal did not start:\n${tail(join(folder, 'portal.log'))}`, { cause: error })
  }
  return portal
}

type SpawnOptions = { folder: string; log: string; variables: Record<string, string> }

/** Wrangler takes the values of the variables that wrangler.toml names, and of the secrets it requires, from its environment. */
function spawnWrangler(arguments_: string[], { folder, log, variables }: SpawnOptions): ChildProcess {
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, log), 'w')
  return spawn(process.execPath, [wrangler, ...arguments_, '--config', resolve('wrangler.toml')], {
    detached: true,
    stdio: ['ignore', file, file],
    env: {
      ...process.env,
      CI: 'true',
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      WRANGLER_LOG_PATH: join(folder, 'wrangler'),
      WRANGLER_REGISTRY_PATH: join(folder, 'registry'),
      ...variables,
    },
  })
}

/** `release` once the group has ended: then nothing is killed when this process ends. */
function holdGroup(child: ChildProcess): Portal & { release: () => void } {
  const group = child.pid ?? 0
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const kill = () => signalGroup(group, 'SIGKILL')
  // Whatever ends this process takes the group along.
  process.once('exit', kill)
  const release = () => void process.removeListener('exit', kill)
  const stop = async () => {
    signalGroup(group, 'SIGTERM')
    await Promise.race([ended, sleep(4_000, undefined, { ref: false })])
    kill()
    release()
  }
  return { group, ended, stop, kill, release }
}

async function waitUntilWell({ portal }: Addresses, { ended }: Portal, log: string): Promise<void> {
  const waiting = new AbortController()
  const giveUp = setTimeout(() => waiting.abort(), startsWithinMs)
  void ended.then(() => waiting.abort())
  try {
    while (!waiting.signal.aborted) {
      if (await isWell(portal, waiting.signal)) return
      // Wrangler would wait for somebody to mend it.
      if (readFileSync(log, 'utf8').includes('Build failed')) break
      await sleep(150)
    }
  } finally {
    clearTimeout(giveUp)
  }
  throw new Error('it never said it was well')
}

async function isWell(portal: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(`${portal}/up`, { signal })
    return answer.ok
  } catch {
    return false
  }
}

const tail = (file: string): string => readFileSync(file, 'utf8').trim().split('\n').slice(-25).join('\n')
