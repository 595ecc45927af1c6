import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildBare, buildWorker, type RunningWorker, startBare, startGoodword } from './built-worker.ts'
import { haveLinks, landedClicks } from './clicks.ts'
import { cpuUsedUs } from './cpu.ts'
import { type LoadResult, load, percentile } from './load.ts'
import type { Bench } from './measure.ts'
import { visitTo } from './visit.ts'

/**
 * A warm link beside a bare Hono 302, taking turns in one run on two workerd of the same build. `answer`: a visit that is not counted, so that
 * nothing is left to do after it. `click`: counted clicks of as many visitors, until the last of them has landed in D1 through queue and
 * consumer. Each side is taken by its lower quartile: what else a machine does only ever adds.
 *
 * Throughput and latencies are those of clicks while they are answered; the consumer, which elsewhere runs beside, follows here.
 */
export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '9' },
      requests: { type: 'string', default: '500' },
      connections: { type: 'string', default: '32' },
      // Without the entry that Miniflare puts before a Worker: it costs both the same, and more than either.
      direct: { type: 'boolean', default: false },
    },
  })
  const size: Size = { requests: Number(values.requests), connections: Number(values.connections) }
  const rounds = Number(values.rounds)
  const bare = await startBare(buildBare(), values.direct)
  const goodword = await startGoodword(buildWorker(), values.direct)
  const [code = ''] = await haveLinks(goodword, 1)
  const bench: Parties = { bare, goodword, code, visitors: 0, answered: 0 }

  // Answers after the last click has landed: what clicks leave behind is cleared away while the next warm up.
  await clickRound(bench, size)
  const clicks = await repeated(rounds, () => clickRound(bench, size), tell)
  await answerRound(bench, size)
  const answers = await repeated(rounds, () => answerRound(bench, size), tell)
  const landed = await landedClicks(goodword)
  await Promise.all([bare.stop(), goodword.stop()])
  return { ...ratiosOf(answers, clicks), answered: bench.answered, landed }
}

type Size = { requests: number; connections: number }
type Parties = { bare: RunningWorker; goodword: RunningWorker; code: string; visitors: number; answered: number }
type Slice = LoadResult & { cpuUs: number }
/** A round takes turns: each side has as many slices. `landingUs` is what the clicks of the round cost afterwards, each. */
type Round = { bare: Slice[]; goodword: Slice[]; landingUs: number }

async function repeated(rounds: number, oneRound: () => Promise<Round>, tell: (line: string) => void): Promise<Round[]> {
  const done: Round[] = []
  for (let index = 1; index <= rounds; index += 1) {
    const round = await oneRound()
    done.push(round)
    tell(`${index}  bare ${told(round.bare)}   goodword ${told(round.goodword)}   landing ${round.landingUs.toFixed(0)} µs CPU`)
  }
  return done
}

async function answerRound(bench: Parties, size: Size): Promise<Round> {
  return { ...(await byTurns(bench, size, { 'Sec-Purpose': 'prefetch' })), landingUs: 0 }
}

async function clickRound(bench: Parties, size: Size): Promise<Round> {
  const round = await byTurns(bench, size, {})
  const answered = round.goodword.reduce((sum, { redirects }) => sum + redirects, 0)
  bench.answered += answered
  return { ...round, landingUs: (await landingCostUs(bench)) / answered }
}

const turns = 13
/** Waiting for clicks to land lets both cool down: the first turn of a round warms them again. */
const warmingTurns = 1

/** By turns of some ten or hundred milliseconds, so that a busy machine meets both alike. Nobody comes twice. */
async function byTurns(bench: Parties, size: Size, more: Record<string, string>): Promise<Pick<Round, 'bare' | 'goodword'>> {
  const round: Pick<Round, 'bare' | 'goodword'> = { bare: [], goodword: [] }
  for (let turn = 0; turn < turns; turn += 1) {
    const first = bench.visitors
    bench.visitors += size.requests
    const visit = (index: number) => visitTo(bench.code, first + index, more)
    round.bare.push(await measure(bench.bare, size, visit))
    round.goodword.push(await measure(bench.goodword, size, visit))
  }
  return round
}

async function measure(worker: RunningWorker, { requests, connections }: Size, requestOf: (index: number) => string): Promise<Slice> {
  const before = cpuUsedUs(worker.pid)
  const result = await load({ port: worker.port, requests, connections, requestOf })
  if (result.redirects !== requests) throw new Error(`${requests - result.redirects} of ${requests} visits were not sent on.`)
  return { ...result, cpuUs: (cpuUsedUs(worker.pid) - before) / requests }
}

/** Longer than the consumer waits for a batch to fill. */
const landingMs = 6_000
const looks = 10

/** What the Worker spends until every click it answered is in D1. Looking there is no cost of a click, so it is left out. */
async function landingCostUs({ goodword, answered }: Parties): Promise<number> {
  let spentUs = 0
  for (let look = 0; look < looks; look += 1) {
    const before = cpuUsedUs(goodword.pid)
    await sleep(landingMs)
    spentUs += cpuUsedUs(goodword.pid) - before
    if ((await landedClicks(goodword)) >= answered) break
  }
  return spentUs
}

function ratiosOf(answers: readonly Round[], clicks: readonly Round[]) {
  const answer = sidesOf(answers)
  const click = sidesOf(clicks)
  const landingUs = quiet(clicks.map((round) => round.landingUs))
  return {
    throughputRatio: rounded(click.bare.secondsEach / click.goodword.secondsEach),
    answerCpuRatio: rounded(answer.goodword.cpuUs / answer.bare.cpuUs),
    landedCpuRatio: rounded((click.goodword.cpuUs + landingUs) / click.bare.cpuUs),
    p50Ratio: rounded(click.goodword.p50Ms / click.bare.p50Ms),
    p99Ratio: rounded(click.goodword.p99Ms / click.bare.p99Ms),
  }
}

const sidesOf = (rounds: readonly Round[]) => ({
  bare: quietOf(rounds.flatMap(({ bare }) => bare.slice(warmingTurns))),
  goodword: quietOf(rounds.flatMap(({ goodword }) => goodword.slice(warmingTurns))),
})

const quietOf = (slices: readonly Slice[]) => ({
  secondsEach: quiet(slices.map(({ seconds, redirects }) => seconds / redirects)),
  cpuUs: quiet(slices.map(({ cpuUs }) => cpuUs)),
  p50Ms: quiet(slices.map(({ latenciesMs }) => percentile(latenciesMs, 0.5))),
  p99Ms: quiet(slices.map(({ latenciesMs }) => percentile(latenciesMs, 0.99))),
})

const quiet = (values: readonly number[]): number => percentile(Float64Array.from(values), 0.25)

const rounded = (ratio: number): number => Math.round(ratio * 1_000) / 1_000

function told(slices: readonly Slice[]): string {
  const { cpuUs, secondsEach, p50Ms } = quietOf(slices)
  return `${cpuUs.toFixed(0)} µs CPU, ${(1 / secondsEach).toFixed(0)}/s, p50 ${p50Ms.toFixed(1)} ms`
}
