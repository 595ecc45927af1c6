import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts } from '../env.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from './keys.ts'
import { randomPasskeyCode } from './passkey-code.ts'
import { replaceInvitation } from './passkey-invitation-store.ts'
import { owePasskeyNews, tellPasskeyNews } from './passkey-news.ts'
import { forgetSecondFactor, listPasskeys, removeAllPasskeys } from './passkey-store.ts'
import { getStaff, type PersonOfStaff } from './people-store.ts'
import { invitationEnd } from './rules.ts'
import { requireAdminFactor } from './second-factor.ts'

type Admin = { id: string; name: string } & Pick<SessionFacts, 'secondFactorAt'>

/**
 * Makes a one-time code with which somebody else adds a first passkey. Passkeys they had are lost ones: they are removed.
 *
 * @returns the code, which is stored nowhere
 * @throws Refusal not_found, same_person, wrong_state, second_factor_required
 */
export async function makePasskeyCode(deps: Deps, admin: Admin, staffId: string): Promise<string> {
  const { db, now, newId } = deps
  const person = await getSomebodyElse(deps, admin, staffId)
  if (!person.active) throw new Refusal('wrong_state', `${person.name} is shut out. Let them in again first.`)
  const removed = (await listPasskeys(db, staffId)).length
  const [id, at, code] = [newId('pki'), now(), randomPasskeyCode()]
  const invitation = { id, staffId, codeHash: await digestOf(code), madeBy: admin.id, madeAt: at, expiresAt: invitationEnd(at) }
  const news = { what: 'code_made' as const, person, by: admin.name, removed, name: null }
  await db.batch([
    removeAllPasskeys(db, staffId, at),
    forgetSecondFactor(db, staffId),
    ...replaceInvitation(db, invitation),
    trail(db, { at, actor: admin.id, act: 'passkey.code_made', subject: staffId, detail: { invitation: id, removed } }),
    ...owePasskeyNews(db, id, news, at),
  ])
  await tellPasskeyNews(deps, id)
  return code
}

/**
 * Removes all passkeys of somebody else, and what their open sessions proved with them.
 *
 * @throws Refusal not_found, same_person, already_done, stale, second_factor_required
 */
export async function removePasskeysOf(deps: Deps, admin: Admin, staffId: string): Promise<void> {
  const { db, now, newId } = deps
  const person = await getSomebodyElse(deps, admin, staffId)
  const removed = (await listPasskeys(db, staffId)).length
  if (removed === 0) throw new Refusal('already_done', `${person.name} has no passkey.`)
  const [occasion, at] = [newId('ntc'), now()]
  try {
    await db.batch([
      removeAllPasskeys(db, staffId, at),
      ...changedExactly(db, removed),
      forgetSecondFactor(db, staffId),
      trail(db, { at, actor: admin.id, act: 'passkey.all_removed', subject: staffId, detail: { removed } }),
      ...owePasskeyNews(db, occasion, { what: 'removed', person, by: admin.name, removed, name: null }, at),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'Their passkeys changed at the same moment. Please look at them again.')
    throw error
  }
  await tellPasskeyNews(deps, occasion)
}

async function getSomebodyElse({ db, now }: Deps, admin: Admin, staffId: string): Promise<PersonOfStaff> {
  const person = await getStaff(db, staffId)
  if (staffId === admin.id) throw new Refusal('same_person', 'Nobody does this for themselves. Ask another administrator.')
  await requireAdminFactor(db, admin, now())
  return person
}
