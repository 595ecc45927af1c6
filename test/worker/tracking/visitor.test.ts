import { describe, expect, it } from 'vitest'
import type { SigningKey } from '../../../worker/tracking/click-id.ts'
import { visitorHashOf } from '../../../worker/tracking/visitor.ts'

const key = { id: 'k1', key: 'a'.repeat(43) } as SigningKey
const other = { id: 'k2', key: 'b'.repeat(43) } as SigningKey
const ann = '203.0.113.9\nMozilla/5.0'
const hashAt = (time: string, visitor = ann, signingKey = key) => visitorHashOf(signingKey, visitor, new Date(time))

describe('a visitor’s hash', () => {
  it('is one all day and another the next, so that nobody is followed from day to day', async () => {
    const [morning, night, tomorrow, again] = [
      await hashAt('2026-11-02T00:00:00.000Z'),
      await hashAt('2026-11-02T23:59:59.999Z'),
      await hashAt('2026-11-03T00:00:00.000Z'),
      await hashAt('2026-11-02T12:00:00.000Z'),
    ]

    expect([night, again]).toEqual([morning, morning])
    expect(tomorrow).not.toBe(morning)
    expect(morning).toMatch(/^[0-9a-f]{24}$/)
  })

  it('differs with address, browser and key', async () => {
    const at = '2026-11-02T09:00:00.000Z'
    const hashes = [
      await hashAt(at),
      await hashAt(at, '203.0.113.8\nMozilla/5.0'),
      await hashAt(at, '203.0.113.9\nMozilla/5.1'),
      await hashAt(at, ann, other),
    ]

    expect(new Set(hashes).size).toBe(4)
  })
})
