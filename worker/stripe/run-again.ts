import { inbox } from '../../schema/records.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { type Applier, applyStored } from './inbox.ts'
import { mayRunAgain } from './rules-inbox.ts'
import { getEvent, isAsRead } from './store.ts'

/**
 * Applies a stored event now, whatever came of it before, also one that was set aside: an event is a pointer, so it does nothing that stands already.
 *
 * @throws Refusal not_found, wrong_state for one that is not for this portal
 */
export async function runEventAgain(deps: Deps, id: string, by: string, appliers: Record<string, Applier>): Promise<void> {
  const { db, now } = deps
  const event = await getEvent(db, id)
  if (!mayRunAgain(event))
    throw new Refusal('wrong_state', 'This event is not for this portal: its page says why. There is nothing to apply.')
  const at = now()
  try {
    await db.batch([
      db.update(inbox).set({ status: 'new', nextAt: at, doneAt: null, setAsideAt: null }).where(isAsRead(event)),
      ...changedExactly(db),
      trail(db, {
        at,
        actor: by,
        act: 'event.run_again',
        subject: id,
        detail: { type: event.type, was: event.setAsideAt ? 'set_aside' : event.status, tries: event.tries },
      }),
    ])
  } catch (error) {
    // Somebody else, or the sweep, is just applying it: that is what was asked for.
    if (!wasRefused(error)) throw error
  }
  await applyStored(deps, id, appliers)
}
