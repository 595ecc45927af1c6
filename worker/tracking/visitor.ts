import type { SigningKey } from './click-id.ts'

/** The day's key of this isolate; importing it for each click would cost more than using it. */
let keyOfDay: { name: string; key: CryptoKey } | undefined

/**
 * Tells visits of one person on one day together without saying who it is: an HMAC of address and browser with a key that changes every day,
 * and that nobody can compute the other way round. The address itself is stored nowhere.
 */
export async function visitorHashOf(signingKey: SigningKey, visitor: string, at: Date): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', await keyFor(signingKey, at.toISOString().slice(0, 10)), new TextEncoder().encode(visitor))
  return [...new Uint8Array(mac, 0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function keyFor(signingKey: SigningKey, day: string): Promise<CryptoKey> {
  const name = `${signingKey.id}/${signingKey.key}/${day}`
  if (keyOfDay?.name === name) return keyOfDay.key
  const encoder = new TextEncoder()
  const base = await importHmac(encoder.encode(signingKey.key))
  const key = await importHmac(await crypto.subtle.sign('HMAC', base, encoder.encode(`goodword/visitor/${day}`)))
  keyOfDay = { name, key }
  return key
}

const importHmac = (secret: ArrayBuffer | Uint8Array) =>
  crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
