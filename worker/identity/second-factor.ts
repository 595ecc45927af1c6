import type { Viewer } from '../env.ts'
import { Refusal } from '../errors.ts'
import { isFreshFactor } from './rules.ts'

/**
 * Lets an act pass only in a session that proved a second factor in the last ten minutes (money.md 11). Passkeys will set the
 * same mark on the session as the mailed code does.
 *
 * @throws Refusal second_factor_required
 */
export function requireSecondFactor(viewer: Viewer, now: Date): void {
  if (isFreshFactor(viewer.secondFactorAt, now)) return
  throw new Refusal('second_factor_required', 'This needs a code that is at most ten minutes old. Ask for a new one and try again.')
}
