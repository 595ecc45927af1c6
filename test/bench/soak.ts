import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openBooks } from '../kill/books.ts'
import { openWorker } from '../kill/worker-life.ts'
import { freeAddresses } from '../local/addresses.ts'
import { buildWorker, migrations } from './built-worker.ts'
import { linkStatements } from './clicks.ts'
import type { Bench } from './measure.ts'
import { headersOf } from './visit.ts'

const options = {
  minutes: { type: 'string', default: '10' },
  /** Visits a second, evenly. */
  rate: { type: 'string', default: '50' },
  /** Seconds between two kills. */
  every: { type: 'string', default: '60' },
} as const

/** What became of visits: answered with the right address or another one, or not answered because nothing was up. */
type Tally = { asked: number; right: number; wrong: number; unanswered: number }

/**
 * A steady stream of counted visits on the built Worker in workerd, which is killed with its whole process group again and again and
 * started over the same D1. Local queues live in memory: a click that was answered and not yet consumed dies with its process, and is
 * counted here as lost; the deployed queue is stored.
 */
export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({ args, options })
  const folder = mkdtempSync(join(tmpdir(), 'goodword-soak-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const addresses = await freeAddresses()
  const { codes, statements } = linkStatements(20)
  const worker = openWorker(folder, addresses, { script: buildWorker(), statements: [...migrations(), ...statements] })
  await worker.start()

  const tally: Tally = { asked: 0, right: 0, wrong: 0, unanswered: 0 }
  const endsAt = Date.now() + Number(values.minutes) * 60_000
  const visiting = visit({ port: addresses.portalPort, codes, gapMs: 1_000 / Number(values.rate), endsAt, tally })
  let kills = 0
  while (Date.now() + Number(values.every) * 1_000 < endsAt) {
    await sleep(Number(values.every) * 1_000)
    await worker.kill()
    kills += 1
    await worker.start()
    tell(`killed ${kills} times: ${JSON.stringify(tally)}`)
  }
  await visiting
  const landed = await landedIn(folder)
  await worker.kill()
  if (tally.wrong > 0) process.exitCode = 1
  return {
    minutes: Number(values.minutes),
    kills,
    ...tally,
    landed,
    lost: tally.right - landed,
    lostPerKill: Number(((tally.right - landed) / Math.max(1, kills)).toFixed(1)),
  }
}

type Visiting = { port: number; codes: readonly string[]; gapMs: number; endsAt: number; tally: Tally }

async function visit({ port, codes, gapMs, endsAt, tally }: Visiting): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const waiting = new Set<Promise<void>>()
  const begunAt = performance.now()
  while (Date.now() < endsAt) {
    const n = tally.asked++
    const done = follow(agent, port, codes[n % codes.length] ?? '', n, tally).finally(() => waiting.delete(done))
    waiting.add(done)
    await sleep(Math.max(0, begunAt + (n + 1) * gapMs - performance.now()))
  }
  await Promise.all(waiting)
  agent.destroy()
}

const follow = (agent: Agent, port: number, code: string, visitor: number, tally: Tally): Promise<void> =>
  new Promise((done) => {
    const asking = request({ agent, host: '127.0.0.1', port, path: `/r/${code}`, headers: headersOf(visitor) }, (answer) => {
      answer.resume()
      const isRight =
        answer.statusCode === 302 && answer.headers.location?.startsWith('https://www.wrenmarch.example/planning?plan=a&goodword_referral=')
      tally[isRight ? 'right' : 'wrong'] += 1
      answer.once('close', done)
    })
    asking.setTimeout(10_000, () => asking.destroy(new Error('no answer')))
    asking.once('error', () => {
      tally.unanswered += 1
      done()
    })
    asking.end()
  })

/** Counted once no more of them arrive. */
async function landedIn(folder: string): Promise<number> {
  const count = () => {
    const books = openBooks(folder)
    const [row] = books.rows('select count(*) as n from clicks')
    books.close()
    return Number(row?.n ?? 0)
  }
  let before = -1
  for (let landed = count(); landed !== before; landed = count()) {
    before = landed
    await sleep(8_000)
  }
  return before
}
