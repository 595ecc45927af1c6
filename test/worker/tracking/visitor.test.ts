import { describe, expect, it } from 'vitest'
import type { SigningKey } from '../../../worker/tracking/click-id.ts'
import { visitorHashOf } from '../../../worker/tracking/visitor.ts'

const key = { id: 'k1', key: 'a'.repeat(43) } as SigningKey
const other = { id: 'k2', key: 'b'.repeat(43) } as SigningKey
const ann = '203.0.113.9\nMozilla/5.0'
const hashAt = (time: string, visitor = ann, signingKey = key) => visitorHashOf(signingKey, visitor, new Date(time))

describe('a visitor’s hash', () => {
  it('is one all day and another the next, so that nobody is followed from day to day', () => {
    const [morning, night, tomorrow, again] = [
      hashAt('2026-11-02T00:00:00.000Z'),
      hashAt('2026-11-02T23:59:59.999Z'),
      hashAt('2026-11-03T00:00:00.000Z'),
      hashAt('2026-11-02T12:00:00.000Z'),
    ]

    expect([night, again]).toEqual([morning, morning])
    expect(tomorrow).not.toBe(morning)
    expect(morning).toMatch(/^[0-9a-f]{24}$/)
  })

  it('differs with address, browser and key', () => {
    const at = '2026-11-02T09:00:00.000Z'
    const hashes = [hashAt(at), hashAt(at, '203.0.113.8\nMozilla/5.0'), hashAt(at, '203.0.113.9\nMozilla/5.1'), hashAt(at, ann, other)]

    expect(new Set(hashes).size).toBe(4)
  })

  it('takes a browser’s name of any length', () => {
    const hashOfLength = (length: number) => hashAt('2026-11-02T09:00:00.000Z', `203.0.113.9\n${'x'.repeat(length)}`)

    expect(hashOfLength(100_000)).toMatch(/^[0-9a-f]{24}$/)
    expect(hashOfLength(100_000)).not.toBe(hashOfLength(99_999))
  })
})
