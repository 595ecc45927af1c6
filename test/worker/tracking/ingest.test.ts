import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { clicks, linkCampaigns, linkDays, linkTotals, partnerDays, programmeDays } from '../../../schema/tracking.ts'
import { openDatabase } from '../../../worker/database.ts'
import { newClickId } from '../../../worker/tracking/click-id.ts'
import { ingestClicks } from '../../../worker/tracking/ingest.ts'
import type { ClickOnItsWay } from '../../../worker/tracking/message.ts'

let written = 0
/** D1 as it is, with the rows that its batches wrote added up. */
const countingBinding = {
  prepare: (query: string) => env.DB.prepare(query),
  batch: async (statements: D1PreparedStatement[]) => {
    const results = await env.DB.batch(statements)
    for (const { meta } of results) written += meta.rows_written
    return results
  },
} as D1Database // the port uses nothing else of it
const db = openDatabase(countingBinding)

let counter = 0
beforeEach(() => {
  written = 0
  counter = 0
})

const click = (overrides: Partial<ClickOnItsWay> & { at?: string } = {}): ClickOnItsWay => {
  const { at = '2026-11-02T09:00:00Z', ...more } = overrides
  counter += 1
  return {
    id: newClickId(new Date(at), counter.toString(16)),
    linkId: 'lnk_1',
    partnerId: 'par_1',
    clickedAt: Date.parse(at),
    campaign: 'fair',
    country: 'NL',
    device: 'phone',
    referrerHost: 'ada.example',
    visitorHash: `visitor ${counter}`,
    ...more,
  }
}

describe('ingestion', () => {
  it('writes the click and the figures of link, partner and programme', async () => {
    const one = click()

    await ingestClicks({ db }, [{ clicks: [one, click({ at: '2026-11-03T00:00:00Z' })] }, { clicks: [click({ linkId: 'lnk_2' })] }])

    expect((await db.select().from(clicks))[0]).toEqual({ ...one, clickedAt: new Date(one.clickedAt), counted: true, paidBy: null })
    expect(await db.select().from(linkDays)).toEqual([
      { linkId: 'lnk_1', day: '2026-11-02', clicks: 1 },
      { linkId: 'lnk_1', day: '2026-11-03', clicks: 1 },
      { linkId: 'lnk_2', day: '2026-11-02', clicks: 1 },
    ])
    expect(await db.select().from(partnerDays)).toMatchObject([{ clicks: 2 }, { clicks: 1 }])
    expect(await db.select().from(programmeDays)).toMatchObject([{ clicks: 2 }, { clicks: 1 }])
    expect(await db.select().from(linkTotals)).toEqual([
      { linkId: 'lnk_1', clicks: 2, lastClickAt: new Date('2026-11-03T00:00:00Z') },
      { linkId: 'lnk_2', clicks: 1, lastClickAt: new Date('2026-11-02T09:00:00Z') },
    ])
  })

  it('counts a click once, however often and in whatever company it comes', async () => {
    const [one, two, three] = [click(), click(), click()]

    await ingestClicks({ db }, [{ clicks: [one, two] }, { clicks: [two] }])
    await ingestClicks({ db }, [{ clicks: [one, two] }])
    await Promise.all([ingestClicks({ db }, [{ clicks: [two, three] }]), ingestClicks({ db }, [{ clicks: [three, one] }])])

    expect(await db.select().from(clicks)).toHaveLength(3)
    expect(await db.select().from(linkTotals)).toMatchObject([{ clicks: 3 }])
    expect(await db.select().from(programmeDays)).toMatchObject([{ clicks: 3 }])
  })

  it('counts one click of a visitor, a link and an hour, and keeps all as evidence', async () => {
    const ada = (at: string, more: Partial<ClickOnItsWay> = {}) => click({ at, visitorHash: 'ada', ...more })
    const hour = [ada('2026-11-02T09:00:00Z'), ada('2026-11-02T09:30:00Z'), ada('2026-11-02T09:59:59Z')]

    await ingestClicks({ db }, [{ clicks: hour.toReversed() }])
    await ingestClicks({ db }, [{ clicks: [ada('2026-11-02T09:10:00Z')] }, { clicks: hour }])
    expect(await db.select().from(clicks)).toHaveLength(4)
    expect((await db.select().from(clicks).where(eq(clicks.counted, true))).map(({ id }) => id)).toEqual([hour[0]?.id])
    expect(await db.select().from(linkTotals)).toMatchObject([{ clicks: 1 }])

    const others = [ada('2026-11-02T10:00:00Z'), ada('2026-11-02T09:00:00Z', { linkId: 'lnk_2' }), click({ visitorHash: 'tom' })]
    await ingestClicks({ db }, [{ clicks: others }])
    expect(await db.select().from(programmeDays)).toMatchObject([{ clicks: 4 }])
  })

  it('counts a visit once when two consumers write it at the same moment', async () => {
    const same = () => click({ visitorHash: 'ada' })

    await Promise.all(Array.from({ length: 4 }, () => ingestClicks({ db }, [{ clicks: [same()] }])))

    expect(await db.select().from(clicks)).toHaveLength(4)
    expect(await db.select().from(linkTotals)).toMatchObject([{ clicks: 1 }])
  })

  it('counts each click of visitors that cannot be told apart', async () => {
    await ingestClicks({ db }, [{ clicks: [click({ visitorHash: null }), click({ visitorHash: null })] }])

    expect(await db.select().from(linkTotals)).toMatchObject([{ clicks: 2 }])
  })

  it('adds up the tags of a link, up to a hundred', async () => {
    await ingestClicks({ db }, [
      { clicks: [click({ campaign: 'fair' }), click({ campaign: 'mail' }), click({ campaign: 'fair' }), click({ campaign: null })] },
    ])
    for (let index = 0; index < 120; index += 40) {
      await ingestClicks({ db }, [{ clicks: Array.from({ length: 40 }, (_, each) => click({ campaign: `made-up-${index + each}` })) }])
    }
    await ingestClicks({ db }, [{ clicks: [click({ campaign: 'fair' })] }])

    const tags = await db.select().from(linkCampaigns)
    expect(tags.find(({ campaign }) => campaign === 'fair')).toMatchObject({ linkId: 'lnk_1', clicks: 3 })
    expect(tags.length).toBeGreaterThanOrEqual(100)
    expect(tags.length).toBeLessThan(140)
    expect(await db.select().from(linkTotals)).toMatchObject([{ clicks: 125 }])
  })

  it('keeps the time of the newest click when older ones arrive late', async () => {
    await ingestClicks({ db }, [{ clicks: [click({ at: '2026-11-02T09:00:00Z' })] }])
    await ingestClicks({ db }, [{ clicks: [click({ at: '2026-11-01T09:00:00Z' })] }])

    expect(await db.select().from(linkTotals)).toMatchObject([{ clicks: 2, lastClickAt: new Date('2026-11-02T09:00:00Z') }])
  })

  it('writes at most three rows a click: 100 clicks over 20 links of 20 partners, first and again on the same day', async () => {
    const hundred = () => Array.from({ length: 100 }, (_, index) => click({ linkId: `lnk_${index % 20}`, partnerId: `par_${index % 20}` }))

    await ingestClicks({ db }, [{ clicks: hundred() }])
    expect(written).toBeGreaterThan(200)
    expect(written).toBeLessThanOrEqual(300)
    written = 0
    await ingestClicks({ db }, [{ clicks: hundred() }])
    expect(written).toBeLessThanOrEqual(300)
  })

  it('takes more clicks than fit into one batch', async () => {
    await ingestClicks({ db }, [{ clicks: Array.from({ length: 2_300 }, () => click()) }])

    expect(await db.select().from(linkTotals)).toMatchObject([{ clicks: 2_300 }])
  })

  it('takes no clicks at all', async () => {
    await ingestClicks({ db }, [])

    expect(written).toBe(0)
  })
})
