import type { ChallengePurpose } from '../../schema/passkeys.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { randomToken } from './keys.ts'
import { insertChallenge, listPasskeys } from './passkey-store.ts'
import { challengeEnd } from './rules.ts'
import { creationOptions, requestOptions } from './webauthn.ts'

type Staff = SignedInStaff & SessionFacts

/** What a page tells the browser to ask an authenticator; `challenge` is the id that the form sends back. */
export type PasskeyQuestion = { challenge: string; options: string }

/** Asks for one of the person's passkeys; nothing for somebody who has none. */
export async function askForProof(deps: Deps, staff: Staff): Promise<PasskeyQuestion | undefined> {
  const known = await listPasskeys(deps.db, staff.id)
  if (known.length === 0) return undefined
  const { id, challenge } = await storeChallenge(deps, staff, 'prove')
  return { challenge: id, options: JSON.stringify(await requestOptions(deps.settings, challenge, known)) }
}

/** Asks for a new passkey. Whether the person may add one is for `addPasskey` to say. */
export async function askForNewPasskey(deps: Deps, staff: Staff): Promise<PasskeyQuestion> {
  const known = await listPasskeys(deps.db, staff.id)
  const { id, challenge } = await storeChallenge(deps, staff, 'add')
  return { challenge: id, options: JSON.stringify(await creationOptions(deps.settings, staff, challenge, known)) }
}

async function storeChallenge({ db, now, newId }: Deps, { sessionId }: Staff, purpose: ChallengePurpose) {
  const asked = { id: newId('pkc'), sessionId, purpose, challenge: randomToken(), expiresAt: challengeEnd(now()) }
  await insertChallenge(db, asked)
  return asked
}
