import { Buffer } from 'node:buffer'
import { hkdfSync, timingSafeEqual } from 'node:crypto'
import { assert } from '../errors.ts'
import { memoized } from '../memo.ts'
import type { Settings } from '../settings.ts'

export type SigningKey = Settings['signingKeys'][number]

/** What a click id proves: somebody followed this link of this partner at that time, under that version of its group's rules. */
export type ClickFacts = { clickId: string; linkId: string; partnerId: string; rulesVersion: number; clickedAt: Date }

export type ReadClickId = ({ ok: true } & ClickFacts) | { ok: false; reason: ClickIdProblem }
export type ClickIdProblem = 'malformed' | 'unknown_key' | 'forged'

/*
 * The layout, version 3, in this order and without gaps:
 *   1 byte version · text key id · 6 bytes time in ms · 6 bytes chance · 2 bytes version of the group's rules · text link id · text partner id
 * where a text is a length byte and that many ASCII bytes; and behind them their tag of 16 bytes, all in base64url. With the ids of
 * production that is 124 characters. A further field is a further version, read beside this one.
 */
const version = 3
const timeBytes = 6
const chanceBytes = 6
const rulesBytes = 2
const tagBytes = 16
const maxCharacters = 200

const chanceShape = /^[0-9a-f]{12}$/

/** `clk_`, then the time and chance in hex: ids sort by time, which is what pruning relies on. */
export function newClickId(clickedAt: Date, chance: string): string {
  const last = chance.slice(-chanceBytes * 2)
  const hex = chanceShape.test(last) ? last : last.replace(/[^0-9a-f]/g, '').padStart(chanceBytes * 2, '0')
  return `clk_${hexOfTime(clickedAt.getTime())}${hex}`
}

/** Many clicks share a millisecond where it matters what one costs. */
const hexOfTime = memoized(100, (time: number) => time.toString(16).padStart(timeBytes * 2, '0'))

/** Makes the click ids of one link: what stays the same from click to click is put together once. */
export type ClickSigner = (clickId: string) => string

/**
 * The signed click id travels with the visitor: at most 200 of letters, digits, `-` and `_`, so that Stripe keeps it (stripe.md 4).
 * Signed with the newest key.
 */
export function clickSigner(keys: readonly SigningKey[], { linkId, partnerId, rulesVersion }: SignedLink): ClickSigner {
  const [key] = keys
  assert(key, 'there is a signing key')
  const secret = Buffer.from(key.key)
  const before = String.fromCharCode(version) + textOf(key.id)
  const after = String.fromCharCode(rulesVersion >> 8, rulesVersion & 255) + textOf(linkId) + textOf(partnerId)
  const bytes = Buffer.from(before + placeOfClick + after + placeOfTag, 'latin1')
  const signed = bytes.subarray(0, -tagBytes)
  return (clickId) => {
    writeHex(bytes, before.length, clickId)
    bytes.set(tagOf(secret, signed), signed.length)
    return bytes.toString('base64url')
  }
}

/**
 * An HMAC-SHA-256 of the bytes under a key that is drawn for click ids alone: HKDF of RFC 5869, whose two steps are just that. One call that
 * waits for nothing; an HMAC by WebCrypto and its promise cost the redirect twice as much.
 */
const tagOf = (secret: Uint8Array, signed: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, purpose, signed, tagBytes))

const purpose = Buffer.from('goodword/click-id')

/** The twelve bytes behind `clk_`; by hand, for it costs a tenth of what the buffer's own way does. */
function writeHex(bytes: Uint8Array, at: number, clickId: string): void {
  for (let index = 0; index < timeBytes + chanceBytes; index += 1) {
    bytes[at + index] = (nibble(clickId.charCodeAt(4 + index * 2)) << 4) | nibble(clickId.charCodeAt(5 + index * 2))
  }
}

const nibble = (code: number): number => (code > 57 ? code - 87 : code - 48)

type SignedLink = Pick<ClickFacts, 'linkId' | 'partnerId' | 'rulesVersion'>

/** One click id, for who makes no more of its link. */
export const signClickId = (keys: readonly SigningKey[], { clickId, ...link }: SignedLink & { clickId: string }): string =>
  clickSigner(keys, link)(clickId)

const placeOfClick = '\0'.repeat(timeBytes + chanceBytes)
const placeOfTag = '\0'.repeat(tagBytes)

/** Reads a click id somebody handed in. Anything we did not sign with a key of today's settings is evidence of nothing. */
export function readClickId(keys: readonly SigningKey[], token: string): ReadClickId {
  const parsed = parse(token)
  if (!parsed) return { ok: false, reason: 'malformed' }
  const key = keys.find(({ id }) => id === parsed.keyId)
  if (!key) return { ok: false, reason: 'unknown_key' }
  return timingSafeEqual(tagOf(Buffer.from(key.key), parsed.signed), parsed.tag)
    ? { ok: true, ...parsed.facts }
    : { ok: false, reason: 'forged' }
}

function parse(token: string) {
  const bytes = token.length > maxCharacters ? undefined : bytesOfBase64url(token)
  if (bytes?.[0] !== version || bytes.length <= tagBytes) return undefined
  const signed = bytes.subarray(0, -tagBytes)
  const tag = bytes.subarray(-tagBytes)
  const reader = readerOf(signed)
  const keyId = reader.text()
  const click = reader.take(timeBytes + chanceBytes)
  const rules = reader.take(rulesBytes)
  const linkId = reader.text()
  const partnerId = reader.text()
  if (!keyId || !click || !rules || !linkId || !partnerId || reader.place() !== signed.length) return undefined
  const clickedAt = new Date(click.readUIntBE(0, timeBytes))
  const facts = { clickId: `clk_${click.toString('hex')}`, linkId, partnerId, rulesVersion: rules.readUInt16BE(), clickedAt }
  return { keyId, signed, tag, facts }
}

/** Strict: the one spelling of these bytes that we would write ourselves. */
function bytesOfBase64url(text: string): Buffer<ArrayBuffer> | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

function readerOf(bytes: Buffer) {
  let place = 1
  const take = (length: number): Buffer | undefined => {
    if (place + length > bytes.length) return undefined
    place += length
    return bytes.subarray(place - length, place)
  }
  return {
    take,
    place: () => place,
    text: (): string | undefined => {
      const length = take(1)?.[0]
      return length ? take(length)?.toString('latin1') : undefined
    },
  }
}

const textOf = (text: string): string => String.fromCharCode(text.length) + text
