const dayMs = 86_400_000
/** Stripe keeps its events for thirty days; nobody who was away for longer is helped by a list. */
const firstWalkDays = 30

/**
 * How far back a walk goes: to a day before the last complete one began, or further where a row may change its state later.
 *
 * @param reachDays - at least so far
 */
export function sinceOf(completeUntil: Date | null, reachDays: number, now: Date): Date {
  const reach = now.getTime() - (completeUntil ? reachDays : Math.max(firstWalkDays, reachDays)) * dayMs
  return new Date(completeUntil ? Math.min(completeUntil.getTime() - dayMs, reach) : reach)
}

/** A walk takes minutes; one that has not come to its end after a day is not Stripe's slowness any more. */
export const isLate = ({ startedAt }: { startedAt: Date | null }, now: Date): boolean =>
  startedAt !== null && now.getTime() - startedAt.getTime() >= dayMs
