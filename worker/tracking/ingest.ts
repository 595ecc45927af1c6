import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { ClickMessage, ClickOnItsWay } from './message.ts'
import { countClicks, figuresOf } from './rules-counting.ts'
import { addClicks, listKnownClicks } from './store-clicks.ts'

/** D1 takes two million bytes a parameter; a click is some 250. */
const clicksPerBatch = 2_000
const tries = 5

/** Writes the clicks of some messages with their figures; a redelivered click is there once, wherever it comes again. */
export async function ingestClicks({ db }: Pick<Deps, 'db'>, messages: readonly ClickMessage[]): Promise<void> {
  const clicks = [...new Map(messages.flatMap((message) => message.clicks).map((click) => [click.id, click])).values()]
  for (let start = 0; start < clicks.length; start += clicksPerBatch) {
    await ingestOnce(db, clicks.slice(start, start + clicksPerBatch))
  }
}

/** Somebody who writes one of these clicks, or counts one of these visits, between look and write breaks the batch: then look again. */
async function ingestOnce(db: Deps['db'], clicks: readonly ClickOnItsWay[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const fresh = countClicks(clicks, await listKnownClicks(db, clicks))
    if (fresh.length === 0) return
    try {
      await db.batch(addClicks(db, fresh, figuresOf(fresh)))
      return
    } catch (error) {
      if (attempt === tries || !wasRefused(error)) throw error
    }
  }
}
