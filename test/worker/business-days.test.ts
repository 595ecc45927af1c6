import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { settings } from '../../schema/people.ts'
import { audit } from '../../schema/records.ts'
import { businessDaysLeft, dueAfterBusinessDays, isBusinessDay } from '../../worker/business-days.ts'
import { listHolidays } from '../../worker/holidays.ts'
import { haveStaff } from '../support/fixtures.ts'
import { createWorld, type World } from '../support/world.ts'

const none = new Set<string>()
/** Christmas 2026 is a Friday, Boxing Day a Saturday, New Year a Friday. */
const holidays = new Set(['2026-12-25', '2026-12-26', '2027-01-01', '2026-11-04'])
const utc = (text: string) => new Date(`${text}Z`)

describe('two business days', () => {
  it.each([
    ['on a Monday', '2026-11-09T09:00', '2026-11-11T09:00'],
    ['on a Thursday: over the weekend', '2026-11-12T16:30', '2026-11-16T16:30'],
    ['on a Friday: over the weekend', '2026-11-13T10:00', '2026-11-17T10:00'],
    ['at the last moment of a Friday', '2026-11-13T23:59:59.999', '2026-11-17T23:59:59.999'],
    ['at the first moment of a Saturday: from Monday midnight', '2026-11-14T00:00', '2026-11-18T00:00'],
    ['on a Sunday: from Monday midnight', '2026-11-15T23:59:59.999', '2026-11-18T00:00'],
    ['at the first moment of a Monday', '2026-11-16T00:00', '2026-11-18T00:00'],
    ['over a holiday in the middle of the week', '2026-11-03T12:00', '2026-11-06T12:00'],
    ['on a holiday: from the next day', '2026-11-04T12:00', '2026-11-09T00:00'],
    ['over a holiday that hangs on a weekend', '2026-12-24T15:00', '2026-12-29T15:00'],
    ['over the turn of a year', '2026-12-31T15:00', '2027-01-05T15:00'],
    ['on the 29th of February', '2028-02-29T08:00', '2028-03-02T08:00'],
    ['where summer time begins in Europe, which UTC does not know', '2027-03-26T10:00', '2027-03-30T10:00'],
  ])('%s', (_, from, due) => {
    expect(dueAfterBusinessDays(utc(from), 2, holidays).toISOString()).toBe(utc(due).toISOString())
  })

  it('are counted down, the begun day included', () => {
    const due = utc('2026-11-17T10:00')

    const left = [
      '2026-11-13T10:00',
      '2026-11-13T10:01',
      '2026-11-14T12:00',
      '2026-11-16T10:00',
      '2026-11-17T09:59',
      '2026-11-17T10:00',
      '2026-12-01T10:00',
    ]

    expect(left.map((each) => businessDaysLeft(utc(each), due, none))).toEqual([2, 2, 2, 1, 1, 0, 0])
  })

  it('end on a business day, never before a later start’s, with as many business days in between as were asked for', () => {
    const moment = fc.date({ min: utc('2026-01-01T00:00'), max: utc('2028-12-31T00:00'), noInvalidDate: true })
    const daysOff = fc.array(moment, { maxLength: 30 }).map((dates) => new Set(dates.map((each) => each.toISOString().slice(0, 10))))
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 0, max: 10 }), daysOff, (one, other, n, off) => {
        const [from, later] = one <= other ? [one, other] : [other, one]
        const due = dueAfterBusinessDays(from, n, off)

        expect(isBusinessDay(due, off)).toBe(true)
        expect(due <= dueAfterBusinessDays(later, n, off)).toBe(true)
        expect(businessTimeMs(from, due, off)).toBe(n * 86_400_000)
      }),
      { numRuns: 300 },
    )
  })
})

/** Minute by minute would be slower: adds up what of each day lies between and counts. */
function businessTimeMs(from: Date, until: Date, off: ReadonlySet<string>): number {
  let total = 0
  for (let day = Math.floor(from.getTime() / 86_400_000); day * 86_400_000 < until.getTime(); day += 1) {
    const [start, end] = [day * 86_400_000, (day + 1) * 86_400_000]
    if (isBusinessDay(new Date(start), off)) total += Math.max(0, Math.min(end, until.getTime()) - Math.max(start, from.getTime()))
  }
  return total
}

describe('the holidays', () => {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })

  it('are listed by an administrator, each once and in order, on the trail', async () => {
    const admin = await haveStaff(world, 'admin')

    const answer = await world.ask('/holidays', { as: admin, form: { days: '2027-01-01\r\n2026-12-25, 2026-12-25' } })

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/holidays'])
    expect([...(await listHolidays(world.deps.db))]).toEqual(['2026-12-25', '2027-01-01'])
    expect(await world.deps.db.select().from(audit)).toMatchObject([{ act: 'holidays.set', actor: admin.id }])
    expect(await (await world.ask('/holidays', { as: admin })).text()).toContain('2026-12-25\n2027-01-01')
  })

  it.each(['2026-13-01', '2026-02-30', 'Christmas', '25.12.2026', '1999-12-25', `${'2026-12-25\n'.repeat(1_000)}`])(
    'are declined where one is no day: %j',
    async (days) => {
      const admin = await haveStaff(world, 'admin')

      const answer = await world.ask('/holidays', { as: admin, form: { days } })

      expect([answer.status, await answer.text()]).toEqual([422, expect.stringMatching(/no day of this century|longer than/)])
      expect(await world.deps.db.select().from(settings)).toEqual([])
    },
  )

  it('are read by sales and changed by nobody else', async () => {
    const sales = await haveStaff(world, 'sales')

    expect(await (await world.ask('/holidays', { as: sales })).text()).toContain('None besides weekends')
    expect((await world.ask('/holidays', { as: sales, form: { days: '2026-12-25' } })).status).toBe(404)
    expect((await world.ask('/holidays', { as: await haveStaff(world, 'finance') })).status).toBe(404)
  })
})
