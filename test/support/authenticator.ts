/** What a page tells the browser, as far as an authenticator needs it. */
type Options = { challenge: string; rp?: { id?: string }; rpId?: string; allowCredentials?: { id: string }[] }

/** How an answer may differ from an honest one. */
export type Twist = { origin?: string; challenge?: string; isUnlocked?: boolean; count?: number; rpId?: string }

/** An authenticator in software: the same name always holds the same key. Runs in Node and in workerd. */
export type Authenticator = {
  credentialId: string
  /** `navigator.credentials.create`, as the JSON that a browser would send. */
  create: (options: Options, origin: string, twist?: Twist) => Promise<string>
  /** `navigator.credentials.get`. */
  get: (options: Options, origin: string, twist?: Twist) => Promise<string>
}

/** @param counts - whether it counts its uses; one that is copied between devices always says 0 */
export async function openAuthenticator(name: string, { counts = false } = {}): Promise<Authenticator> {
  const { sign, coseKey } = await keyOf(name)
  const id = (await sha256(`credential of ${name}`)).slice(0, 16)
  const credentialId = base64url(id)
  let uses = 0
  const answer = (response: Record<string, unknown>) =>
    JSON.stringify({ id: credentialId, rawId: credentialId, type: 'public-key', response })

  return {
    credentialId,
    async create(options, origin, twist = {}) {
      const client = clientData('webauthn.create', options, origin, twist)
      const credential = join(new Uint8Array(16), bigEndian(id.length, 2), id, coseKey)
      const data = await authenticatorData(options, 0x40, twist.count ?? uses, twist, credential)
      return answer({ clientDataJSON: base64url(client), attestationObject: base64url(attestationOf(data)), transports: ['internal'] })
    },
    async get(options, origin, twist = {}) {
      if (counts) uses += 1
      const client = clientData('webauthn.get', options, origin, twist)
      const data = await authenticatorData(options, 0, twist.count ?? uses, twist, new Uint8Array())
      const signature = await sign(join(data, await sha256(client)))
      return answer({ clientDataJSON: base64url(client), authenticatorData: base64url(data), signature: base64url(signature) })
    },
  }
}

const clientData = (type: string, options: Options, origin: string, twist: Twist) =>
  utf8(JSON.stringify({ type, challenge: twist.challenge ?? options.challenge, origin: twist.origin ?? origin, crossOrigin: false }))

/** WebAuthn 6.1: whose page, what was shown (present, unlocked), the count, and a new credential. */
async function authenticatorData(options: Options, flags: number, count: number, twist: Twist, credential: Uint8Array) {
  const page = await sha256(twist.rpId ?? options.rpId ?? options.rp?.id ?? '')
  const shown = 0x01 | (twist.isUnlocked === false ? 0 : 0x04) | flags
  return join(page, Uint8Array.of(shown), bigEndian(count, 4), credential)
}

/** CBOR of `{fmt: 'none', attStmt: {}, authData}`. */
const attestationOf = (data: Uint8Array) =>
  join(
    ...[Uint8Array.of(0xa3, 0x63), utf8('fmt'), Uint8Array.of(0x64), utf8('none'), Uint8Array.of(0x67), utf8('attStmt')],
    ...[Uint8Array.of(0xa0, 0x68), utf8('authData'), Uint8Array.of(0x59), bigEndian(data.length, 2), data],
  )

/** PKCS #8 of a P-256 key whose number comes next; its public half is worked out on import. */
const pkcs8Head = Uint8Array.from(
  '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420'.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [],
)

async function keyOf(name: string) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey('pkcs8', join(pkcs8Head, await sha256(name)), algorithm, true, ['sign'])
  // A key in this form is an object in every runtime; the types of Workers do not say so.
  const { x = '', y = '' } = (await crypto.subtle.exportKey('jwk', key)) as { x?: string; y?: string }
  return {
    coseKey: join(Uint8Array.of(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32), bytesOf(x), Uint8Array.of(0x22, 0x58, 32), bytesOf(y)),
    sign: async (data: Uint8Array<ArrayBuffer>) =>
      derOf(new Uint8Array(await crypto.subtle.sign({ ...algorithm, hash: 'SHA-256' }, key, data))),
  }
}

/** WebCrypto signs as two numbers of 32 bytes, WebAuthn as DER. */
function derOf(signature: Uint8Array): Uint8Array<ArrayBuffer> {
  const numbers = [signature.slice(0, 32), signature.slice(32)].map((number) => {
    const digits = number.slice(number.findIndex((byte) => byte !== 0))
    const positive = (digits[0] ?? 0) > 0x7f ? join(Uint8Array.of(0), digits) : digits
    return join(Uint8Array.of(2, positive.length), positive)
  })
  const both = join(...numbers)
  return join(Uint8Array.of(0x30, both.length), both)
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))
const sha256 = async (data: string | Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', typeof data === 'string' ? utf8(data) : data))
const bigEndian = (number: number, length: number) => Uint8Array.from({ length }, (_, n) => (number >>> (8 * (length - 1 - n))) & 0xff)
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const bytesOf = (text: string) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
