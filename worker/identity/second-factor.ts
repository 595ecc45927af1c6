import type { Db } from '../database.ts'
import type { SessionFacts } from '../env.ts'
import { Refusal } from '../errors.ts'
import { hasAdminPasskey } from './passkey-store.ts'
import { isFreshFactor } from './rules.ts'

type Factor = Pick<SessionFacts, 'secondFactorAt'>

/**
 * Lets an act pass only in a session that used a passkey in the last ten minutes (money.md 11).
 *
 * @throws Refusal second_factor_required
 */
export function requireSecondFactor(viewer: Factor, now: Date): void {
  if (isFreshFactor(viewer.secondFactorAt, now)) return
  throw new Refusal('second_factor_required', 'This needs your passkey, used in the last ten minutes. Use it and try again.')
}

/**
 * The same for an admin's acts, from the day the first admin has a passkey: before it nobody could, and they are what leads there.
 *
 * @throws Refusal second_factor_required
 */
export async function requireAdminFactor(db: Db, admin: Factor, now: Date): Promise<void> {
  if ((await adminFactorOf(db, admin, now)) === 'needed') requireSecondFactor(admin, now)
}

/** `open`: no admin has a passkey yet, so none is asked for. */
export async function adminFactorOf(db: Db, admin: Factor, now: Date): Promise<'open' | 'fresh' | 'needed'> {
  if (!(await hasAdminPasskey(db))) return 'open'
  return isFreshFactor(admin.secondFactorAt, now) ? 'fresh' : 'needed'
}
