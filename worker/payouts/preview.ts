import type { Deps } from '../deps.ts'
import { readBalance } from './prepare.ts'
import { type Blocked, blockerOf, type Candidate } from './rules.ts'
import { glanceAtCandidates, listHeldCandidates } from './store-candidates.ts'

type Preview = {
  rows: { candidate: Candidate; blocked: Blocked | undefined }[]
  /** The partner behind whom the next page begins. */
  next: string | undefined
  /** What could leave at Stripe by currency; undefined when it does not answer. */
  available: Map<string, number> | undefined
}

const partnersOnPage = 25

/**
 * A run before it exists: every partner with something to be paid, green or with its named blocker. Stored answers of Stripe, for a
 * look changes nothing; preparing asks again.
 */
export async function previewRun(deps: Deps, after: string | undefined): Promise<Preview> {
  const candidates = await glanceAtCandidates(deps.db, partnersOnPage + 1, after)
  const partners = [...new Set(candidates.map(({ partnerId }) => partnerId))]
  const isLast = partners.length <= partnersOnPage
  const beyond = isLast ? undefined : partners.at(-1)
  const held = isLast ? await listHeldCandidates(deps.db, partnersOnPage) : []
  const now = deps.now()
  return {
    rows: [...candidates.filter(({ partnerId }) => partnerId !== beyond), ...held].map((candidate) => ({
      candidate,
      blocked: blockerOf(candidate, now),
    })),
    next: isLast ? undefined : partners.at(-2),
    available: await readBalance(deps),
  }
}
