import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { notFound } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { owePasskeyNews, tellPasskeyNews } from './passkey-news.ts'
import { getPasskey, namePasskey, removePasskey } from './passkey-store.ts'
import { requireSecondFactor } from './second-factor.ts'

type Staff = SignedInStaff & SessionFacts

/** @throws Refusal not_found */
export async function renamePasskey({ db, now }: Deps, staff: Staff, id: string, name: string): Promise<void> {
  const passkey = await getPasskey(db, staff.id, id)
  const detail = { passkey: id, from: passkey.name, to: name }
  await orMissing(
    db.batch([
      namePasskey(db, staff.id, id, name),
      ...changedExactly(db),
      trail(db, { at: now(), actor: staff.id, act: 'passkey.renamed', subject: staff.id, detail }),
    ]),
  )
}

/**
 * Removes one of the person's own passkeys, which they show that they are with any of them.
 *
 * @throws Refusal not_found, second_factor_required
 */
export async function removeOwnPasskey(deps: Deps, staff: Staff, id: string): Promise<void> {
  const { db, now, newId } = deps
  const at = now()
  const passkey = await getPasskey(db, staff.id, id)
  requireSecondFactor(staff, at)
  const occasion = newId('ntc')
  const news = { what: 'removed' as const, person: staff, by: staff.name, removed: 1, name: passkey.name }
  await orMissing(
    db.batch([
      removePasskey(db, staff.id, id, at),
      ...changedExactly(db),
      trail(db, { at, actor: staff.id, act: 'passkey.removed', subject: staff.id, detail: { passkey: id } }),
      ...owePasskeyNews(db, occasion, news, at),
    ]),
  )
  await tellPasskeyNews(deps, occasion)
}

/** Somebody removed it a moment ago. */
async function orMissing(batch: Promise<unknown>): Promise<void> {
  try {
    await batch
  } catch (error) {
    throw wasRefused(error) ? notFound() : error
  }
}
