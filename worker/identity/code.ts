import { assert } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { hexOf, hmac, keyFor } from './keys.ts'

/** Six digits, each of the million equally likely. */
export function randomCode(): string {
  const bound = 4_294_000_000
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < bound) return String(drawn % 1_000_000).padStart(6, '0')
  }
}

/** What is stored of a code: worth nothing without the key, nor beside another row. */
export async function codeHashOf(settings: Settings, signInId: string, code: string, keyId?: string): Promise<string> {
  const key = await keyFor(settings, 'sign-in-code', keyId)
  assert(key, 'there is a signing key')
  return hexOf(await hmac(key, `${signInId}/${code}`))
}

/** Whether this is the code, under either key of a rotation; takes as long for a wrong one as for a right one. */
export async function isCode(settings: Settings, signIn: { id: string; codeHash: string }, code: string): Promise<boolean> {
  const hashes = await Promise.all(settings.signingKeys.map(({ id }) => codeHashOf(settings, signIn.id, code, id)))
  return hashes.map((hash) => isSameDigest(hash, signIn.codeHash)).includes(true)
}

function isSameDigest(one: string, other: string): boolean {
  let apart = one.length ^ other.length
  for (let n = 0; n < one.length; n += 1) apart |= one.charCodeAt(n) ^ other.charCodeAt(n)
  return apart === 0
}
