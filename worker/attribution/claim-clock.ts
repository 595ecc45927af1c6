import { and, eq, isNull } from 'drizzle-orm'
import { claims } from '../../schema/claims.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { oweRole } from '../payouts/store-notices.ts'
import { answeringRole } from './rules-claims.ts'
import { type ClaimRow, listUntoldLate } from './store-claims.ts'

const atOnce = 20

/** Tells whoever answers that an answer is late, once each. The clock never decides. */
export async function tellLateClaims(deps: Deps): Promise<void> {
  for (const claim of await listUntoldLate(deps.db, deps.now(), atOnce)) await tellLate(deps, claim)
}

async function tellLate({ db, now }: Deps, { id, kind, company, dueAt, appealedAt, decidedBy, status }: ClaimRow): Promise<void> {
  const at = now()
  const data = { claimId: id, company, dueAt: dueAt.toISOString(), isAppeal: appealedAt !== null, isLate: true }
  try {
    await inOneBatch(db, [
      db
        .update(claims)
        .set({ lateToldAt: at })
        .where(and(eq(claims.id, id), eq(claims.status, status), isNull(claims.lateToldAt))),
      ...changedExactly(db),
      oweRole(
        db,
        `claim_late_${status}:${id}`,
        answeringRole(kind),
        decidedBy ? [decidedBy] : [],
        { template: 'claim_to_answer', data },
        at,
      ),
    ])
  } catch (error) {
    // Answered, or told, at the same moment.
    if (!wasRefused(error)) throw error
  }
}
