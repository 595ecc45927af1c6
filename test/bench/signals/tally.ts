import type { SignalRule } from '../../../schema/signals.ts'
import { type Journey, type Pattern, patterns } from './journey.ts'

export type Judged = { label: Journey['label']; found: ReadonlySet<SignalRule> }

/** Of a rule: how many of its pattern it found, how many of its finds were right, and how many clean journeys it held. */
export type Worth = { recall: number; precision: number; falsePositiveRate: number }

export function worthOf(judged: readonly Judged[], pattern: Pattern): Worth {
  const own = judged.filter(({ label }) => label === pattern)
  const clean = judged.filter(({ label }) => label === 'clean')
  const right = own.filter(({ found }) => found.has(pattern)).length
  const finds = judged.filter(({ found }) => found.has(pattern)).length
  const held = clean.filter(({ found }) => found.has(pattern)).length
  return {
    recall: rounded(right / own.length),
    precision: rounded(finds === 0 ? 0 : right / finds),
    falsePositiveRate: rounded(held / clean.length),
  }
}

/** Everything in one line; the share of clean journeys that any rule held among it. */
export function figuresOf(judged: readonly Judged[]): Record<string, number> {
  const clean = judged.filter(({ label }) => label === 'clean')
  const falseHolds = clean.filter(({ found }) => found.size > 0).length
  const each = patterns.flatMap((pattern) => {
    const { recall, precision, falsePositiveRate } = worthOf(judged, pattern)
    return [
      [`${pattern}Recall`, recall],
      [`${pattern}Precision`, precision],
      [`${pattern}FalsePositiveRate`, falsePositiveRate],
    ] as const
  })
  return {
    journeys: judged.length,
    clean: clean.length,
    falseHolds,
    falseHoldRate: rounded(falseHolds / clean.length),
    ...Object.fromEntries(each),
  }
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000
