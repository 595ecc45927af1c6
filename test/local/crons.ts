import { readFileSync } from 'node:fs'

/** The crons that the platform would start, from the deployed configuration. */
export function readCrons(): string[] {
  const list = /^crons\s*=\s*(\[.*\])/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1]
  if (!list) throw new Error('wrangler.toml names no crons')
  // A TOML array of plain strings reads as JSON.
  return JSON.parse(list) as string[]
}

// Whether a minute after `from`, up to `to`, is one of the cron's. Knows `*`, `*/n` and numbers, which is all that wrangler.toml uses.
export function comesUp(cron: string, from: Date, to: Date): boolean {
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = cron.split(' ')
  const first = Math.floor(from.getTime() / 60_000) + 1
  const last = Math.floor(to.getTime() / 60_000)
  // No cron of ours is rarer than monthly: two months back is far enough.
  for (let each = Math.max(first, last - 62 * 1_440); each <= last; each += 1) {
    const at = new Date(each * 60_000)
    const isIt =
      matches(minute, at.getUTCMinutes()) &&
      matches(hour, at.getUTCHours()) &&
      matches(day, at.getUTCDate()) &&
      matches(month, at.getUTCMonth() + 1) &&
      matches(weekday, at.getUTCDay())
    if (isIt) return true
  }
  return false
}

const matches = (field: string, value: number): boolean =>
  field === '*' || (field.startsWith('*/') ? value % Number(field.slice(2)) === 0 : field.split(',').includes(String(value)))

/** Tells the Worker what time it is: the sweep at every beat, the rarer crons when the clock has passed their minute. */
export function createHeart(portal: string, now: () => Date, startedAt: Date) {
  const crons = readCrons()
  const [sweep = ''] = crons
  const beatenUntil = new Map(crons.map((cron) => [cron, startedAt]))
  let beating = Promise.resolve()

  const beatOnce = async (isWanted: (cron: string) => boolean) => {
    const at = now()
    for (const cron of [...crons.slice(1), sweep].filter(isWanted)) {
      const isDue = cron === sweep || comesUp(cron, beatenUntil.get(cron) ?? at, at)
      beatenUntil.set(cron, at)
      if (isDue) await trigger(portal, cron)
    }
  }
  return {
    /** Beats after whatever beat is under way; never two at once. A cron that is not wanted now comes up at a later beat. */
    beat: (isWanted: (cron: string) => boolean = () => true): Promise<void> => {
      beating = beating.then(() => beatOnce(isWanted))
      return beating
    },
  }
}

/** Once a day: what looks over everything, and need not look after each chapter of a story. */
export const isDaily = (cron: string): boolean => /^\d+ \d+ \* \* \*$/.test(cron)

async function trigger(portal: string, cron: string): Promise<void> {
  try {
    const answer = await fetch(`${portal}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}`, {
      signal: AbortSignal.timeout(60_000),
    })
    await answer.body?.cancel()
  } catch {
    // The Worker is starting again or is gone: the next beat finds what was left.
  }
}
