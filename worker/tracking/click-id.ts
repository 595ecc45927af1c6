import { assert } from '../errors.ts'
import type { Settings } from '../settings.ts'

export type SigningKey = Settings['signingKeys'][number]

/** What a click id proves: somebody followed this link of this partner at that time. */
export type ClickFacts = { clickId: string; linkId: string; partnerId: string; clickedAt: Date }

export type ReadClickId = ({ ok: true } & ClickFacts) | { ok: false; reason: ClickIdProblem }
export type ClickIdProblem = 'malformed' | 'unknown_key' | 'forged'

/*
 * The layout, version 1, in this order and without gaps:
 *   1 byte version · text key id · 6 bytes time in ms · 6 bytes chance · text link id · text partner id · 16 bytes of the HMAC-SHA-256
 * where a text is a length byte and that many ASCII bytes. In base64url that is 123 characters with the ids of production.
 * A further field is a further version, read beside this one.
 */
const version = 1
const timeBytes = 6
const chanceBytes = 6
const macBytes = 16
const maxCharacters = 200

/** `clk_`, then the time and chance in hex: ids sort by time, which is what pruning relies on. */
export const newClickId = (clickedAt: Date, chance: string): string =>
  `clk_${hexOf(clickedAt.getTime(), timeBytes)}${chance
    .replace(/[^0-9a-f]/g, '')
    .slice(-chanceBytes * 2)
    .padStart(chanceBytes * 2, '0')}`

/**
 * The signed click id that travels with the visitor: at most 200 of letters, digits, `-` and `_`, so that Stripe keeps it
 * (stripe.md 4). Signed with the newest key.
 */
export async function signClickId(keys: readonly SigningKey[], { clickId, linkId, partnerId }: ClickFacts): Promise<string> {
  const [key] = keys
  assert(key, 'there is a signing key')
  const parts = [String.fromCharCode(version), textOf(key.id), binaryOf(clickId.slice(4)), textOf(linkId), textOf(partnerId)]
  const signed = bytesOf(parts.join(''))
  const mac = await crypto.subtle.sign('HMAC', await importKey(key), signed)
  return base64urlOf(signed, new Uint8Array(mac, 0, macBytes))
}

/** Reads a click id somebody handed in. Anything we did not sign with a key of today's settings is evidence of nothing. */
export async function readClickId(keys: readonly SigningKey[], token: string): Promise<ReadClickId> {
  const parsed = parse(token)
  if (!parsed) return { ok: false, reason: 'malformed' }
  const key = keys.find(({ id }) => id === parsed.keyId)
  if (!key) return { ok: false, reason: 'unknown_key' }
  const expected = new Uint8Array(await crypto.subtle.sign('HMAC', await importKey(key), parsed.signed), 0, macBytes)
  return sameBytes(expected, parsed.mac) ? { ok: true, ...parsed.facts } : { ok: false, reason: 'forged' }
}

function parse(token: string) {
  if (token.length > maxCharacters || !/^[A-Za-z0-9_-]+$/.test(token)) return undefined
  const bytes = bytesOfBase64url(token)
  if (!bytes || bytes[0] !== version) return undefined
  const reader = readerOf(bytes)
  const keyId = reader.text()
  const click = reader.take(timeBytes + chanceBytes)
  const linkId = reader.text()
  const partnerId = reader.text()
  const signed = bytes.subarray(0, reader.place())
  const mac = reader.take(macBytes)
  if (!keyId || !click || !linkId || !partnerId || !mac || reader.place() !== bytes.length) return undefined
  const hex = [...click].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const clickedAt = new Date(Number.parseInt(hex.slice(0, timeBytes * 2), 16))
  return { keyId, signed, mac, facts: { clickId: `clk_${hex}`, linkId, partnerId, clickedAt } }
}

function readerOf(bytes: Uint8Array) {
  let place = 1
  const take = (length: number): Uint8Array | undefined => {
    if (place + length > bytes.length) return undefined
    place += length
    return bytes.subarray(place - length, place)
  }
  return {
    take,
    place: () => place,
    text: (): string | undefined => {
      const length = take(1)?.[0]
      const taken = length ? take(length) : undefined
      return taken && String.fromCharCode(...taken)
    },
  }
}

/** Importing costs more than signing, and the same secret is the same key. */
const importedKeys = new Map<string, CryptoKey>()
const maxImportedKeys = 16

async function importKey({ key }: SigningKey): Promise<CryptoKey> {
  const known = importedKeys.get(key)
  if (known) return known
  const imported = await crypto.subtle.importKey('raw', new TextEncoder().encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  if (importedKeys.size >= maxImportedKeys) importedKeys.clear()
  importedKeys.set(key, imported)
  return imported
}

const textOf = (text: string): string => String.fromCharCode(text.length) + text
const binaryOf = (hex: string): string => hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
const hexOf = (value: number, bytes: number): string => value.toString(16).padStart(bytes * 2, '0')
const bytesOf = (binary: string): Uint8Array<ArrayBuffer> => Uint8Array.from(binary, (character) => character.charCodeAt(0))

const base64urlOf = (...parts: Uint8Array[]): string =>
  btoa(parts.map((part) => String.fromCharCode(...part)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** Strict: the one spelling of these bytes that we would write ourselves. */
function bytesOfBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = bytesOf(atob(text.replaceAll('-', '+').replaceAll('_', '/')))
    return base64urlOf(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

/** Compares in a time that does not depend on where the bytes differ. */
function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length
  for (let index = 0; index < left.length; index += 1) difference |= (left[index] ?? 0) ^ (right[index] ?? 0)
  return difference === 0
}
