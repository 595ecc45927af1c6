import { parseArgs } from 'node:util'
import { randomOf } from '../simulation/random.ts'
import type { Bench } from './measure.ts'
import { type Journey, patterns } from './signals/journey.ts'
import { rulesFinding } from './signals/judge.ts'
import { journeyOf } from './signals/odd.ts'
import { playJourneys } from './signals/play.ts'
import { figuresOf, type Judged, worthOf } from './signals/tally.ts'

/**
 * What the rules of signals are worth on made-up journeys whose truth is known: at least 300 of each pattern and 3,000 clean ones through
 * the pure rules, and a sample of each through the product's acts on a database. The same seed makes the same journeys.
 */
export const run: Bench = async ({ args, tell }) => {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      each: { type: 'string', default: '300' },
      clean: { type: 'string', default: '3000' },
      sample: { type: 'string', default: '5' },
    },
  })
  const [seed, each, clean, sample] = [values.seed, values.each, values.clean, values.sample].map(Number)
  const judged = await judgeJourneys(seed ?? 1, each ?? 300, clean ?? 3_000)
  for (const pattern of patterns) {
    const { recall, precision, falsePositiveRate } = worthOf(judged, pattern)
    tell(
      `${pattern.padEnd(18)} recall ${percent(recall)} · precision ${percent(precision)} · of clean ones held ${percent(falsePositiveRate)}`,
    )
  }
  const played = await playJourneys(sampleOf(seed ?? 1, sample ?? 5))
  const agreeing = played.filter(({ label, found }) => (label === 'clean' ? found.size === 0 : found.has(label))).length
  tell(`${agreeing} of ${played.length} journeys that were played on a database came out as they were labelled`)
  return { seed: seed ?? 1, ...figuresOf(judged), played: played.length, playedAsLabelled: agreeing }
}

export async function judgeJourneys(seed: number, each: number, clean: number): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const label of [...patterns, 'clean' as const]) {
    for (const journey of journeysOf(seed, label, label === 'clean' ? clean : each))
      judged.push({ label, found: await rulesFinding(journey) })
  }
  return judged
}

function* journeysOf(seed: number, label: Journey['label'], count: number): Generator<Journey> {
  const random = randomOf(seed, label)
  for (let made = 0; made < count; made += 1) yield journeyOf(random, label)
}

/** The first journeys of each pattern, and four times as many clean ones. */
const sampleOf = (seed: number, each: number): Journey[] =>
  [...patterns, 'clean' as const].flatMap((label) => [...journeysOf(seed, label, label === 'clean' ? each * 4 : each)])

const percent = (share: number): string => `${(share * 100).toFixed(1).padStart(5)} %`
