import { spawn } from 'node:child_process'
import type { Tally } from './command.ts'

export type Check = { name: string; run: () => Tally }
/** What became of the checks of a lane, and the names of those that failed. */
type Outcome = { tally: Tally; failed: string[] }

/** One after the other. */
export function runLane(checks: readonly Check[]): Outcome {
  const outcome: Outcome = { tally: { passed: 0, failed: 0 }, failed: [] }
  for (const { name, run } of checks) {
    console.log(`\n== ${name}`)
    const startedAt = performance.now()
    const { passed, failed } = run()
    console.log(`${failed === 0 ? 'ok' : 'FAILED'} in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
    outcome.tally.passed += passed
    outcome.tally.failed += failed
    if (failed > 0) outcome.failed.push(name)
  }
  return outcome
}

/** The lane that a process was started for, by `--lane`. */
export function laneAsked(rounds: readonly Check[][][]): Check[] | undefined {
  const [round, lane] =
    /^--lane=(\d+)\.(\d+)$/
      .exec(process.argv[2] ?? '')
      ?.slice(1)
      .map(Number) ?? []
  return round === undefined || lane === undefined ? undefined : rounds[round]?.[lane]
}

/** Each lane in a process of its own, all at once; what a lane said is shown when it ends. */
export const runBeside = (round: number, lanes: readonly (readonly Check[])[]): Promise<Outcome[]> =>
  Promise.all(lanes.map((checks, lane) => inProcess(checks, `--lane=${round}.${lane}`)))

function inProcess(checks: readonly Check[], lane: string): Promise<Outcome> {
  console.log(`\n… ${checks.map(({ name }) => name).join(' · ')}`)
  const child = spawn(process.execPath, [process.argv[1] ?? '', lane], { stdio: ['ignore', 'pipe', 'pipe'] })
  process.once('exit', () => child.kill())
  let said = ''
  const hear = (text: string) => {
    said += text
  }
  child.stdout.setEncoding('utf8').on('data', hear)
  child.stderr.setEncoding('utf8').on('data', hear)
  return new Promise((done) => {
    child.once('error', (error) => hear(`${error}\n`))
    child.once('close', () => {
      const end = /(?:^Failed: (.*)\n\n)?^(\d+) passed, (\d+) failed\n$/m.exec(said)
      process.stdout.write(end ? said.slice(0, end.index) : said)
      // A lane that ends without its last line has failed, whatever it said before.
      if (!end) return done({ tally: { passed: 0, failed: 1 }, failed: [`${checks.map(({ name }) => name).join(' or ')} (cut off)`] })
      done({ tally: { passed: Number(end[2]), failed: Number(end[3]) }, failed: end[1] ? [end[1]] : [] })
    })
  })
}
