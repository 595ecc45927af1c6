import type { Deps } from '../../../worker/deps.ts'
import type { World } from '../../support/world.ts'

/**
 * Dependencies whose `nth` batch is overtaken: between what an act read and what it writes, something else happens and commits. Reading
 * several things at once is a batch, too, and counts.
 */
export function overtaken(world: World, nth: number, meanwhile: () => Promise<unknown>): Deps {
  const { db } = world.deps
  let n = 0
  const batch: typeof db.batch = async (statements) => {
    n += 1
    if (n === nth) await meanwhile()
    return db.batch(statements)
  }
  return { ...world.deps, db: Object.assign(Object.create(db), { batch }) as typeof db } // the same database, seen late
}
