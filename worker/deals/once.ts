import { actOnce, findAct } from '../acts.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'

type Planned = { id: string; statements: readonly Statement[] }

/**
 * A form sent twice is one act, and what it decides from is read again where somebody was faster.
 *
 * @param plan - what it makes or changes, and the statements of its batch
 * @returns the id of what it made, the first time and every other time
 */
export async function writeOnce({ db, now }: Pick<Deps, 'db' | 'now'>, act: string, plan: (at: Date) => Promise<Planned>): Promise<string> {
  return readAgainIfRefused(async () => {
    const done = await findAct(db, act)
    if (done) return done
    const at = now()
    const { id, statements } = await plan(at)
    await inOneBatch(db, [actOnce(db, act, id, at), ...statements])
    return id
  })
}
