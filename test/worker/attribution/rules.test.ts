import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TouchKind, touchKinds } from '../../../schema/prospects.ts'
import type { AttributionModel } from '../../../schema/terms.ts'
import { decide, type Evidence, modelOf } from '../../../worker/attribution/rules.ts'

const dayMs = 86_400_000
const at = new Date('2026-11-02T09:00:00Z')
const daysBefore = (days: number, ms = 0) => new Date(at.getTime() - days * dayMs + ms)

/** `a` of partner `par_a`, so many days before the prospect became known. */
const touch = (id: string, kind: TouchKind, days: number, more: { ms?: number; windowDays?: number } = {}): Evidence => ({
  id,
  partnerId: `par_${id}`,
  kind,
  touchedAt: daysBefore(days, more.ms),
  ...(more.windowDays !== undefined && { windowDays: more.windowDays }),
})

type Case = [title: string, model: AttributionModel, touches: Evidence[], winner: string | null, whys: Record<string, RegExp>]

const firstCases: Case[] = [
  ['nothing at all', 'first_touch', [], null, {}],
  ['one click', 'first_touch', [touch('a', 'click', 1)], 'a', { a: /^First click inside the window of 60 days/ }],
  ['one click now', 'first_touch', [touch('a', 'click', 0)], 'a', {}],
  ['one click, last touch', 'last_touch', [touch('a', 'click', 1)], 'a', { a: /^Last click inside the window/ }],
  ['the earlier of two clicks', 'first_touch', [touch('a', 'click', 9), touch('b', 'click', 2)], 'a', { b: /earlier click.*first touch/ }],
  ['the later of two clicks', 'last_touch', [touch('a', 'click', 9), touch('b', 'click', 2)], 'b', { a: /later click.*last touch/ }],
  ['the earlier in whatever order they come', 'first_touch', [touch('b', 'click', 2), touch('a', 'click', 9)], 'a', {}],
  ['the later in whatever order they come', 'last_touch', [touch('b', 'click', 2), touch('a', 'click', 9)], 'b', {}],
  ['the middle one of three never', 'last_touch', [touch('a', 'click', 9), touch('b', 'click', 5), touch('c', 'click', 2)], 'c', {}],
  ['a click at the edge of the window', 'first_touch', [touch('a', 'click', 60)], 'a', {}],
  [
    'a click a millisecond past the edge',
    'first_touch',
    [touch('a', 'click', 60, { ms: -1 })],
    null,
    { a: /older than the window of 60 days/ },
  ],
  ['a click a millisecond inside the edge', 'first_touch', [touch('a', 'click', 60, { ms: 1 })], 'a', {}],
  ['the later click when the first is too old', 'first_touch', [touch('a', 'click', 61), touch('b', 'click', 59)], 'b', { a: /older/ }],
  ['nobody when both are too old', 'first_touch', [touch('a', 'click', 99), touch('b', 'click', 61)], null, { a: /older/, b: /older/ }],
  ['nobody when both are too old, last touch', 'last_touch', [touch('a', 'click', 99), touch('b', 'click', 61)], null, {}],
  ['the click whose group has a longer window', 'first_touch', [touch('a', 'click', 80, { windowDays: 90 })], 'a', { a: /90 days/ }],
  ['no click whose group has a shorter window', 'first_touch', [touch('a', 'click', 8, { windowDays: 7 })], null, { a: /7 days/ }],
  ['a window of one day, its edge', 'first_touch', [touch('a', 'click', 1, { windowDays: 1 })], 'a', { a: /window of 1 day\./ }],
  ['a window of one day, past it', 'first_touch', [touch('a', 'click', 1, { windowDays: 1, ms: -1 })], null, {}],
  [
    'each click in its own window',
    'first_touch',
    [touch('a', 'click', 80, { windowDays: 90 }), touch('b', 'click', 80)],
    'a',
    { b: /older than the window of 60/ },
  ],
  ['a click that two clocks date a little later', 'first_touch', [touch('a', 'click', 0, { ms: 60_000 })], 'a', {}],
  ['no click after the prospect was known', 'first_touch', [touch('a', 'click', 0, { ms: 60_001 })], null, { a: /after the prospect/ }],
  ['the earlier, not the one that came after', 'last_touch', [touch('a', 'click', 3), touch('b', 'click', -1)], 'a', { b: /after/ }],
  ['the smaller id of two clicks at one moment', 'first_touch', [touch('b', 'click', 3), touch('a', 'click', 3)], 'a', {}],
  ['the greater id of two clicks at one moment, last touch', 'last_touch', [touch('a', 'click', 3), touch('b', 'click', 3)], 'b', {}],
]

const kindCases: Case[] = [
  [
    'an introduction over an earlier click',
    'first_touch',
    [touch('a', 'click', 9), touch('b', 'introduction', 1)],
    'b',
    { a: /^An introduction outranks a click/ },
  ],
  ['an introduction over a later click', 'last_touch', [touch('a', 'introduction', 9), touch('b', 'click', 1)], 'a', { b: /outranks/ }],
  ['a code over a click', 'first_touch', [touch('a', 'click', 9), touch('b', 'code', 1)], 'b', { a: /^A code outranks a click/ }],
  ['an introduction over a code', 'first_touch', [touch('a', 'code', 9), touch('b', 'introduction', 1)], 'b', { a: /outranks a code/ }],
  [
    'a registration over an introduction',
    'first_touch',
    [touch('a', 'introduction', 9), touch('b', 'registration', 1)],
    'b',
    { a: /^A registration outranks/ },
  ],
  ['a registration over a click', 'last_touch', [touch('a', 'click', 1), touch('b', 'registration', 9)], 'b', { a: /outranks a click/ }],
  ['a registration over a code', 'first_touch', [touch('a', 'code', 1), touch('b', 'registration', 9)], 'b', {}],
  [
    'a decision over a registration',
    'first_touch',
    [touch('a', 'registration', 9), touch('b', 'decision', 0)],
    'b',
    { a: /^A decision outranks a registration/ },
  ],
  ['a decision over everything', 'first_touch', touchKinds.map((kind, index) => touch(kind, kind, index)), 'decision', {}],
  ['the newest of two decisions', 'first_touch', [touch('a', 'decision', 5), touch('b', 'decision', 1)], 'b', { a: /later decision/ }],
  ['the newest of two decisions, last touch', 'last_touch', [touch('a', 'decision', 5), touch('b', 'decision', 1)], 'b', {}],
  [
    'the earliest of two registrations',
    'last_touch',
    [touch('a', 'registration', 5), touch('b', 'registration', 1)],
    'a',
    { b: /earlier registration/ },
  ],
  [
    'the earliest of two introductions',
    'last_touch',
    [touch('a', 'introduction', 5), touch('b', 'introduction', 1)],
    'a',
    { b: /earlier introduction/ },
  ],
  ['the earliest of two codes', 'last_touch', [touch('a', 'code', 5), touch('b', 'code', 1)], 'a', { b: /earlier code/ }],
  ['an introduction however old', 'first_touch', [touch('a', 'introduction', 400)], 'a', { a: /^Introduced by the partner/ }],
  ['a registration however old', 'first_touch', [touch('a', 'registration', 400)], 'a', { a: /^Registered by the partner/ }],
  ['a code however old', 'first_touch', [touch('a', 'code', 400)], 'a', { a: /^A code of the partner/ }],
  ['a decision however old', 'first_touch', [touch('a', 'decision', 400)], 'a', { a: /^Decided by a person/ }],
  ['an old introduction over a fresh click', 'first_touch', [touch('a', 'introduction', 400), touch('b', 'click', 1)], 'a', {}],
  ['a fresh click when the introduction is missing', 'first_touch', [touch('a', 'click', 99), touch('b', 'click', 1)], 'b', {}],
  [
    'the introduction of two among clicks of both',
    'last_touch',
    [touch('a', 'introduction', 3), touch('b', 'click', 1), touch('c', 'introduction', 2), touch('d', 'click', 70)],
    'a',
    { b: /outranks/, c: /earlier introduction/, d: /older than the window/ },
  ],
]

describe('decide', () => {
  it.each([...firstCases, ...kindCases])('credits %s', (_title, model, touches, winner, whys) => {
    const decision = decide(touches, model, 60, at)

    expect(decision.winner?.id ?? null).toBe(winner)
    expect(decision.verdicts.filter(({ outcome }) => outcome === 'won').map((each) => each.touch)).toEqual(winner ? [winner] : [])
    for (const [id, why] of Object.entries(whys)) expect(decision.verdicts.find((each) => each.touch === id)?.why).toMatch(why)
  })

  it('has 40 cases and more', () => {
    expect(firstCases.length + kindCases.length).toBeGreaterThanOrEqual(40)
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
          expect(decision.verdicts.map((each) => each.touch).toSorted()).toEqual(touches.map(({ id }) => id))
          expect(decision.verdicts.filter(({ outcome }) => outcome === 'won').length).toBe(decision.winner ? 1 : 0)
          expect(decide(touches.toReversed(), model, windowDays, at)).toEqual(decision)
        },
      ),
      { numRuns: 500 },
    )
  })
})
