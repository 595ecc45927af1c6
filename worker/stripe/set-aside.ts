import { inbox } from '../../schema/records.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { SessionFacts, SignedInStaff } from '../env.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { requireSecondFactor } from '../identity/second-factor.ts'
import { maySetAside } from './rules-inbox.ts'
import { getEvent, isAsRead } from './store.ts'

/**
 * A person takes an event that always fails out of the way: it is tried no more, and a restore does not wait for it. No money moves by
 * it, so one person is enough; what it is about stays a difference that the comparisons find. Running it again takes this back.
 *
 * @throws Refusal not_found, wrong_state for one that is applied or was never tried, second_factor_required, stale
 */
export async function setEventAside(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  id: string,
  by: SignedInStaff & SessionFacts,
  reason: string,
): Promise<void> {
  const event = await getEvent(db, id)
  // The same form again, or a colleague's: its page says who was first, and why.
  if (event.setAsideAt) return
  if (!maySetAside(event)) {
    throw new Refusal('wrong_state', 'Only an event that was tried and could not be applied is set aside. Its page says what became of it.')
  }
  const at = now()
  requireSecondFactor(by, at)
  try {
    await db.batch([
      db.update(inbox).set({ status: 'ignored', setAsideAt: at }).where(isAsRead(event)),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: by.id,
        act: 'event.set_aside',
        subject: id,
        detail: { type: event.type, was: event.status, tries: event.tries, reason },
      }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('stale', 'It was tried again at the same moment. Please look at it again.')
    throw error
  }
}
