import { and, eq, isNull } from 'drizzle-orm'
import { grants } from '../../schema/grants.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hintNotices, oweRole } from '../payouts/store-notices.ts'
import { getGrant } from './store-grants.ts'

type Asking = Pick<Deps, 'db' | 'now' | 'newId' | 'hints'>

export type Leaving = { by: string; side: 'us' | 'them'; reason: string }

/** A no, or our own second thought. @throws Refusal not_found, wrong_state */
export async function refuseGrant(deps: Asking, id: string, leaving: Leaving): Promise<void> {
  const { db, now } = deps
  await getGrant(db, id)
  await close(deps, id, 'asked', 'refused', leaving, now())
}

/**
 * The customer takes its permission back, or we give it up: at once. Our own places go dark in this batch, every other use becomes a task (GRA3).
 *
 * @throws Refusal not_found, wrong_state
 */
export async function withdrawGrant(deps: Asking, id: string, leaving: Leaving): Promise<void> {
  const { db, now } = deps
  await getGrant(db, id)
  await close(deps, id, 'given', 'withdrawn', leaving, now())
}

async function close(
  deps: Asking,
  id: string,
  from: 'asked' | 'given',
  to: 'refused' | 'withdrawn',
  { by, side, reason }: Leaving,
  at: Date,
): Promise<void> {
  const { db } = deps
  const noticeId = `grant_${to}:${id}`
  const todo =
    to === 'withdrawn'
      ? 'It is gone from our wall and quotes already. Take down every other place where it stands.'
      : 'Nothing is to be done; it is not asked again by itself.'
  try {
    await inOneBatch(db, [
      db
        .update(grants)
        .set({ status: to, closedBy: by, closedAt: at, closedReason: reason })
        .where(and(eq(grants.id, id), eq(grants.status, from), isNull(grants.closedAt))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: `grant.${to}`, subject: id, detail: { side, reason } }),
      oweRole(
        db,
        noticeId,
        'sales',
        [by],
        { template: 'desk_news', data: { what: `A permission was ${to}`, todo, path: `/grants/${id}` } },
        at,
      ),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('wrong_state', from === 'given' ? 'It is not in force any more.' : 'Nothing is asked here any more.')
  }
  await hintNotices(deps, noticeId)
}
