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
  const parts = clicks.filter(({ isCounted }) => isCounted).map(partOf)
  const linkDays = sums(parts, ({ linkId, day }) => `${linkId}/${day}`)
  const partnerDays = sums(linkDays, ({ partnerId, day }) => `${partnerId}/${day}`)
  const tagged = parts.flatMap((part) => (part.campaign === null ? [] : [{ ...part, campaign: part.campaign }]))
  return {
    linkDays: linkDays.map(({ linkId, day, clicks }) => [linkId, day, clicks]),
    partnerDays: partnerDays.map(({ partnerId, day, clicks }) => [partnerId, day, clicks]),
    programmeDays: sums(partnerDays, ({ day }) => day).map(({ day, clicks }) => [day, clicks]),
    linkTotals: sums(linkDays, ({ linkId }) => linkId).map(({ linkId, clicks, lastAt }) => [linkId, clicks, lastAt]),
    linkCampaigns: sums(tagged, ({ linkId, campaign }) => `${linkId}/${campaign}`).map((sum) => [
      sum.linkId,
      sum.campaign,
      sum.clicks,
      sum.lastAt,
    ]),
  }
}

/** A click, or some of them added up: then only what they have in common says anything. */
type Part = Pick<ClickOnItsWay, 'linkId' | 'partnerId' | 'campaign'> & { day: string; clicks: number; lastAt: number }

const partOf = ({ linkId, partnerId, campaign, clickedAt }: ClickOnItsWay): Part => ({
  linkId,
  partnerId,
  campaign,
  day: nameOfDay(Math.floor(clickedAt / dayMs)),
  clicks: 1,
  lastAt: clickedAt,
})

function sums<Each extends Part>(parts: readonly Each[], keyOf: (part: Each) => string): Each[] {
  const found = new Map<string, Each>()
  for (const part of parts) {
    const key = keyOf(part)
    const sum = found.get(key)
    if (sum) {
      sum.clicks += part.clicks
      sum.lastAt = Math.max(sum.lastAt, part.lastAt)
    } else {
      found.set(key, { ...part })
    }
  }
  return [...found.values()]
}

const dayMs = 24 * hourMs

/** `YYYY-MM-DD` UTC; writing it out for each click would cost more than counting it. */
const nameOfDay = memoized(400, (day: number) => new Date(day * dayMs).toISOString().slice(0, 10))
