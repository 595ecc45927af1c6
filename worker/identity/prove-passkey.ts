import type { Passkey } from '../../schema/passkeys.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { changedExactly } from '../guard.ts'
import { owePasskeyNews, tellPasskeyNews } from './passkey-news.ts'
import type { Proof } from './passkey-shapes.ts'
import { countUse, findChallenge, findPasskey, useChallenge } from './passkey-store.ts'
import { isNextCount } from './rules.ts'
import { markSecondFactor } from './store.ts'
import { readProof } from './webauthn.ts'

type Staff = SignedInStaff & SessionFacts

/** `gone`: asked too long ago, or answered already. `unknown`: no passkey of this person. `copied`: its count went back. */
export type Proved = 'proved' | 'gone' | 'unknown' | 'wrong' | 'copied'

/** Marks the session as having proved a second factor: one challenge, one answer, by a passkey of the person who is signed in. */
export async function provePasskey(
  deps: Deps,
  staff: Staff,
  { challenge, credential }: { challenge: string; credential: Proof },
): Promise<Proved> {
  const { db, now, settings } = deps
  const asked = await findChallenge(db, { id: challenge, sessionId: staff.sessionId, purpose: 'prove' }, now())
  if (!asked) return 'gone'
  const passkey = await findPasskey(db, staff.id, credential.id)
  if (!passkey) return 'unknown'
  const count = await readProof(settings, asked.challenge, credential, passkey)
  if (count === undefined) return 'wrong'
  if (!isNextCount(passkey.signCount, count)) return noteCopy(deps, staff, passkey, { challenge, count })

  const at = now()
  try {
    await db.batch([
      useChallenge(db, challenge, at),
      ...changedExactly(db),
      countUse(db, passkey, count, at),
      ...changedExactly(db),
      markSecondFactor(db, staff.sessionId, at),
      trail(db, { at, actor: staff.id, act: 'second_factor.proved', subject: staff.id, detail: { passkey: passkey.id } }),
    ])
    return 'proved'
  } catch (error) {
    if (wasRefused(error)) return 'gone'
    throw error
  }
}

/** Two authenticators hold the same key: nothing is proved by it, and everybody concerned hears of it, once a challenge. */
async function noteCopy(
  deps: Deps,
  staff: Staff,
  passkey: Passkey,
  { challenge, count }: { challenge: string; count: number },
): Promise<Proved> {
  const { db, now } = deps
  const at = now()
  const news = { what: 'copied' as const, person: staff, by: staff.name, removed: 0, name: passkey.name }
  try {
    await db.batch([
      useChallenge(db, challenge, at),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: staff.id,
        act: 'passkey.count_went_back',
        subject: staff.id,
        detail: { passkey: passkey.id, before: passkey.signCount, said: count },
      }),
      ...owePasskeyNews(db, challenge, news, at),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
  await tellPasskeyNews(deps, challenge)
  return 'copied'
}
