import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { signalGroup } from '../local/tenancy.ts'

/** A process of ours in a group of its own. `kill` ends the whole group at once, as a machine that dies would. */
export type Child = { kill: () => void; ended: Promise<void> }

/**
 * Starts a module and waits until it says it is ready; it ends with this process, however this one ends.
 *
 * @throws Error when it ends before
 */
export async function startChild(module: string, args: readonly string[], log: string): Promise<Child> {
  const file = openSync(log, 'a')
  // What a killed process leaves lying about lies beside its log.
  const scratch = join(dirname(log), 'scratch')
  mkdirSync(scratch, { recursive: true })
  const options = { detached: true, stdio: ['ignore', file, file, 'ipc'], env: { ...process.env, TMPDIR: scratch } } as const
  const child = spawn(process.execPath, [join(import.meta.dirname, module), ...args], { ...options, stdio: [...options.stdio] })
  const kill = () => signalGroup(child.pid ?? 0, 'SIGKILL')
  process.once('exit', kill)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  void ended.then(() => process.removeListener('exit', kill))
  await untilReady(child, log)
  return { kill, ended }
}

const untilReady = (child: ChildProcess, log: string) =>
  new Promise<void>((done, fail) => {
    child.once('message', () => done())
    child.once('error', fail)
    child.once('exit', () => fail(new Error(`A process ended before it was ready; its log is ${log}`)))
  })
