import type { Deps } from '../deps.ts'
import { refreshReadiness } from '../partners/readiness.ts'
import type { Candidate } from './rules.ts'

const callsAtOnce = 5
/** Of one act; who is beyond it counts with what the daily look at Stripe stored. */
const callsAtMost = 200

/**
 * Asks Stripe again about partners who are about to be paid, those who were asked longest ago first. A partner of whom Stripe
 * says nothing now is given back.
 */
export async function refreshCandidates(
  deps: Deps,
  candidates: readonly Pick<Candidate, 'partnerId' | 'destination' | 'askedAt'>[],
): Promise<Set<string>> {
  const oldestFirst = candidates
    .filter(({ destination }) => destination !== null)
    .sort((a, b) => (a.askedAt?.getTime() ?? 0) - (b.askedAt?.getTime() ?? 0))
  const partnerIds = [...new Set(oldestFirst.map(({ partnerId }) => partnerId))].slice(0, callsAtMost)
  const silent = new Set<string>()
  await Promise.all(Array.from({ length: callsAtOnce }, () => refreshNext(deps, partnerIds, silent)))
  return silent
}

async function refreshNext(deps: Deps, partnerIds: string[], silent: Set<string>): Promise<void> {
  for (let partnerId = partnerIds.shift(); partnerId; partnerId = partnerIds.shift()) {
    try {
      await refreshReadiness(deps, partnerId)
    } catch (error) {
      silent.add(partnerId)
      console.error(JSON.stringify({ level: 'warn', act: 'run.readiness', subject: partnerId, message: String(error) }))
    }
  }
}
