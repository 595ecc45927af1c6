import { type ThresholdName, type Thresholds, thresholdNames } from '../../schema/signals.ts'

/** What holds until an administrator sets another; a finding keeps its facts, so a later change judges no earlier one. */
export const defaultThresholds: Thresholds = {
  memberVisitHours: 24,
  lateClickMinutes: 10,
  floodOfOneBrowser: 30,
  floodClicks: 200,
  floodClicksPerProspect: 100,
  floodTimesUsual: 10,
  floodSharePercent: 95,
  refundDays: 180,
  refundLeast: 4,
  refundSharePercent: 30,
  facebookAloneCounts: 0,
}

/** The least and the most each may be. */
export const thresholdBounds: Record<ThresholdName, readonly [least: number, most: number]> = {
  memberVisitHours: [1, 48],
  lateClickMinutes: [1, 240],
  floodOfOneBrowser: [5, 300],
  floodClicks: [20, 100_000],
  floodClicksPerProspect: [5, 10_000],
  floodTimesUsual: [2, 1_000],
  floodSharePercent: [50, 100],
  refundDays: [30, 365],
  refundLeast: [2, 1_000],
  refundSharePercent: [5, 100],
  facebookAloneCounts: [0, 1],
}

/** What is stored, with the defaults for what is not, or not any more, a number within its bounds. */
export function thresholdsIn(stored: unknown): Thresholds {
  const given: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {}
  const numberOf = (name: ThresholdName): number => {
    const value = given[name]
    const [least, most] = thresholdBounds[name]
    return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : defaultThresholds[name]
  }
  const entries = thresholdNames.map((name) => [name, numberOf(name)] as const)
  return { ...defaultThresholds, ...Object.fromEntries(entries) }
}
