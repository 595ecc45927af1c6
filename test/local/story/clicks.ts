import { newClickId } from '../../../worker/tracking/click-id.ts'
import { ingestClicks } from '../../../worker/tracking/ingest.ts'
import type { ClickOnItsWay } from '../../../worker/tracking/message.ts'
import { partners } from './cast.ts'
import { type Chapter, named, type Teller } from './chapter.ts'

const dayMs = 86_400_000

/** Eighteen months of visitors: slow growth, quiet Augusts, and one fair that everybody talked about. */
export const clicks: Chapter[] = partners.map((partner) => ({
  name: `visitors of ${partner.key}`,
  day: -0.5,
  tell: (teller) => visit(teller, partner),
}))

type Visited = (typeof partners)[number]

async function visit({ deps, names }: Teller, { key, joined, clicks: total }: Visited): Promise<void> {
  const chance = chanceOf(key)
  const dayZero = deps.now().getTime()
  const days = Array.from({ length: -joined - 1 }, (_, n) => joined + 1 + n)
  const perDay = spread(
    total,
    days.map((day) => weightOf(key, day, new Date(dayZero + day * dayMs).getUTCMonth())),
  )
  const all = days.flatMap((day, n) =>
    Array.from({ length: perDay[n] ?? 0 }, () => clickAt(new Date(dayZero + (day + chance() * 0.99) * dayMs), day, chance)),
  )
  const facts = { linkId: named(names, `link of ${key}`), partnerId: named(names, key) }
  const chunk = 2_000
  for (let from = 0; from < all.length; from += chunk) {
    await ingestClicks(deps, [
      {
        clicks: all
          .slice(from, from + chunk)
          .map((click) => ({ ...click, ...facts, campaign: key === 'ostervane' ? click.campaign : null })),
      },
    ])
  }
}

const fairDay = -170

function weightOf(key: Visited['key'], day: number, month: number): number {
  const growth = 1 + (day + 540) / 400
  const august = month === 7 ? 0.35 : 1
  const fair = key === 'ostervane' && Math.abs(day - fairDay) < 12 ? 4 : 1
  return growth * august * fair
}

/** Whole numbers in proportion to the weights that add up to the total. */
function spread(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  let given = 0
  let reached = 0
  return weights.map((weight) => {
    reached += weight
    const upTo = Math.round((total * reached) / sum)
    const share = upTo - given
    given = upTo
    return share
  })
}

const countries = ['NL', 'NL', 'DE', 'GB', 'BE', 'NO', 'US', 'FR'] as const
const devices = ['desktop', 'phone', 'phone', 'tablet'] as const
const referrers = ['www.linkedin.com', 'news.example', null, null] as const

function clickAt(clickedAt: Date, day: number, chance: () => number): Omit<ClickOnItsWay, 'linkId' | 'partnerId'> {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value => values[Math.floor(chance() * values.length)] ?? values[0]
  const hex = () =>
    Math.floor(chance() * 0x1000000)
      .toString(16)
      .padStart(6, '0')
  return {
    id: newClickId(clickedAt, `${hex()}${hex()}`),
    clickedAt: clickedAt.getTime(),
    campaign: Math.abs(day - fairDay) < 12 ? 'fair' : null,
    country: pick(countries),
    device: pick(devices),
    referrerHost: pick(referrers),
    visitorHash: null,
  }
}

/** The same visitors each time: a small generator with the partner's name for a seed (mulberry32). */
function chanceOf(name: string): () => number {
  let state = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
