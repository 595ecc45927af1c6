import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V4MiniflareOptions } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import type { Addresses } from '../local/addresses.ts'
import { localVariables } from '../local/variables.ts'
import type { Built } from './build.ts'
import { type Child, startChild } from './child.ts'
import type { Given } from './worker-process.ts'

/** The Worker in workerd, killed and started again over the same D1. */
export type WorkerLife = {
  start: () => Promise<void>
  kill: () => Promise<void>
  isUp: () => boolean
  /** Comes back when it is up, at once if it is. */
  up: () => Promise<void>
}

export function openWorker(folder: string, addresses: Addresses, { script, statements }: Built): WorkerLife {
  const options = optionsOf(folder, addresses, script)
  const file = join(folder, 'worker.json')
  const log = join(folder, 'worker.log')
  let child: Child | undefined
  let rising = Promise.withResolvers<void>()
  let isNew = true
  return {
    start: async () => {
      writeFileSync(file, JSON.stringify({ options, statements: isNew ? statements : [] } satisfies Given))
      isNew = false
      child = await startChild('worker-process.ts', [file], log)
      rising.resolve()
    },
    kill: async () => {
      rising = Promise.withResolvers()
      child?.kill()
      await child?.ended
      child = undefined
    },
    isUp: () => child !== undefined,
    up: () => rising.promise,
  }
}

/** What wrangler.toml says, with the script, the addresses and secrets of here. */
function optionsOf(folder: string, addresses: Addresses, script: string): V4MiniflareOptions {
  const { values } = localVariables(addresses, {})
  // Wrangler looks for the required secrets here, and tells where it found them.
  Object.assign(process.env, values, { WRANGLER_LOG: 'none' })
  const { modulesRules: _, rootPath: __, ...configured } = unstable_getMiniflareWorkerOptions('wrangler.toml').workerOptions
  return {
    ...configured,
    name: 'goodword',
    modules: true,
    script,
    bindings: { ...(configured.bindings as object), ...values, LOCAL_WORLD: addresses.world },
    host: '127.0.0.1',
    port: addresses.portalPort,
    unsafeTriggerHandlers: true,
    resourcePersistencePath: join(folder, 'state'),
  } as V4MiniflareOptions // wrangler and Miniflare describe the same options, each in types of its own
}
