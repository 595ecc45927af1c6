import { describe, expect, it } from 'vitest'
import { bindingCaps, type Cap, dayMs, firstDayFrom, isWithinCaps, nextFreeAt, type Place } from '../../../worker/references/rules-caps.ts'

const defaults: Cap[] = [
  { scope: 'default', subject: '', capGroup: 'call', count: 1, periodDays: 30 },
  { scope: 'default', subject: '', capGroup: 'call', count: 2, periodDays: 90 },
  { scope: 'default', subject: '', capGroup: 'site_visit', count: 2, periodDays: 365 },
]
const asked = { customerId: 'pro_1', contactId: 'con_1', capGroup: 'call' } as const
const call = (day: number, contactId = 'con_1'): Place => ({ contactId, capGroup: 'call', fromAt: day * dayMs, untilAt: day * dayMs })
const freeDay = (caps: Cap[], places: Place[], day = 0) => {
  const at = nextFreeAt(caps, places, asked, day * dayMs)
  return at === undefined ? undefined : at / dayMs
}

describe('the caps that bind', () => {
  it('are the programme’s, unless the customer has its own for that group', () => {
    const own: Cap = { scope: 'customer', subject: 'pro_1', capGroup: 'call', count: 3, periodDays: 365 }

    expect(bindingCaps(defaults, asked)).toEqual(defaults.slice(0, 2))
    expect(bindingCaps([...defaults, own], asked)).toEqual([own])
    expect(bindingCaps([...defaults, { ...own, subject: 'pro_2' }], asked)).toEqual(defaults.slice(0, 2))
  })

  it('include those of the person besides', () => {
    const persons: Cap = { scope: 'contact', subject: 'con_1', capGroup: 'call', count: 1, periodDays: 180 }

    expect(bindingCaps([...defaults, persons], asked)).toEqual([...defaults.slice(0, 2), persons])
    expect(bindingCaps([...defaults, persons], { ...asked, contactId: 'con_2' })).toEqual(defaults.slice(0, 2))
  })
})

describe('the next free moment', () => {
  it.each([
    ['at once when nothing was asked', [], 0],
    ['a month after the last call', [call(-10)], 20],
    ['at once a month after', [call(-30)], 0],
    ['a quarter after the older of two calls', [call(-40), call(-80)], 10],
    ['CAP3 after the tightest of the caps', [call(-20), call(-55)], 35],
    ['a month after one that is planned', [call(12)], 42],
    ['at once when visits alone were asked', [{ ...call(-1), capGroup: 'site_visit' as const }], 0],
  ])('is %s', (_, places, day) => {
    expect(freeDay(defaults, places)).toBe(day)
  })

  it('never comes where a cap allows none', () => {
    expect(freeDay([{ scope: 'contact', subject: 'con_1', capGroup: 'call', count: 0, periodDays: 30 }], [])).toBeUndefined()
  })

  it('takes a time that is not exact yet at its farther end', () => {
    const place = { contactId: null, capGroup: 'call', fromAt: 2 * dayMs, untilAt: 9 * dayMs } as const

    expect(freeDay(defaults.slice(0, 1), [place])).toBe(39)
    expect(isWithinCaps(defaults, [place], asked, -28.5 * dayMs, -28.5 * dayMs)).toBe(true)
    expect(isWithinCaps(defaults, [place], asked, -27.5 * dayMs, -27.5 * dayMs)).toBe(false)
  })

  it('is told as the first whole day', () => {
    expect(firstDayFrom(Date.UTC(2026, 11, 6, 9))).toBe('2026-12-07')
    expect(firstDayFrom(Date.UTC(2026, 11, 7))).toBe('2026-12-07')
  })
})
