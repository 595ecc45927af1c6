import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { taxThresholds } from '../../../schema/months.ts'
import { reachedOf } from '../../../worker/ledger/years.ts'
import { createWorld, type World } from '../../support/world.ts'
import { haveNovember, travelTo } from '../statements/support.ts'

let world: World
let story: Awaited<ReturnType<typeof haveNovember>>

beforeEach(async () => {
  world = await createWorld()
  story = await haveNovember(world)
})

const file = async (year: number) =>
  (await (await world.ask(`/ledger/years/${year}/totals.csv`, { as: story.people.auditor })).text()).trim().split('\r\n')

describe('yearly totals', () => {
  it('are what was paid in the year, less what was taken back of it', async () => {
    await travelTo(world, '2027-01-05T08:00:00Z')
    expect(await file(2026)).toEqual([
      'tax_year,partner_id,partner,legal_name,country,tax_id,paid_minor,paid,currency,reached',
      `2026,${story.partner.id},${story.partner.name},,NL,,6000,60.00,usd,not known`,
    ])
    expect((await file(2027)).length).toBe(1)
    const page = await (await world.ask('/ledger/years?year=2026', { as: story.people.finance })).text()
    expect([page.includes('$60.00'), page.includes('1099-NEC'), page.includes('Not known')]).toEqual([true, true, true])
  })

  it('name the threshold of the partner’s country in the year, and no other year’s', async () => {
    await world.deps.db.run(sql`update partners set country = 'US' where id = ${story.partner.id}`)
    expect((await file(2026))[1]).toMatch(/,US,,6000,60\.00,usd,below$/)
    const thresholds = await world.deps.db.select().from(taxThresholds)
    const paid = (paidMinor: number, currency: 'usd' | 'eur' = 'usd', country = 'US') => ({
      ...{ partnerId: 'p', partner: 'P', legalName: null, taxId: null },
      country,
      currency,
      paidMinor,
    })
    expect(reachedOf(paid(59_999), 2025, thresholds)).toBe('below')
    expect(reachedOf(paid(60_000), 2025, thresholds)).toBe('reached')
    expect(reachedOf(paid(199_999), 2026, thresholds)).toBe('below')
    expect(reachedOf(paid(200_000), 2026, thresholds)).toBe('reached')
    expect(reachedOf(paid(900_000), 2027, thresholds)).toBe('not known')
    expect(reachedOf(paid(900_000, 'eur'), 2026, thresholds)).toBe('not known')
    expect(reachedOf(paid(900_000, 'usd', 'NL'), 2026, thresholds)).toBe('not known')
  })

  it('are for finance and the auditor; a year that is none is not found', async () => {
    expect((await world.ask('/ledger/years', { as: story.people.approver })).status).toBe(404)
    expect((await world.ask('/ledger/years?year=x', { as: story.people.finance })).status).toBe(404)
    expect((await world.ask('/ledger/years/1999/totals.csv', { as: story.people.finance })).status).toBe(404)
  })
})

describe('billing details', () => {
  it('are given by finance, read by the auditor, and kept when the form is wrong', async () => {
    const fine = { legalName: 'Wrenmarch B.V.', address: 'Kade 1, Amsterdam', taxId: 'NL001234567B01' }
    const wrong = await world.ask('/ledger/billing', { as: story.people.finance, form: { ...fine, taxId: '' } })
    expect([wrong.status, (await wrong.text()).includes('Give the tax id.')]).toEqual([422, true])
    expect((await world.ask('/ledger/billing', { as: story.people.auditor, form: fine })).status).toBe(404)
    expect((await world.ask('/ledger/billing', { as: story.people.finance, form: fine })).status).toBe(303)
    expect(await (await world.ask('/ledger/billing', { as: story.people.auditor })).text()).toContain('NL001234567B01')
  })
})
