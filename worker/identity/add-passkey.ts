import { sql } from 'drizzle-orm'
import type { PasskeyInvitation } from '../../schema/passkeys.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { digestOf } from './keys.ts'
import { findInvitation, useInvitation } from './passkey-invitation-store.ts'
import { owePasskeyNews, tellPasskeyNews } from './passkey-news.ts'
import type { AddedCredential } from './passkey-shapes.ts'
import { findChallenge, insertPasskey, listPasskeys, useChallenge } from './passkey-store.ts'
import { requireSecondFactor } from './second-factor.ts'
import { readAdded } from './webauthn.ts'

type Staff = SignedInStaff & SessionFacts
type Adding = { challenge: string; credential: AddedCredential; name: string; code?: string | undefined }

/** `code`: a first passkey without a one-time code that works. `gone`: asked too long ago, answered already, or known already. */
export type Added = 'added' | 'code' | 'gone' | 'wrong'

/**
 * Adds a passkey: the first with an admin's one-time code, a further one after a fresh proof of one before.
 *
 * @throws Refusal second_factor_required
 */
export async function addPasskey(deps: Deps, staff: Staff, { challenge, credential, name, code }: Adding): Promise<Added> {
  const { db, now, settings } = deps
  const isFirst = (await listPasskeys(db, staff.id)).length === 0
  const invitation = isFirst ? await findByPasskeyCode(deps, staff, code ?? '') : undefined
  if (isFirst && !invitation) return 'code'
  if (!isFirst) requireSecondFactor(staff, now())

  const asked = await findChallenge(db, { id: challenge, sessionId: staff.sessionId, purpose: 'add' }, now())
  if (!asked) return 'gone'
  const passkey = await readAdded(settings, asked.challenge, credential)
  if (!passkey) return 'wrong'

  const at = now()
  const { transports } = credential.response
  const news = { what: 'added' as const, person: staff, by: staff.name, removed: 0, name }
  try {
    await db.batch([
      ...stillAsBefore(deps, staff, invitation, at),
      useChallenge(db, challenge, at),
      ...changedExactly(db),
      insertPasskey(db, { ...passkey, staffId: staff.id, transports, name, createdAt: at }),
      trail(db, {
        at,
        actor: staff.id,
        act: 'passkey.added',
        subject: staff.id,
        detail: { passkey: passkey.id, invitation: invitation?.id },
      }),
      ...owePasskeyNews(db, challenge, news, at),
    ])
  } catch (error) {
    if (wasRefused(error)) return 'gone'
    throw error
  }
  await tellPasskeyNews(deps, challenge)
  return 'added'
}

/** The person's open invitation, if this is its code. */
export async function findByPasskeyCode({ db, now }: Deps, staff: Staff, code: string): Promise<PasskeyInvitation | undefined> {
  const invitation = await findInvitation(db, staff.id, now())
  return invitation?.codeHash === (await digestOf(code)) ? invitation : undefined
}

/** An admin may have removed the other passkeys meanwhile, or the code was used. */
function stillAsBefore({ db }: Deps, { id }: Staff, invitation: PasskeyInvitation | undefined, at: Date) {
  const hasOne = sql`exists (select 1 from passkeys where staff_id = ${id} and removed_at is null)`
  if (!invitation) return [...holdsNow(db, hasOne)] as const
  return [...holdsNow(db, sql`not ${hasOne}`), useInvitation(db, invitation.id, at), ...changedExactly(db)] as const
}
