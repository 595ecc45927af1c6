import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { refreshReadiness } from '../partners/readiness.ts'
import type { Candidate } from './rules.ts'

const callsAtOnce = 5
/** A person waits for it: where Stripe hangs, twenty seconds for each are too many. When it answers, all of them take half of this. */
const patienceMs = 90_000
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
  const until = deps.now().getTime() + patienceMs
  await Promise.all(Array.from({ length: callsAtOnce }, () => refreshNext(deps, { partnerIds, silent, until })))
  return new Set([...silent, ...partnerIds])
}

/** What is left of `partnerIds` was not asked about. */
async function refreshNext(deps: Deps, asked: { partnerIds: string[]; silent: Set<string>; until: number }): Promise<void> {
  while (deps.now().getTime() < asked.until) {
    const partnerId = asked.partnerIds.shift()
    if (!partnerId) return
    try {
      await refreshReadiness(deps, partnerId)
    } catch (error) {
      asked.silent.add(partnerId)
      console.error(JSON.stringify({ level: 'warn', act: 'run.readiness', subject: partnerId, message: forLog(error) }))
    }
  }
}
