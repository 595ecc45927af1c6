import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** The processes of that name which this one started. */
export function childrenOfThis(name: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, command = ''] = line.trim().split(/\s+/)
    return Number(parent) === process.pid && command.includes(name) ? [Number(pid)] : []
  })
}

/** What a process has spent on its processors so far, in microseconds: user and system, of all its threads. */
export function cpuUsedUs(pid: number): number {
  const tasks = `/proc/${pid}/task`
  if (!existsSync(tasks)) return cpuByPs(pid)
  return readdirSync(tasks).reduce((sum, task) => sum + ofThread(`${tasks}/${task}/schedstat`), 0)
}

/** Linux counts in nanoseconds here; a thread may end between the list and the look. */
function ofThread(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]) / 1_000
  } catch {
    return 0
  }
}

/** Elsewhere: `[hours:]minutes:seconds.hundredths`. */
function cpuByPs(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
  return (
    stdout
      .trim()
      .split(':')
      .reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000_000
  )
}
