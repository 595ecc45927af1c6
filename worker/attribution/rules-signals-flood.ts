import type { Thresholds } from '../../schema/signals.ts'
import type { Finding } from './rules-signals.ts'

/** One of the link's clicks shortly before the one in question. */
type SampledClick = { visitorHash: string | null; country: string | null; device: string | null; referrerHost: string | null }

/** What is known of a link around a click of it. */
export type LinkFigures = {
  linkId: string
  /** Its clicks of the hour before, repeated ones included, as far as a look at the programme's newest ones showed. */
  sample: readonly SampledClick[]
  /** Counted clicks of the click's day and the one before (UTC). */
  recentClicks: number
  /** Counted clicks a day in the four weeks before these, days without one included. */
  usualPerDay: number
  /** Prospects that a touch of the link's was stored for in these two days, this one included. */
  recentProspects: number
}

/** Below so many, a share says nothing. */
const leastSample = 40

/**
 * Far more clicks than prospects, from one browser or one source. One browser: it asked so often within an hour. One source: the clicks are
 * many, unlike the link's usual day, almost nobody became a prospect, and nearly all look alike.
 */
export function clickFlood(figures: LinkFigures, thresholds: FloodThresholds): Finding | undefined {
  return ofOneBrowser(figures, thresholds) ?? ofOneSource(figures, thresholds)
}

type FloodThresholds = Pick<
  Thresholds,
  'floodOfOneBrowser' | 'floodClicks' | 'floodClicksPerProspect' | 'floodTimesUsual' | 'floodSharePercent'
>

function ofOneBrowser({ linkId, sample }: LinkFigures, { floodOfOneBrowser }: FloodThresholds): Finding | undefined {
  const [busiest] = countsOf(sample.flatMap(({ visitorHash }) => visitorHash ?? []))
  if (!busiest || busiest.n < floodOfOneBrowser) return undefined
  return { rule: 'click_flood', evidence: { link: linkId, of: 'browser', clicks: busiest.n, within: 'hour' } }
}

function ofOneSource(figures: LinkFigures, thresholds: FloodThresholds): Finding | undefined {
  const { linkId, sample, recentClicks, usualPerDay, recentProspects } = figures
  const isMany = recentClicks >= thresholds.floodClicks && recentClicks >= thresholds.floodClicksPerProspect * recentProspects
  const isUnusual = recentClicks >= thresholds.floodTimesUsual * 2 * usualPerDay
  if (!isMany || !isUnusual || sample.length < leastSample) return undefined
  const [largest] = countsOf(sample.map(({ country, referrerHost }) => `${country ?? ''} ${referrerHost ?? ''}`))
  const sharePercent = Math.floor(((largest?.n ?? 0) * 100) / sample.length)
  if (sharePercent < thresholds.floodSharePercent) return undefined
  const evidence = { link: linkId, of: 'source', clicks: recentClicks, prospects: recentProspects, usualPerDay, sharePercent }
  return { rule: 'click_flood', evidence }
}

/** Most frequent first. */
function countsOf(values: readonly string[]): { value: string; n: number }[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, n]) => ({ value, n })).sort((left, right) => right.n - left.n)
}
