import { type Db, openDatabase } from '../../worker/database.ts'
import { newClickId } from '../../worker/tracking/click-id.ts'
import { ingestClicks } from '../../worker/tracking/ingest.ts'
import type { ClickOnItsWay } from '../../worker/tracking/message.ts'
import { startDatabase } from './built-worker.ts'
import { idOf } from './clicks.ts'
import { medianOf } from './load.ts'
import type { Bench } from './measure.ts'

/**
 * What clicks cost D1, by its own count: rows written for a click of 100 clicks of 100 visitors over 20 links, of 20 partners and of one,
 * without a tag and with one, again on the same day, and redelivered. Then batches of 2,000 one after the other, for clicks a second.
 */
export const run: Bench = async ({ tell }) => {
  const { d1, stop } = await startDatabase()
  const counter = countingDatabase(d1)
  const rowsFor = async (clicks: ClickOnItsWay[]): Promise<number> => {
    const before = counter.rowsWritten
    await ingestClicks(counter, [{ clicks }])
    return (counter.rowsWritten - before) / clicks.length
  }
  const first = clicksOver(100, { partners: 20 })
  const rows = {
    rowsPerClick: await rowsFor(first),
    rowsPerRedeliveredClick: await rowsFor(first),
    rowsPerClickLater: await rowsFor(clicksOver(100, { partners: 20 })),
    rowsPerClickOfOnePartner: await rowsFor(clicksOver(100, { partners: 1 })),
    rowsPerTaggedClick: await rowsFor(clicksOver(100, { partners: 20, campaign: 'fair' })),
  }
  tell(`100 clicks over 20 links: ${JSON.stringify(rows)}`)

  const rates: number[] = []
  for (let batch = 0; batch < batches; batch += 1) rates.push(await clicksPerSecond(counter.db))
  const counted = await d1.prepare('select sum(clicks) as n from programme_days').first<number>('n')
  await stop()
  return { ...rows, clicksPerSecond: Math.round(medianOf(rates)), sent: 400 + batches * clicksPerBatch, counted: counted ?? 0 }
}

const batches = 15
const clicksPerBatch = 2_000

async function clicksPerSecond(db: Db): Promise<number> {
  const clicks = clicksOver(clicksPerBatch, { partners: 20 })
  const begunAt = performance.now()
  await ingestClicks({ db }, [{ clicks }])
  return clicks.length / ((performance.now() - begunAt) / 1_000)
}

/** D1 as it is, with the rows that its batches wrote added up. */
function countingDatabase(d1: D1Database): { db: Db; rowsWritten: number } {
  const binding = {
    prepare: (query: string) => d1.prepare(query),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await d1.batch(statements)
      for (const { meta } of results) counter.rowsWritten += meta.rows_written
      return results
    },
  }
  // The port uses nothing else of it.
  const counter = { db: openDatabase(binding as D1Database), rowsWritten: 0 }
  return counter
}

const links = 20
const startedAt = Date.parse('2026-11-02T09:00:00Z')
let made = 0

/** A visitor each, some milliseconds apart. */
const clicksOver = (clicks: number, { partners, campaign = null }: { partners: number; campaign?: string | null }): ClickOnItsWay[] =>
  Array.from({ length: clicks }, () => {
    made += 1
    const clickedAt = startedAt + made
    return {
      id: newClickId(new Date(clickedAt), made.toString(16).padStart(12, '0')),
      linkId: idOf('lnk', made % links),
      partnerId: idOf('par', made % partners),
      clickedAt,
      campaign,
      country: 'NL',
      device: 'phone',
      referrerHost: 'blog.ada.example',
      visitorHash: made.toString(16).padStart(24, '0'),
    }
  })
