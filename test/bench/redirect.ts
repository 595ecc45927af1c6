import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { buildBare, buildWorker, type RunningWorker, startBare, startGoodword } from './built-worker.ts'
import { haveLinks, landedClicks } from './clicks.ts'
import { cpuUsedUs } from './cpu.ts'
import { type LoadResult, load, medianOf, percentile } from './load.ts'
import type { Bench } from './measure.ts'
import { visitTo } from './visit.ts'

/**
 * A warm link beside a bare Hono 302, taking turns in one run on two workerd of the same build. `answer`: a visit that is not counted, so that
 * nothing is left to do after it. `click`: counted clicks of as many visitors, until the last of them has landed in D1 through queue and
 * consumer. The ratios are medians of the rounds' own, so that whatever else the machine does meets both.
 *
 * Throughput and latencies are those of clicks while they are answered; the consumer, which elsewhere runs beside, follows here.
 */
export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '9' },
      requests: { type: 'string', default: '3000' },
      connections: { type: 'string', default: '32' },
      // Behind the entry that Miniflare puts before a Worker: it costs both the same and more than either, so the ratios look better.
      entry: { type: 'boolean', default: false },
    },
  })
  const size: Size = { requests: Number(values.requests), connections: Number(values.connections) }
  const bare = await startBare(buildBare(), !values.entry)
  const goodword = await startGoodword(buildWorker(), !values.entry)
  const [code = ''] = await haveLinks(goodword, 1)
  const bench: Parties = { bare, goodword, code, visitors: 0, answered: 0 }

  const told = async <Each extends Record<string, Measured>>(oneRound: (bench: Parties, size: Size) => Promise<Each>): Promise<Each[]> => {
    await oneRound(bench, size)
    const rounds: Each[] = []
    for (let index = 1; index <= Number(values.rounds); index += 1) {
      const round = await oneRound(bench, size)
      rounds.push(round)
      tell(`${index}  ${tellRound(round)}`)
    }
    return rounds
  }
  // Answers after the last click has landed: what clicks leave behind is cleared away while the next warm up.
  const clicks = await told(clickRound)
  const answers = await told(answerRound)
  const landed = await landedClicks(goodword)
  await Promise.all([bare.stop(), goodword.stop()])
  return { ...ratiosOf(answers, clicks), answered: bench.answered, landed }
}

type Size = { requests: number; connections: number }
type Parties = { bare: RunningWorker; goodword: RunningWorker; code: string; visitors: number; answered: number }
type Measured = LoadResult & { cpuUs: number }
type AnswerRound = Record<'bare' | 'answer', Measured>
type ClickRound = Record<'bare' | 'click', Measured>

async function answerRound(bench: Parties, size: Size): Promise<AnswerRound> {
  return byTurns(size, {
    bare: (slice) => measure(bench.bare, slice, visitOf(bench, slice)),
    answer: (slice) => measure(bench.goodword, slice, visitOf(bench, slice, { 'Sec-Purpose': 'prefetch' })),
  })
}

async function clickRound(bench: Parties, size: Size): Promise<ClickRound> {
  const { bare, click } = await byTurns(size, {
    bare: (slice) => measure(bench.bare, slice, visitOf(bench, slice)),
    click: (slice) => measure(bench.goodword, slice, visitOf(bench, slice)),
  })
  bench.answered += click.redirects
  const landingUs = await landingCostUs(bench)
  return { bare, click: { ...click, cpuUs: click.cpuUs + landingUs / click.redirects } }
}

const slices = 3

/** By turns of some hundred milliseconds, so that a busy machine meets both alike. */
async function byTurns<Name extends string>(
  { requests, connections }: Size,
  parties: Record<Name, (slice: Size) => Promise<Measured>>,
): Promise<Record<Name, Measured>> {
  const slice = { requests: Math.ceil(requests / slices), connections }
  const names = Object.keys(parties) as Name[]
  const parts = names.map((): Measured[] => [])
  for (let turn = 0; turn < slices; turn += 1) {
    for (const [place, name] of names.entries()) parts[place]?.push(await parties[name](slice))
  }
  return Object.fromEntries(names.map((name, place) => [name, merged(parts[place] ?? [])])) as Record<Name, Measured>
}

/** Nobody comes twice. */
function visitOf(bench: Parties, { requests }: Size, more: Record<string, string> = {}): (index: number) => string {
  const first = bench.visitors
  bench.visitors += requests
  return (index) => visitTo(bench.code, first + index, more)
}

/** Slices of one size as one measurement. */
const merged = (parts: readonly Measured[]): Measured => ({
  seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0),
  cpuUs: parts.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / parts.length,
  redirects: parts.reduce((sum, { redirects }) => sum + redirects, 0),
  latenciesMs: Float64Array.from(parts.flatMap(({ latenciesMs }) => [...latenciesMs])),
})

async function measure(worker: RunningWorker, { requests, connections }: Size, requestOf: (index: number) => string): Promise<Measured> {
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

const ratiosOf = (answers: readonly AnswerRound[], clicks: readonly ClickRound[]) => ({
  throughputRatio: ratio(clicks, ({ bare, click }) => bare.seconds / bare.redirects / (click.seconds / click.redirects)),
  answerCpuRatio: ratio(answers, ({ bare, answer }) => answer.cpuUs / bare.cpuUs),
  landedCpuRatio: ratio(clicks, ({ bare, click }) => click.cpuUs / bare.cpuUs),
  p50Ratio: ratio(clicks, ({ bare, click }) => percentile(click.latenciesMs, 0.5) / percentile(bare.latenciesMs, 0.5)),
  p99Ratio: ratio(clicks, ({ bare, click }) => percentile(click.latenciesMs, 0.99) / percentile(bare.latenciesMs, 0.99)),
})

const ratio = <Round>(rounds: readonly Round[], of: (round: Round) => number): number =>
  Math.round(medianOf(rounds.map(of)) * 1_000) / 1_000

const tellRound = (round: Record<string, Measured>): string =>
  Object.entries(round)
    .map(([name, { cpuUs, seconds, latenciesMs }]) => {
      const perSecond = (latenciesMs.length / seconds).toFixed(0)
      return `${name} ${cpuUs.toFixed(0)} µs CPU, ${perSecond}/s, p50 ${percentile(latenciesMs, 0.5).toFixed(1)} ms`
    })
    .join('   ')
