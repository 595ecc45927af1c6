const minuteMs = 60_000
const gapsInMinutes = [1, 5, 15, 60, 180, 360, 720, 1440, 1440]

/** Nobody is due in the year 9999: a mail that was given up stays in the outbox with its error, and no sweep finds it. */
export const never = new Date(253_402_300_799_000)

/**
 * When a mail is tried again after its `tries`th try, should that one fail: in growing gaps, for about three days, then never.
 *
 * @param tries - from 1
 */
export const nextTryAt = (tries: number, now: Date): Date => {
  const gap = gapsInMinutes[tries - 1]
  return gap === undefined ? never : new Date(now.getTime() + gap * minuteMs)
}
