import type { Deps } from '../deps.ts'
import { readBalance } from './prepare.ts'
import { type Blocked, blockerOf, type Candidate } from './rules.ts'
import { type After, listCandidates, listHeldCandidates } from './store-candidates.ts'

export type Preview = {
  rows: { candidate: Candidate; blocked: Blocked | undefined }[]
  next: After | undefined
  /** What could leave at Stripe by currency; undefined when it does not answer. */
  available: Map<string, number> | undefined
}

const rowsOnPage = 25

/**
 * A run before it exists: every partner with something to be paid, green or with its named blocker. Stored answers of Stripe, for a
 * look changes nothing; preparing asks again.
 */
export async function previewRun(deps: Deps, after: After | undefined): Promise<Preview> {
  const candidates = await listCandidates(deps.db, rowsOnPage + 1, after)
  const page = candidates.slice(0, rowsOnPage)
  const last = page.at(-1)
  const isLast = candidates.length <= rowsOnPage
  const held = isLast ? await listHeldCandidates(deps.db, rowsOnPage) : []
  const now = deps.now()
  return {
    rows: [...page, ...held].map((candidate) => ({ candidate, blocked: blockerOf(candidate, now) })),
    next: isLast || !last ? undefined : { partnerId: last.partnerId, currency: last.currency },
    available: await readBalance(deps),
  }
}
