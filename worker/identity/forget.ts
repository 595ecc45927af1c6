import type { Deps } from '../deps.ts'
import { forgetChallenges } from './passkey-store.ts'
import { forgetExpired } from './store.ts'

/** Drops what can no longer be used. The tables are read whole for it, so once a night is often enough. */
export async function forgetIdentity({ db, now }: Deps): Promise<void> {
  await db.batch([...forgetExpired(db, now()), ...forgetChallenges(db, now())])
}
