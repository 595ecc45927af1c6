import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { compareTransfers } from './transfers.ts'

/** R2 before a run's first send: what was sent lately is compared before more is. False when Stripe did not answer. */
export async function comparedBeforeRun(deps: Deps, runId: string): Promise<boolean> {
  try {
    await compareTransfers(deps)
    return true
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', job: 'R2', run: runId, message: forLog(error) }))
    return false
  }
}
