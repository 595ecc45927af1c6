import { and, inArray, isNull, sql } from 'drizzle-orm'
import { payoutRuns } from '../../schema/payout-runs.ts'
import { epochs } from '../../schema/payouts.ts'
import type { Restore } from '../../schema/restores.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { closeClean, ranNow } from '../reconciliation/store-breaks.ts'
import { quietMs } from './rules.ts'
import { forgetStale } from './store-adoptions.ts'
import { hintNotices, oweRole } from './store-notices.ts'
import { countLeft, countPulled, endComparison } from './store-restores.ts'

/** What still stands between a restore and its end, besides differences: sentences for the desk. */
export async function whatIsLeft({ db, now }: Deps, restore: Restore): Promise<string[]> {
  const [left, pulled] = await Promise.all([countLeft(db, restore), countPulled(db, restore.begunAt)])
  const of = (n: number, one: string, many: string) => (n === 0 ? [] : [n === 1 ? one : `${n} ${many}`])
  return [
    ...(pulled.done < pulled.all ? [`${pulled.done} of ${pulled.all} lists of Stripe are pulled`] : []),
    ...of(left.events, 'one pulled event is not applied yet', 'pulled events are not applied yet'),
    ...of(left.adoptions, 'one forgotten transfer is not adopted yet', 'forgotten transfers are not adopted yet'),
    ...of(left.open, 'one older payout is still looked up', 'older payouts are still looked up'),
    ...(now() < quietUntil(restore) ? ['the hour of quiet is not over'] : []),
  ]
}

/** A request that left before the restore may arrive at Stripe after it; then nothing older can. */
export const quietUntil = ({ begunAt }: Restore): Date => new Date(begunAt.getTime() + quietMs)

/** Every list is walked: clean, the epoch is put on record, which lifts the barrier; else sends stay blocked. */
export async function endOfComparison(deps: Deps, restore: Restore): Promise<void> {
  const left = await whatIsLeft(deps, restore)
  const differences = restore.found + left.length
  if (differences === 0 && (await lift(deps, restore))) return
  const { db, now } = deps
  const at = now()
  await inOneBatch(db, [
    endComparison(db, restore, Math.max(1, differences), at),
    ...changedExactly(db),
    forgetStale(db, restore.comparingAt ?? at),
    ...closeOlder(deps, restore),
    ...ranNow(db, 'R7', at),
  ])
}

/** False when something moved since it was counted: the database says so itself. */
async function lift(deps: Deps, restore: Restore): Promise<boolean> {
  const { db, now } = deps
  const { epoch } = restore
  const at = now()
  const { setAside } = await countLeft(db, restore)
  const actor = restore.comparingBy ?? 'system'
  const notice = {
    what: 'The restore is reconciled: our books and Stripe agree again. Approved runs rest until somebody has looked at them',
    subject: `epoch ${epoch}`,
    todo: 'Record again what people had entered after the restored moment: stops, holds, cancelled runs, suspensions. Then let each run go on, and two people may lift a stop.',
  }
  try {
    await inOneBatch(db, [
      endComparison(db, restore, 0, at),
      ...changedExactly(db),
      forgetStale(db, restore.comparingAt ?? at),
      ...holdsNow(
        db,
        sql`not exists (select 1 from inbox where status in ('new','waiting') and status = 'new' and received_at >= ${restore.begunAt.getTime()})`,
      ),
      restRuns(db),
      db.insert(epochs).values({ n: epoch, at, note: `restored to ${restore.restoredTo.toISOString()}` }),
      ...closeOlder(deps, restore),
      ...ranNow(db, 'R7', at),
      trail(db, {
        at,
        actor,
        act: 'restore.reconciled',
        subject: `epoch:${epoch}`,
        detail: { restoredTo: restore.restoredTo.toISOString(), setAside },
      }),
      oweRole(db, `restore_reconciled:${epoch}`, 'finance', [], { template: 'money_alarm', data: notice }, at),
    ])
  } catch (error) {
    if (wasRefused(error)) return false
    throw error
  }
  await hintNotices(deps, `restore_reconciled:${epoch}`)
  return true
}

/** What people decided after the restored moment is forgotten, so no run goes on by itself: it may have been cancelled. */
const restRuns = (db: Deps['db']) =>
  db
    .update(payoutRuns)
    .set({ paused: 'The database was restored' })
    .where(and(inArray(payoutRuns.status, ['approved', 'sending']), isNull(payoutRuns.paused)))

/** Breaks that this comparison did not find again agree now. */
const closeOlder = ({ db }: Deps, { comparingAt, begunAt }: Restore) =>
  closeClean(db, 'R7', [], new Date((comparingAt ?? begunAt).getTime() - 1))
