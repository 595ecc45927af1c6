import { sql } from 'drizzle-orm'
import { reconBreaks, reconExplained } from '../../schema/reconciliation.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { asInteger } from '../payouts/parameters.ts'
import { type BreakRow, findBreak } from './store-desk.ts'

type Act = { act: string; by: { id: string } }

/**
 * Somebody of finance looks after a break from now on, also after somebody else did.
 *
 * @throws Refusal not_found, wrong_state when it is closed, stale
 */
export async function takeBreak(deps: Deps, id: number, { act, by }: Act): Promise<void> {
  const { db, now } = deps
  const { owner } = await getOpen(deps, id, act)
  const at = now()
  await once(deps, id, act, [
    db.update(reconBreaks).set({ owner: by.id, takenAt: at }).where(isOpen(id)),
    ...changedExactly(db),
    trail(db, { at, actor: by.id, act: 'break.taken', subject: subjectOf(id), detail: { from: owner } }),
  ])
}

/**
 * A person says why two sides differ. Where the difference stays, the note explains it: it is not opened again while its figures are
 * the same.
 *
 * @throws Refusal not_found, wrong_state when it is closed, stale
 */
export async function closeBreak(deps: Deps, id: number, { act, by }: Act, note: string): Promise<void> {
  const { db, now } = deps
  const { job, subject, partnerId } = await getOpen(deps, id, act)
  const at = now()
  await once(deps, id, act, [
    db.update(reconBreaks).set({ closedAt: at, closedHow: 'person', closedBy: by.id, note }).where(isOpen(id)),
    ...changedExactly(db),
    db.delete(reconExplained).where(sql`job = ${job} and subject = ${subject}`),
    db
      .insert(reconExplained)
      .select(sql`select job, subject, id, expected_minor, actual_minor, what from recon_breaks where id = ${asInteger(id)}`),
    trail(db, {
      at,
      actor: by.id,
      act: 'break.closed',
      subject: subjectOf(id),
      partnerId: partnerId ?? undefined,
      detail: { job, subject, note },
    }),
  ])
}

/** Under which the trail keeps what people did about a break. */
export const subjectOf = (id: number): string => `break/${id}`

const isOpen = (id: number) => sql`${reconBreaks.id} = ${asInteger(id)} and closed_at is null`

async function getOpen({ db }: Deps, id: number, act: string): Promise<BreakRow> {
  const found = await findBreak(db, id)
  if (!found) throw notFound()
  if (found.closedAt && (await findAct(db, act)) !== subjectOf(id)) {
    throw new Refusal('wrong_state', 'This break is closed already, and what is closed stays as it is.')
  }
  return found
}

/** A form that was sent twice did it once. */
async function once({ db, now }: Deps, id: number, act: string, statements: readonly Statement[]): Promise<void> {
  try {
    await inOneBatch(db, [actOnce(db, act, subjectOf(id), now()), ...statements])
  } catch (error) {
    if (!wasRefused(error)) throw error
    if ((await findAct(db, act)) === subjectOf(id)) return
    throw new Refusal('stale', 'Somebody else, or a clean run, closed it at the same moment. Please look at it again.')
  }
}
