import { Buffer } from 'node:buffer'
import { hkdfSync } from 'node:crypto'
import { memoized } from '../memo.ts'
import type { SigningKey } from './click-id.ts'

const dayMs = 86_400_000
const keyBytes = 32
const hashBytes = 12
const nothing = Buffer.alloc(0)

/**
 * Tells visits of one person on one day together without saying who it is: an HMAC of address and browser with a key that changes every day
 * (HKDF of RFC 5869 makes the key and the hash), and that nobody can compute the other way round. The address itself is stored nowhere.
 */
export function visitorHashOf({ key }: SigningKey, visitor: string, at: Date | number): string {
  const keyOfDay = keysOfDay(key)(Math.floor(Number(at) / dayMs))
  return Buffer.from(hkdfSync('sha256', visitor, keyOfDay, nothing, hashBytes)).toString('hex')
}

/** One of today, one of tomorrow for who looks ahead, and those of clicks that come late. */
const keysOfDay = memoized(4, (secret: string) =>
  memoized(8, (day: number) => {
    const date = new Date(day * dayMs).toISOString().slice(0, 10)
    return Buffer.from(hkdfSync('sha256', secret, 'goodword/visitor', date, keyBytes))
  }),
)
