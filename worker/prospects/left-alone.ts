import { sql } from 'drizzle-orm'
import { leftAlone } from '../../schema/privacy.ts'
import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { hexOf, hmac } from '../identity/keys.ts'
import { findOwnKey, ownKey } from '../identity/wrapped-key.ts'
import { eachOf } from '../payouts/parameters.ts'

const keyName = 'left_alone'
type LeftAloneDeps = Pick<Deps, 'db' | 'now' | 'settings'>
type Named = { email?: string | undefined; emails?: readonly string[]; domain?: string | undefined }

/**
 * For every way in which somebody else names a prospect: a company or person that asked to be left alone is refused, and nothing of
 * the attempt is kept.
 *
 * @param named - lower case; a domain is a company's own
 * @throws Refusal erased
 */
export async function refuseLeftAlone(deps: LeftAloneDeps, named: Named): Promise<void> {
  if (!(await isLeftAlone(deps, named))) return
  throw new Refusal(
    'erased',
    'They asked us to be left alone, so nobody can name them to us. If they want to talk, they can write to us themselves.',
  )
}

export const isLeftAlone = async (deps: LeftAloneDeps, named: Named): Promise<boolean> =>
  (await whichLeftAlone(deps, [named])).includes(true)

/** Of several that are named, which of them is to be left alone, in their order. */
export async function whichLeftAlone(deps: LeftAloneDeps, named: readonly Named[]): Promise<boolean[]> {
  const key = await findOwnKey(deps, keyName)
  if (!key) return named.map(() => false)
  const hashes = await Promise.all(named.map((each) => marksOf(key, each)))
  const found = await deps.db
    .select({ hash: leftAlone.hash })
    .from(leftAlone)
    .where(sql`${leftAlone.hash} in ${eachOf(hashes.flat())}`)
  const left = new Set(found.map(({ hash }) => hash))
  return hashes.map((each) => each.some((hash) => left.has(hash)))
}

const marksOf = (key: Uint8Array, { email, emails = [], domain }: Named): Promise<string[]> =>
  Promise.all([
    ...[...(email ? [email] : []), ...emails].map((address) => markOf(key, 'email', address)),
    ...(domain ? [markOf(key, 'domain', domain)] : []),
  ])

/** Statements that remember whom to leave alone, as keyed hashes. */
export async function leaveAlone(
  deps: LeftAloneDeps,
  { emails, domains }: { emails: readonly string[]; domains: readonly string[] },
): Promise<Statement[]> {
  const key = await ownKey(deps, keyName)
  const since = deps.now()
  const rows = [...emails.map((text) => ({ kind: 'email' as const, text })), ...domains.map((text) => ({ kind: 'domain' as const, text }))]
  const hashed = await Promise.all(rows.map(async ({ kind, text }) => ({ hash: await markOf(key, kind, text), kind, since })))
  return hashed.length > 0 ? [deps.db.insert(leftAlone).values(hashed).onConflictDoNothing()] : []
}

/** Carries the key over to a new signing key while the old one is still there. */
export const keepLeftAloneKey = async (deps: LeftAloneDeps): Promise<void> => void (await findOwnKey(deps, keyName))

const markOf = async (key: Uint8Array, kind: 'email' | 'domain', text: string): Promise<string> => hexOf(await hmac(key, `${kind}:${text}`))
