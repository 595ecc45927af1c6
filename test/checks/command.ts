import { spawnSync } from 'node:child_process'

export type Tally = { passed: number; failed: number }

export const pass: Tally = { passed: 1, failed: 0 }

/** Says why, and counts as one failure. */
export function fail(sentence: string): Tally {
  console.error(sentence)
  return { passed: 0, failed: 1 }
}

/** Runs a tool of node_modules with its output shown. */
export function succeeds(command: string, ...arguments_: string[]): boolean {
  const environment = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CI: 'true' }
  return spawnSync(command, arguments_, { stdio: 'inherit', env: environment }).status === 0
}

/** One command, one check. */
export const tool =
  (command: string, ...arguments_: string[]) =>
  (): Tally =>
    succeeds(command, ...arguments_) ? pass : fail(`Failed: ${[command, ...arguments_].join(' ')}`)
