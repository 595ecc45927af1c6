import { lt, sql } from 'drizzle-orm'
import { memberVisits } from '../../schema/signals.ts'
import type { Deps } from '../deps.ts'
import type { AppContext } from '../env.ts'
import { visitorHashOf } from '../tracking/visitor.ts'

const dayMs = 86_400_000
/** Longer than any click is compared with. */
const daysKept = 4

/**
 * Keeps from which browser a member uses the portal, as the hash that a click from it has on this day and the next. No address is stored,
 * and after some days nobody can tell any more whose browser it was.
 */
export async function recordVisit(c: AppContext, memberId: string): Promise<void> {
  const address = c.req.header('cf-connecting-ip')
  if (address) await keepVisit(c.var.deps, { address, userAgent: c.req.header('user-agent') ?? '' }, memberId)
}

type Browser = { address: string; userAgent: string }

export async function keepVisit(
  { db, now, settings }: Pick<Deps, 'db' | 'now' | 'settings'>,
  { address, userAgent }: Browser,
  memberId: string,
): Promise<void> {
  const [signingKey] = settings.signingKeys
  if (!signingKey) return
  const at = now()
  const visitor = `${address}\n${userAgent}`
  const hashes = [at, new Date(at.getTime() + dayMs)].map((day) => visitorHashOf(signingKey, visitor, day))
  const partnerId = sql`(select m.partner_id from members m where m.id = ${memberId})`
  await db
    .insert(memberVisits)
    .values(hashes.map((visitorHash) => ({ visitorHash, memberId, partnerId, firstSeenAt: at, lastSeenAt: at })))
    .onConflictDoUpdate({
      target: [memberVisits.visitorHash, memberVisits.memberId],
      set: { lastSeenAt: sql`max(${memberVisits.lastSeenAt}, excluded.last_seen_at)` },
    })
}

/** The table is a few rows a member, so that reading it whole once a night is cheap. */
export async function forgetVisits({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  await db.delete(memberVisits).where(lt(memberVisits.lastSeenAt, new Date(now().getTime() - daysKept * dayMs)))
}
