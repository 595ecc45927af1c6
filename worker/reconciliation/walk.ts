import type { ReconWalk } from '../../schema/reconciliation.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { findWalk, isUnderWay, turnPage, type Walk } from './store-walks.ts'

/** What a page gave: statements that keep it, behind what the next one begins, and what to remember until then. */
export type Looked = { statements: readonly Statement[]; next: string | undefined; state?: ReconWalk['state'] }

/**
 * Walks on where a walk stands, a page and a batch at a time, as far as it may now; the rest waits for the next run of the job.
 * Two at once do no harm: who turns a page second stops.
 *
 * @param room - how many pages may be looked at; a page that costs more takes more of it. One invocation may ask the database a
 *   thousand times, and all jobs of an hour are one.
 * @returns whether the walk is over
 */
export async function walkOn(deps: Deps, name: string, room: { pages: number }, look: (walk: Walk) => Promise<Looked>): Promise<boolean> {
  const found = await findWalk(deps.db, name)
  if (!isUnderWay(found)) return true
  let walk = found
  while (room.pages > 0) {
    room.pages -= 1
    const { statements, next, state = walk.state } = await look(walk)
    try {
      await inOneBatch(deps.db, [...turnPage(deps.db, walk, next, state), ...statements])
    } catch (error) {
      // Somebody else turned the page meanwhile; where nobody did, it would be refused for ever.
      if (wasRefused(error) && hasMoved(walk, await findWalk(deps.db, name))) return false
      throw error
    }
    if (next === undefined) return true
    walk = { ...walk, behind: next, state }
  }
  return false
}

const hasMoved = (from: Walk, now: ReconWalk | undefined): boolean =>
  now?.behind !== from.behind || now.startedAt?.getTime() !== from.startedAt.getTime()
