import { findHeldNow } from '../attribution/store-standing.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { type Identified, identifyProspect, type Known } from './identify.ts'

/**
 * The company's own server says who signed up. What `keep` makes of the outcome is stored in the same batch, also where there is nothing
 * else to store; `held`: a person still has to look at the credit. The caller runs it again when the batch is refused.
 *
 * @param actor - the id of the key that was used
 */
export async function identifySignUp(
  deps: Deps,
  known: Known,
  actor: string,
  keep: (found: Identified, held: boolean) => Statement[],
): Promise<void> {
  const found = await identifyProspect(deps, { ...known, namedBy: 'staff' }, deps.now(), actor)
  const statements = 'statements' in found ? (found.statements as Statement[]) : []
  await inOneBatch(deps.db, [...keep(found, await isHeld(deps, found)), ...statements])
}

/** What is about to be stored is as it was found; what stands may have been released since. */
async function isHeld({ db }: Deps, found: Identified): Promise<boolean> {
  if (!('prospectId' in found) || !found.attribution) return false
  const stands = await findHeldNow(db, found.attribution.id)
  return stands ?? found.attribution.heldReason !== null
}
