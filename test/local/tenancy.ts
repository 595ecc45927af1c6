import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Who works on a folder of state: the process that opened the world, and the process group its portal runs in. */
type Tenant = { pid: number; group: number }

const tenantFile = (folder: string) => join(folder, 'tenant.json')

/** A world that was killed could not take its portal along; the next one on the same folder does. */
export function endLeftover(folder: string): void {
  const tenant = readTenant(folder)
  if (!tenant || isStart(tenant.pid)) return
  if (argumentsOf(tenant.group).includes(`--persist-to ${join(folder, 'd1')} `)) signalGroup(tenant.group, 'SIGKILL')
}

export function noteGroup(folder: string, group: number): void {
  writeFileSync(tenantFile(folder), JSON.stringify({ pid: process.pid, group } satisfies Tenant))
}

export function signalGroup(group: number, name: NodeJS.Signals): void {
  try {
    if (group > 1) process.kill(-group, name)
  } catch {
    // Nobody of the group is left.
  }
}

function readTenant(folder: string): Tenant | undefined {
  try {
    // Only `noteGroup` writes it.
    return JSON.parse(readFileSync(tenantFile(folder), 'utf8')) as Tenant
  } catch {
    return undefined
  }
}

/** A number may have gone to another process since: only one that starts a world counts. */
const isStart = (pid: number): boolean => argumentsOf(pid).includes('test/local/start.ts')

const argumentsOf = (pid: number): string =>
  pid > 1 ? (spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '') : ''
