import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rate } from '../../../schema/terms.ts'
import { earningsOf, inOrder, type Placed } from '../../../worker/terms/rules-rank.ts'

const at = (text: string) => new Date(`${text}T10:00:00Z`)
const placed = (
  id: string,
  paidAt: string,
  baseMinor: number,
  rate: Rate,
  dealId = 'deal_1',
  kind: Placed['kind'] = 'retainer',
): Placed => ({
  id,
  dealId,
  kind,
  baseMinor,
  currency: 'eur',
  paidAt: at(paidAt),
  terms: { rates: { retainer: rate, one_off: rate } },
  waits: null,
})
const amounts = (payments: Placed[]) =>
  [...earningsOf(payments)].map(([id, earning]) => [id, earning.kind === 'earns' ? earning.amountMinor : 0])

describe('payments in order', () => {
  const tiered: Rate = { rateBps: 1000, duration: 'life', tierMode: 'marginal', tiers: { eur: [{ aboveMinor: 100_000, rateBps: 2000 }] } }

  it('are ranked by time paid and then id, never by arrival', () => {
    const rows = [placed('b', '2026-01-05', 1, tiered), placed('c', '2026-01-04', 1, tiered), placed('a', '2026-01-05', 1, tiered)]
    expect(inOrder(rows).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  })

  it('count all deals of the calendar year, and begin anew with the next', () => {
    expect(
      amounts([
        placed('p1', '2026-02-01', 80_000, tiered),
        placed('p2', '2026-12-31', 80_000, tiered, 'deal_2', 'one_off'),
        placed('p3', '2027-01-01', 80_000, tiered),
      ]),
    ).toEqual([
      ['p1', 8_000],
      ['p2', 2_000 + 12_000],
      ['p3', 8_000],
    ])
  })

  it('fill the cap of a deal over years, and that of a year over deals of one kind', () => {
    const capped: Rate = { rateBps: 1000, duration: 'life', dealCapMinor: { eur: 15_000 }, yearCapMinor: { eur: 18_000 } }
    expect(
      amounts([
        placed('p1', '2026-02-01', 100_000, capped),
        placed('p2', '2026-03-01', 100_000, capped, 'deal_2'),
        placed('p3', '2026-03-02', 100_000, capped, 'deal_3', 'one_off'),
        placed('p4', '2027-01-01', 100_000, capped),
      ]),
    ).toEqual([
      ['p1', 10_000],
      ['p2', 8_000],
      ['p3', 10_000],
      ['p4', 5_000],
    ])
  })

  it('never give a deal or a year more than its cap, however they arrive', () => {
    const rate: Rate = { ...tiered, dealCapMinor: { eur: 30_000 }, yearCapMinor: { eur: 50_000 } }
    const payment = fc.record({
      day: fc.integer({ min: 1, max: 700 }),
      base: fc.integer({ min: 0, max: 400_000 }),
      deal: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(fc.array(payment, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (drawn, order) => {
        const payments = drawn.map(({ day, base, deal }, n) => ({
          ...placed(`p${n}`, '2026-01-01', base, rate, `deal_${deal}`),
          paidAt: new Date(at('2026-01-01').getTime() + day * 86_400_000),
        }))
        const shuffled = payments.map((each) => ({ each, key: order.next().value ?? 0 })).sort((a, b) => a.key - b.key)
        const inTime = new Map(amounts(payments) as [string, number][])
        expect(new Map(amounts(shuffled.map(({ each }) => each)) as [string, number][])).toEqual(inTime)

        const sums = (keyOf: (each: Placed) => unknown) =>
          [...Map.groupBy(payments, keyOf).values()].map((group) => group.reduce((sum, { id }) => sum + (inTime.get(id) ?? 0), 0))
        expect(Math.max(0, ...sums(({ dealId }) => dealId))).toBeLessThanOrEqual(30_000)
        expect(Math.max(0, ...sums(({ paidAt }) => paidAt.getUTCFullYear()))).toBeLessThanOrEqual(50_000)
      }),
    )
  })
})
