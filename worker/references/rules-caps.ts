import type { ActivityKind } from '../../schema/agreements.ts'
import type { CapGroup, CapScope } from '../../schema/references.ts'

export const dayMs = 86_400_000

/** Which cap an activity is counted under. */
export const capGroupOf: Record<ActivityKind, CapGroup> = {
  prospect_call: 'call',
  analyst_call: 'call',
  site_visit: 'site_visit',
  site_quote: 'public',
  news_release: 'public',
  webinar: 'public',
  conference_talk: 'public',
  shared_booth: 'public',
  case_study: 'public',
  logo_use: 'public',
}

export type Cap = { scope: CapScope; subject: string; capGroup: CapGroup; count: number; periodDays: number }
/** What takes a place under the caps: an activity that is planned or was held, and its time as exactly as it is known. */
export type Place = { contactId: string | null; capGroup: CapGroup; fromAt: number; untilAt: number }
/** Whose cap is asked, and for what. */
export type Asked = { customerId: string; contactId: string | null; capGroup: CapGroup }

/** A default binds where the customer has no cap of its own for that group; a contact's binds besides. All of them must hold (CAP3). */
export function bindingCaps(caps: readonly Cap[], { customerId, contactId, capGroup }: Asked): Cap[] {
  const ofGroup = caps.filter((cap) => cap.capGroup === capGroup)
  const own = ofGroup.filter(({ scope, subject }) => scope === 'customer' && subject === customerId)
  const general = own.length > 0 ? own : ofGroup.filter(({ scope }) => scope === 'default')
  return [...general, ...ofGroup.filter(({ scope, subject }) => scope === 'contact' && subject === contactId)]
}

/** Whether one more between these moments (ms) would be more than the cap allows in any window of its length. The trigger `activities_within_caps` says the same. */
const isFull = (cap: Cap, places: readonly Place[], fromAt: number, untilAt: number): boolean =>
  places.filter(
    (place) => counts(cap, place) && place.untilAt > fromAt - cap.periodDays * dayMs && place.fromAt < untilAt + cap.periodDays * dayMs,
  ).length >= cap.count

const counts = (cap: Cap, place: Place): boolean =>
  place.capGroup === cap.capGroup && (cap.scope !== 'contact' || place.contactId === cap.subject)

export const isWithinCaps = (caps: readonly Cap[], places: readonly Place[], asked: Asked, fromAt: number, untilAt: number): boolean =>
  bindingCaps(caps, asked).every((cap) => !isFull(cap, places, fromAt, untilAt))

/**
 * The first moment from `at` (ms) that no cap forbids.
 *
 * @returns undefined where a cap allows none at all
 */
export function nextFreeAt(caps: readonly Cap[], places: readonly Place[], asked: Asked, at: number): number | undefined {
  const binding = bindingCaps(caps, asked)
  if (binding.some(({ count }) => count === 0)) return undefined
  const ends = binding.flatMap((cap) => places.filter((place) => counts(cap, place)).map((place) => place.untilAt + cap.periodDays * dayMs))
  const starts = [at, ...ends.filter((end) => end > at)].sort((one, other) => one - other)
  return starts.find((start) => binding.every((cap) => !isFull(cap, places, start, start)))
}

/** The first whole day from that moment on, `2026-12-07`. */
export const firstDayFrom = (at: number): string => new Date(Math.ceil(at / dayMs) * dayMs).toISOString().slice(0, 10)
