import { dateOf, formatDay, formatDistance, formatInstant } from './format-date.ts'

/**
 * A moment, `3 November 2026, 14:05 UTC`. With `from` (the request's clock) it reads as a distance, `3 hours ago`, and the
 * moment itself stands in its title.
 */
export const Instant = ({ at, from }: { at: Date; from?: Date | undefined }) => (
  <time class="instant" datetime={at.toISOString()} title={from && formatInstant(at)}>
    {from ? formatDistance(at, from) : formatInstant(at)}
  </time>
)

/** A calendar day in UTC, `3 November 2026`. */
export const Day = ({ at }: { at: Date }) => (
  <time class="instant" datetime={at.toISOString().slice(0, 10)}>
    {formatDay(at)}
  </time>
)

/** The same from a day as the tables keep it, `2026-11-03`. */
export const DayOf = ({ day }: { day: string }) => <Day at={dateOf(day)} />

/** From one day to another, both included. */
export const Days = ({ from, to }: { from: string; to: string }) => (
  <>
    <DayOf day={from} /> to <DayOf day={to} />
  </>
)
