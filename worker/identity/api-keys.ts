import { type ApiScope, companyScopes } from '../../schema/api.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts } from '../env.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { findPartnerForLink } from '../tracking/store.ts'
import { getKey, insertKey, revokeKey } from './api-key-store.ts'
import { digestOf, randomToken } from './keys.ts'
import { requireAdminFactor } from './second-factor.ts'

type Admin = { id: string } & Pick<SessionFacts, 'secondFactorAt'>
type NewKey = { act: string; name: string; partnerId: string; scopes: readonly ApiScope[] }

/** Undefined: the same form made its key before, and its secret was shown then. */
export type MadeKey = { id: string; secret: string | undefined }

const isCompanyScope = (scope: ApiScope): boolean => companyScopes.some((each) => each === scope)

/**
 * Makes a key; its secret is in the answer and nowhere else.
 *
 * @param partnerId - whose rows it sees; empty for the company's
 * @throws Refusal second_factor_required, not_found, invalid
 */
export async function makeKey(deps: Deps, admin: Admin, { act, name, partnerId, scopes }: NewKey): Promise<MadeKey> {
  const { db, now, newId } = deps
  const [id, at, secret] = [newId('key'), now(), `gwk_${randomToken()}`]
  await requireAdminFactor(db, admin, at)
  if (partnerId !== '') {
    const partner = await findPartnerForLink(db, partnerId)
    if (partner?.status !== 'active') throw new Refusal('invalid', 'Choose a partner that is active, or the company itself.')
    if (scopes.some(isCompanyScope)) throw new Refusal('invalid', 'What is the company’s own to do cannot be in a key of a partner.')
  }
  const key = { id, name, partnerId: partnerId || null, scopes: [...scopes], createdBy: admin.id, createdAt: at }
  try {
    await db.batch([
      actOnce(db, act, id, at),
      insertKey(db, { ...key, secretHash: await digestOf(secret), hint: secret.slice(-4) }),
      trail(db, { at, actor: admin.id, act: 'key.made', subject: id, partnerId: partnerId || undefined, detail: { name, scopes } }),
    ])
  } catch (error) {
    const before = wasRefused(error) ? await findAct(db, act) : undefined
    if (before) return { id: before, secret: undefined }
    throw error
  }
  return { id, secret }
}

/**
 * Ends a key at once and for good. It waits for no second factor: a key that leaked must go.
 *
 * @throws Refusal not_found, already_done
 */
export async function endKey({ db, now }: Deps, admin: { id: string }, id: string): Promise<void> {
  const key = await getKey(db, id)
  const at = now()
  if (key.revokedAt) throw new Refusal('already_done', 'This key was revoked before.')
  try {
    await db.batch([
      revokeKey(db, id, admin.id, at),
      ...changedExactly(db),
      trail(db, { at, actor: admin.id, act: 'key.revoked', subject: id, partnerId: key.partnerId ?? undefined }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('already_done', 'This key was revoked before.')
    throw error
  }
}
