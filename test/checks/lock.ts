import { readFileSync } from 'node:fs'
import { fail, pass, type Tally } from './command.ts'

type Locked = { version?: string; optionalDependencies?: Record<string, string> }

/**
 * The lock names the binaries of every platform: npm leaves out those that it could not fetch where the lock was written, and then a
 * clean install fails everywhere.
 */
export function checkLock(): Tally {
  // npm wrote it.
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> }
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`${path}/node_modules/${name}`]?.version && !packages[`node_modules/${name}`]?.version,
    ),
  )
  return missing.length > 0 ? fail(`package-lock.json lacks ${missing.join(', ')}`) : pass
}
