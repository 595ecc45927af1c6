import { base64url } from 'jose'
import type { Settings } from '../settings.ts'

const encoder = new TextEncoder()

/** What a signing key is used for; each use has a key of its own, so that no signature fits in two places. */
type KeyUse = 'session' | 'sign-in-code' | 'wrapping' | 'decline'

/** The key of one use, drawn from the signing key of that id; without an id, from the newest. */
export async function keyFor(settings: Settings, use: KeyUse, id?: string): Promise<Uint8Array | undefined> {
  const chosen = id === undefined ? settings.signingKeys[0] : settings.signingKeys.find((each) => each.id === id)
  return chosen && hmac(encoder.encode(chosen.key), `goodword/${use}`)
}

export async function hmac(key: Uint8Array, text: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text)))
}

/** SHA-256 of a text, in hex. */
export const digestOf = async (text: string): Promise<string> => hexOf(await crypto.subtle.digest('SHA-256', encoder.encode(text)))

export const hexOf = (bytes: ArrayBuffer | Uint8Array): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** 256 random bits in base64url. */
export const randomToken = (): string => base64url.encode(crypto.getRandomValues(new Uint8Array(32)))
