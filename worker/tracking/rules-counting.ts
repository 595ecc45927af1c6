import { memoized } from '../memo.ts'
import type { ClickOnItsWay } from './message.ts'

/** What is known of a click that arrives: it is stored already, or its visitor's hour on this link has a counted one. */
export type KnownClick = { id: string; isStored: boolean }

export type CountedClick = ClickOnItsWay & { isCounted: boolean }

const hourMs = 3_600_000

/** The clicks that are not stored yet; of one visitor on one link in one hour (UTC) the earliest counts, once. */
export function countClicks(clicks: readonly ClickOnItsWay[], known: readonly KnownClick[]): CountedClick[] {
  const stored = new Set(known.flatMap(({ id, isStored }) => (isStored ? [id] : [])))
  const uncounted = new Set(known.map(({ id }) => id))
  const visits = new Set<string>()
  return clicks
    .filter(({ id }) => !stored.has(id))
    .toSorted((left, right) => left.clickedAt - right.clickedAt)
    .map((click) => {
      const visit = `${click.visitorHash}/${click.linkId}/${hourOf(click)}`
      const isCounted = !uncounted.has(click.id) && !visits.has(visit)
      // Who cannot be told apart is a visitor each time.
      if (click.visitorHash !== null) visits.add(visit)
      return { ...click, isCounted }
    })
}

export const hourOf = ({ clickedAt }: Pick<ClickOnItsWay, 'clickedAt'>): number => Math.floor(clickedAt / hourMs)

/** What counted clicks add to the figures, a row each as the tables have it. */
export type Figures = {
  linkDays: [linkId: string, day: string, clicks: number][]
  partnerDays: [partnerId: string, day: string, clicks: number][]
  programmeDays: [day: string, clicks: number][]
  linkTotals: [linkId: string, clicks: number, lastClickAt: number][]
  linkCampaigns: [linkId: string, campaign: string, clicks: number, lastClickAt: number][]
}

export function figuresOf(clicks: readonly CountedClick[]): Figures {
  const counted = clicks.filter(({ isCounted }) => isCounted)
  const tagged = counted.flatMap((click) => (click.campaign === null ? [] : [{ ...click, campaign: click.campaign }]))
  return {
    linkDays: sums(counted, (click) => [click.linkId, dayOf(click)]).map(({ key: [link, day], clicks }) => [link, day, clicks]),
    partnerDays: sums(counted, (click) => [click.partnerId, dayOf(click)]).map(({ key: [partner, day], clicks }) => [partner, day, clicks]),
    programmeDays: sums(counted, (click) => [dayOf(click), '']).map(({ key: [day], clicks }) => [day, clicks]),
    linkTotals: sums(counted, ({ linkId }) => [linkId, '']).map(({ key: [link], clicks, lastAt }) => [link, clicks, lastAt]),
    linkCampaigns: sums(tagged, ({ linkId, campaign }) => [linkId, campaign]).map(({ key: [link, tag], clicks, lastAt }) => [
      link,
      tag,
      clicks,
      lastAt,
    ]),
  }
}

type Key = readonly [string, string]
type Sum = { key: Key; clicks: number; lastAt: number }

function sums<Click extends CountedClick>(clicks: readonly Click[], keyOf: (click: Click) => Key): Sum[] {
  const found = new Map<string, Sum>()
  for (const click of clicks) {
    const key = keyOf(click)
    const name = key.join('\n')
    const sum = found.get(name) ?? { key, clicks: 0, lastAt: 0 }
    sum.clicks += 1
    sum.lastAt = Math.max(sum.lastAt, click.clickedAt)
    found.set(name, sum)
  }
  return [...found.values()]
}

const dayMs = 24 * hourMs

/** `YYYY-MM-DD` UTC; writing it out for each click would cost more than counting it. */
const dayOf = ({ clickedAt }: ClickOnItsWay): string => nameOfDay(Math.floor(clickedAt / dayMs))

const nameOfDay = memoized(400, (day: number) => new Date(day * dayMs).toISOString().slice(0, 10))
