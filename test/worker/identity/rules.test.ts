import { describe, expect, it } from 'vitest'
import {
  isFreshFactor,
  isLive,
  isNextCount,
  limits,
  relyingPartyOf,
  safeNext,
  sessionEnd,
  windowOf,
} from '../../../worker/identity/rules.ts'

const now = new Date('2026-11-02T09:30:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)

describe('where to go after signing in', () => {
  it.each([
    ['/', '/'],
    ['/runs/run_1', '/runs/run_1'],
    ['/prospects?stage=new&q=a%20b', '/prospects?stage=new&q=a%20b'],
    [undefined, '/'],
    ['', '/'],
    ['runs', '/'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/\n/evil.example', '/'],
    ['/..//evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['\\\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/sign-in', '/'],
    ['/sign-out', '/'],
    ['/sign-in/second-factor', '/'],
    ['/sign-in-later', '/sign-in-later'],
    [`/${'x'.repeat(500)}`, '/'],
    ['/caf\u00e9', '/caf%C3%A9'],
  ])('%j leads to %s', (text, path) => {
    expect(safeNext(text)).toBe(path)
  })
})

describe('a session', () => {
  const hourMs = 3_600_000
  const of = (personKind: 'member' | 'staff', idleMs: number) => ({
    personKind,
    lastSeenAt: ago(idleMs),
    expiresAt: sessionEnd(personKind, ago(idleMs)),
    endedAt: null,
  })

  it.each([
    ['staff', 12 * hourMs - 1, true],
    ['staff', 12 * hourMs, false],
    ['member', 14 * 24 * hourMs - 1, true],
    ['member', 14 * 24 * hourMs, false],
  ] as const)('of %s unused for %d ms lives: %s', (kind, idleMs, lives) => {
    expect(isLive(of(kind, idleMs), now)).toBe(lives)
  })

  it('lasts 24 hours or 30 days at most, and not a moment after it was ended', () => {
    expect(isLive({ ...of('staff', 0), expiresAt: now }, now)).toBe(false)
    expect(isLive({ ...of('staff', 0), endedAt: now }, now)).toBe(false)
    expect(sessionEnd('staff', now)).toEqual(new Date('2026-11-03T09:30:00Z'))
    expect(sessionEnd('member', now)).toEqual(new Date('2026-12-02T09:30:00Z'))
  })
})

it('a second factor is fresh for ten minutes', () => {
  expect([isFreshFactor(null, now), isFreshFactor(ago(600_000), now), isFreshFactor(ago(600_001), now)]).toEqual([false, true, false])
})

it('a window begins on the full hour or day', () => {
  expect(windowOf(limits.askByAddress, now)).toEqual(new Date('2026-11-02T09:00:00Z'))
  expect(windowOf(limits.wrongCodeByPerson, now)).toEqual(new Date('2026-11-02T00:00:00Z'))
})

it.each([
  [0, 0, true],
  [0, 1, true],
  [5, 6, true],
  [5, 5, false],
  [5, 4, false],
  [5, 0, false],
])('a passkey that was at %i and says %i is the only one of its key: %s', (before, now, isNext) => {
  expect(isNextCount(before, now)).toBe(isNext)
})

it('a passkey signs for our host alone, whatever the port', () => {
  expect(relyingPartyOf('http://localhost:8787')).toEqual({ origin: 'http://localhost:8787', id: 'localhost' })
  expect(relyingPartyOf('https://partners.example.com')).toEqual({ origin: 'https://partners.example.com', id: 'partners.example.com' })
})
