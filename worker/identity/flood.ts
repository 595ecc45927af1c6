import type { AppContext } from '../env.ts'
import { Refusal } from '../errors.ts'
import { visitorHashOf } from '../tracking/visitor.ts'
import type { Limit } from './rules.ts'
import { countTry } from './store.ts'

/**
 * Counts what comes from one address; no address is stored. Where none is told, nobody can be told apart.
 *
 * @throws Refusal too_many
 */
export async function refuseFlood(c: AppContext, limit: Limit): Promise<void> {
  const { db, settings, now } = c.var.deps
  const address = c.req.header('cf-connecting-ip')
  const [signingKey] = settings.signingKeys
  if (!address || !signingKey) return
  const whose = visitorHashOf(signingKey, address, now())
  if ((await countTry(db, limit, whose, now())) > limit.times) {
    throw new Refusal('too_many', 'Many forms came from your network in a short time. Please try again in an hour.')
  }
}
