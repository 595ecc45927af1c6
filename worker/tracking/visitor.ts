import { Buffer } from 'node:buffer'
import type { SigningKey } from './click-id.ts'

/** The day's key of this isolate; importing it for each click would cost more than using it. */
let keyOfDay: { day: number; secret: string; key: CryptoKey } | undefined

const dayMs = 86_400_000
const hashBytes = 12
const encoder = new TextEncoder()

/**
 * Tells visits of one person on one day together without saying who it is: an HMAC of address and browser with a key that changes every day,
 * and that nobody can compute the other way round. The address itself is stored nowhere.
 */
export async function visitorHashOf(signingKey: SigningKey, visitor: string, at: Date): Promise<string> {
  const day = Math.floor(at.getTime() / dayMs)
  const known = keyOfDay?.day === day && keyOfDay.secret === signingKey.key ? keyOfDay.key : undefined
  const key = known ?? (await makeKey(signingKey, day))
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(visitor))
  return Buffer.from(mac, 0, hashBytes).toString('hex')
}

async function makeKey({ key: secret }: SigningKey, day: number): Promise<CryptoKey> {
  const base = await importHmac(encoder.encode(secret))
  const name = `goodword/visitor/${new Date(day * dayMs).toISOString().slice(0, 10)}`
  const key = await importHmac(await crypto.subtle.sign('HMAC', base, encoder.encode(name)))
  keyOfDay = { day, secret, key }
  return key
}

const importHmac = (secret: ArrayBuffer | Uint8Array) =>
  crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
