import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { touchKinds } from '../../../schema/prospects.ts'
import type { AttributionModel } from '../../../schema/terms.ts'
import { decide, type Evidence, modelOf, verdictsOfDecision } from '../../../worker/attribution/rules.ts'
import { at, cases, dayMs, touch } from './decide-cases.ts'

describe('decide', () => {
  it.each(cases)('credits %s', (_title, model, touches, winner, whys) => {
    const decision = decide(touches, model, 60, at)

    expect(decision.winner?.id ?? null).toBe(winner)
    expect(decision.verdicts.filter(({ outcome }) => outcome === 'won').map((each) => each.touch)).toEqual(winner ? [winner] : [])
    for (const [id, why] of Object.entries(whys)) expect(decision.verdicts.find((each) => each.touch === id)?.why).toMatch(why)
  })

  it('has 60 cases and more, each told once', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60)
    expect(new Set(cases.map(([title]) => title)).size).toBe(cases.length)
  })

  it('explains every touch once, in order of time, naming no partner', () => {
    const { verdicts, reason } = decide(
      [touch('b', 'click', 1), touch('c', 'introduction', 5), touch('a', 'click', 70)],
      'first_touch',
      60,
      at,
    )

    expect(verdicts.map((each) => each.touch)).toEqual(['a', 'c', 'b'])
    expect([reason, ...verdicts.map(({ why }) => why)].join(' ')).not.toMatch(/par_/)
    expect(reason).toBe('Introduced by the partner.')
  })

  it.each([
    [[], /there is no touch/],
    [[touch('a', 'click', 61)], /no touch counts/],
  ])('says why nobody has the credit', (touches, reason) => {
    expect(decide(touches, 'first_touch', 60, at).reason).toMatch(reason)
  })
})

describe('verdictsOfDecision', () => {
  const touches = [touch('b', 'decision', 0), touch('a', 'registration', 9), touch('c', 'click', 99)]

  it('lets the person’s touch win, and every other lose to it, in order of time', () => {
    expect(verdictsOfDecision(touches, { id: 'b' }).map((each) => [each.touch, each.outcome])).toEqual([
      ['c', 'lost'],
      ['a', 'lost'],
      ['b', 'won'],
    ])
  })

  it('lets nobody’s touch win where nobody gets the credit', () => {
    expect(verdictsOfDecision(touches, null).map(({ outcome }) => outcome)).toEqual(['lost', 'lost', 'lost'])
    expect(verdictsOfDecision(touches, null)[0]?.why).toMatch(/nobody gets the credit/)
  })

  it('lets an accepted registration win over a later decision, when it is what was decided for', () => {
    expect(verdictsOfDecision(touches, { id: 'a' }).find(({ outcome }) => outcome === 'won')).toMatchObject({
      touch: 'a',
      why: 'Registered by the partner and accepted. A person decided so.',
    })
  })
})

describe('modelOf', () => {
  it.each([
    [[], 'first_touch'],
    [['first_touch'], 'first_touch'],
    [['last_touch'], 'last_touch'],
    [['last_touch', 'last_touch'], 'last_touch'],
    [['last_touch', 'first_touch'], 'first_touch'],
  ] satisfies [AttributionModel[], AttributionModel][])('of %j is %s', (models, model) => {
    expect(modelOf(models)).toBe(model)
  })
})

/** The rule again, as slow and plain as it can be said: ask of each pair who beats whom. */
function naiveWinner(touches: Evidence[], model: AttributionModel, windowDays: number): Evidence | null {
  const counts = (each: Evidence) => {
    const age = at.getTime() - each.touchedAt.getTime()
    return each.kind !== 'click' || (age >= -60_000 && age <= (each.windowDays ?? windowDays) * dayMs)
  }
  const strength = { decision: 5, registration: 4, introduction: 3, code: 2, click: 1 }
  const beats = (one: Evidence, other: Evidence): boolean => {
    if (strength[one.kind] !== strength[other.kind]) return strength[one.kind] > strength[other.kind]
    const earlier =
      one.touchedAt.getTime() === other.touchedAt.getTime() ? one.id < other.id : one.touchedAt.getTime() < other.touchedAt.getTime()
    const newest = one.kind === 'decision' || (one.kind === 'click' && model === 'last_touch')
    return newest ? !earlier : earlier
  }
  const field = touches.filter(counts)
  return field.find((one) => field.every((other) => other === one || beats(one, other))) ?? null
}

/** And a third time, by counting: who loses to nobody among all pairs, whatever order they are looked at in. */
function winnerByPairs(touches: Evidence[], model: AttributionModel, windowDays: number): string | null {
  const rank = ['click', 'code', 'introduction', 'registration', 'decision']
  const inside = touches.filter(({ kind, touchedAt, windowDays: own }) => {
    if (kind !== 'click') return true
    const days = (at.getTime() - touchedAt.getTime()) / dayMs
    return days * dayMs >= -60_000 && days <= (own ?? windowDays)
  })
  const losers = new Set<string>()
  for (const left of inside)
    for (const right of inside) {
      if (left.id === right.id) continue
      const [lower, higher] = rank.indexOf(left.kind) < rank.indexOf(right.kind) ? [left, right] : [right, left]
      if (lower.kind !== higher.kind) losers.add(lower.id)
      else {
        const [first, second] = [left, right].sort((a, b) => a.touchedAt.getTime() - b.touchedAt.getTime() || a.id.localeCompare(b.id))
        const lastWins = left.kind === 'decision' || (left.kind === 'click' && model === 'last_touch')
        losers.add((lastWins ? first : second)?.id ?? '')
      }
    }
  return inside.find(({ id }) => !losers.has(id))?.id ?? null
}

const anyTouch = fc.record({
  kind: fc.constantFrom(...touchKinds),
  ms: fc.oneof(fc.integer({ min: -70 * dayMs, max: 2 * 60_000 }), fc.constantFrom(0, -60 * dayMs, -60 * dayMs - 1, 60_000, 60_001)),
  windowDays: fc.option(fc.constantFrom(1, 7, 60, 90), { nil: undefined }),
})

describe('decide, beside a naive reference', () => {
  it('finds the same winner and explains everybody', () => {
    fc.assert(
      fc.property(
        fc.array(anyTouch, { maxLength: 8 }),
        fc.constantFrom<AttributionModel>('first_touch', 'last_touch'),
        fc.constantFrom(1, 30, 60),
        (drawn, model, windowDays) => {
          const touches = drawn.map(
            ({ kind, ms, windowDays: own }, index): Evidence => ({
              id: `tch_${index}`,
              partnerId: `par_${index % 3}`,
              kind,
              touchedAt: new Date(at.getTime() + ms),
              ...(own !== undefined && { windowDays: own }),
            }),
          )

          const decision = decide(touches, model, windowDays, at)

          expect(decision.winner).toBe(naiveWinner(touches, model, windowDays))
          expect(decision.winner?.id ?? null).toBe(winnerByPairs(touches, model, windowDays))
          expect(decision.verdicts.map((each) => each.touch).toSorted()).toEqual(touches.map(({ id }) => id))
          expect(decision.verdicts.filter(({ outcome }) => outcome === 'won').length).toBe(decision.winner ? 1 : 0)
          expect(decide(touches.toReversed(), model, windowDays, at)).toEqual(decision)
        },
      ),
      { numRuns: 500 },
    )
  })
})
