import { type TouchKind, touchKinds } from '../../../schema/prospects.ts'
import type { AttributionModel } from '../../../schema/terms.ts'
import type { Evidence } from '../../../worker/attribution/rules.ts'

export const dayMs = 86_400_000
export const at = new Date('2026-11-02T09:00:00Z')
const daysBefore = (days: number, ms = 0) => new Date(at.getTime() - days * dayMs + ms)

/** `a` of partner `par_a`, so many days before the prospect became known. */
export const touch = (id: string, kind: TouchKind, days: number, more: { ms?: number; windowDays?: number } = {}): Evidence => ({
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

const crowdedCases: Case[] = [
  ['a click of today that nothing else touches', 'last_touch', [touch('a', 'click', 0, { ms: -1 })], 'a', { a: /^Last click/ }],
  [
    'the first of three clicks of one partner',
    'first_touch',
    [touch('a', 'click', 3), touch('b', 'click', 2), touch('c', 'click', 1)],
    'a',
    {},
  ],
  [
    'the only click inside the window among older ones',
    'last_touch',
    [touch('a', 'click', 90), touch('b', 'click', 30), touch('c', 'click', 61)],
    'b',
    {},
  ],
  [
    'a code over a click that is too old',
    'first_touch',
    [touch('a', 'click', 99), touch('b', 'code', 0)],
    'b',
    { a: /older than the window/ },
  ],
  [
    'a code over a click that came after',
    'first_touch',
    [touch('a', 'click', -1), touch('b', 'code', 3)],
    'b',
    { a: /after the prospect/ },
  ],
  [
    'the earliest of three codes',
    'first_touch',
    [touch('c', 'code', 2), touch('a', 'code', 7), touch('b', 'code', 4)],
    'a',
    { b: /earlier code/, c: /earlier code/ },
  ],
  [
    'a code of an earlier day over an introduction never',
    'first_touch',
    [touch('a', 'code', 30), touch('b', 'introduction', 0)],
    'b',
    { a: /outranks a code/ },
  ],
  [
    'the smaller id of two introductions at one moment',
    'first_touch',
    [touch('b', 'introduction', 3), touch('a', 'introduction', 3)],
    'a',
    {},
  ],
  [
    'the smaller id of two registrations at one moment',
    'last_touch',
    [touch('b', 'registration', 3), touch('a', 'registration', 3)],
    'a',
    {},
  ],
  ['the greater id of two decisions at one moment', 'first_touch', [touch('a', 'decision', 3), touch('b', 'decision', 3)], 'b', {}],
  [
    'a registration over an older introduction of the same partner',
    'first_touch',
    [touch('a', 'introduction', 90), touch('b', 'registration', 2)],
    'b',
    {},
  ],
  [
    'a registration accepted after an introduction and a code',
    'last_touch',
    [touch('a', 'code', 9), touch('b', 'introduction', 5), touch('c', 'registration', 0)],
    'c',
    { a: /outranks a code/, b: /outranks an introduction/ },
  ],
  [
    'a decision for whom everything else speaks against',
    'first_touch',
    [touch('a', 'registration', 90), touch('b', 'introduction', 80), touch('c', 'decision', 0)],
    'c',
    { a: /outranks a registration/, b: /outranks an introduction/ },
  ],
  [
    'the last of four decisions',
    'last_touch',
    [touch('a', 'decision', 4), touch('b', 'decision', 3), touch('c', 'decision', 2), touch('d', 'decision', 1)],
    'd',
    { a: /later decision/, c: /later decision/ },
  ],
  ['an introduction after the prospect was known', 'first_touch', [touch('a', 'introduction', -3)], 'a', {}],
  ['a click in a window of two years', 'first_touch', [touch('a', 'click', 730, { windowDays: 730 })], 'a', { a: /730 days/ }],
  [
    'the later click where the earlier one’s window is shorter',
    'first_touch',
    [touch('a', 'click', 20, { windowDays: 14 }), touch('b', 'click', 10)],
    'b',
    { a: /14 days/ },
  ],
  [
    'the earlier click where the later one’s window is shorter',
    'last_touch',
    [touch('a', 'click', 20), touch('b', 'click', 10, { windowDays: 7 })],
    'a',
    { b: /7 days/ },
  ],
  [
    'a click before and one after a leap of the clocks',
    'last_touch',
    [touch('a', 'click', 1), touch('b', 'click', 0, { ms: 59_999 })],
    'b',
    {},
  ],
]

export const cases: Case[] = [...firstCases, ...kindCases, ...crowdedCases]
