import type { PullName } from '../../schema/records.ts'
import { type Restore, restores } from '../../schema/restores.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { beginAgain, type PullList, pull } from '../stripe/pull.ts'
import { adoptConfirmed } from './adopt.ts'
import { isBarred } from './barrier.ts'
import { continueComparison } from './compare.ts'
import { restorableDays, sinceOfRestore } from './rules-restore.ts'
import { findRestore, newestEpoch } from './store-restores.ts'

export type Lists = Record<PullName, PullList>

/**
 * A person says to which moment the database was restored: everything that Stripe knows since is pulled again, and the hour of quiet
 * begins. Sends are blocked already, by the raised epoch.
 *
 * @throws Refusal wrong_state, invalid, already_done
 */
export async function beginRestore(deps: Deps, lists: Lists, restoredTo: Date, by: { id: string }): Promise<void> {
  const { db, now, settings } = deps
  const at = now()
  const epoch = settings.moneyEpoch
  if (epoch <= (await newestEpoch(db))) throw new Refusal('wrong_state', notRaised)
  if (restoredTo > at) throw new Refusal('invalid', 'This moment is in the future. Times are UTC.')
  if (at.getTime() - restoredTo.getTime() > restorableDays * 86_400_000) {
    throw new Refusal('invalid', `A database is restored to the last ${restorableDays} days.`)
  }
  const since = sinceOfRestore(restoredTo)
  try {
    await db.batch([
      db.insert(restores).values({ epoch, restoredTo, since, begunBy: by.id, begunAt: at, found: 0 }),
      beginAgain(db, lists, since, at),
      trail(db, { at, actor: by.id, act: 'restore.begun', subject: `epoch:${epoch}`, detail: { restoredTo: restoredTo.toISOString() } }),
    ])
  } catch (error) {
    if (wasRefused(error)) throw new Refusal('already_done', 'Somebody has begun to work through this restore already.')
    throw error
  }
}

const notRaised = 'Raise MONEY_EPOCH by one and deploy it first: it is what blocks all sends. Then come back here.'

/**
 * The restore under way.
 *
 * @throws Refusal wrong_state
 */
export async function getRestore({ db, settings }: Deps): Promise<Restore> {
  if ((await newestEpoch(db)) >= settings.moneyEpoch) throw new Refusal('wrong_state', notRaised)
  const restore = await findRestore(db, settings.moneyEpoch)
  if (!restore) throw new Refusal('wrong_state', 'Say first to which moment the database was restored.')
  return restore
}

/** The sweep's share: goes on with what is under way, a bounded part each time. One question of the database when nothing is. */
export async function continueRestore(deps: Deps, lists: Lists): Promise<void> {
  if (!(await isBarred(deps)) || !(await findRestore(deps.db, deps.settings.moneyEpoch))) return
  await pull(deps, lists, { begin: false })
  await adoptConfirmed(deps)
  await continueComparison(deps, lists)
}
