import { eq } from 'drizzle-orm'
import { base64url } from 'jose'
import { wrappedKeys } from '../../schema/privacy.ts'
import type { Deps } from '../deps.ts'
import { assert } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { keyFor } from './keys.ts'

type KeyDeps = Pick<Deps, 'db' | 'now' | 'settings'>

/**
 * A key of ours that outlives the signing keys: it is stored encrypted under each signing key in use (AES-256-GCM), so a database alone
 * is worth nothing, and a rotation carries it over. Undefined when none was made yet.
 *
 * @throws Error when it lies there and none of the signing keys opens it
 */
export async function findOwnKey({ db, now, settings }: KeyDeps, name: string): Promise<Uint8Array | undefined> {
  const rows = await db.select().from(wrappedKeys).where(eq(wrappedKeys.name, name))
  if (rows.length === 0) return undefined
  const [newest] = settings.signingKeys
  for (const { id } of settings.signingKeys) {
    const row = rows.find(({ signingKey }) => signingKey === id)
    if (!row) continue
    const key = await unwrap(settings, id, row.wrapped)
    if (newest && id !== newest.id) await keep(db, settings, { name, signingKey: newest.id, key, at: now() })
    return key
  }
  throw new Error(`Broken configuration: no signing key opens the key ${name}. Put the last one back beside the new one for a day`)
}

/** The same, made when there is none. */
export async function ownKey(deps: KeyDeps, name: string): Promise<Uint8Array> {
  const known = await findOwnKey(deps, name)
  if (known) return known
  const [newest] = deps.settings.signingKeys
  assert(newest, 'there is a signing key')
  await keep(deps.db, deps.settings, { name, signingKey: newest.id, key: crypto.getRandomValues(new Uint8Array(32)), at: deps.now() })
  const kept = await findOwnKey(deps, name)
  assert(kept, 'a key that was kept is found')
  return kept
}

/** Of two that are made at once the first stays. */
async function keep(
  db: Deps['db'],
  settings: Settings,
  { name, signingKey, key, at }: { name: string; signingKey: string; key: Uint8Array; at: Date },
) {
  const wrapped = await wrap(settings, signingKey, key)
  await db.insert(wrappedKeys).values({ name, signingKey, wrapped, madeAt: at }).onConflictDoNothing()
}

const ivLength = 12

async function wrap(settings: Settings, signingKey: string, key: Uint8Array): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivLength))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await wrappingKey(settings, signingKey), key)
  return base64url.encode(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
}

async function unwrap(settings: Settings, signingKey: string, wrapped: string): Promise<Uint8Array> {
  const bytes = base64url.decode(wrapped)
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytes.slice(0, ivLength) },
    await wrappingKey(settings, signingKey),
    bytes.slice(ivLength),
  )
  return new Uint8Array(opened)
}

async function wrappingKey(settings: Settings, id: string): Promise<CryptoKey> {
  const raw = await keyFor(settings, 'wrapping', id)
  assert(raw, 'a signing key in use has its wrapping key')
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
