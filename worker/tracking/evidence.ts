import { Buffer } from 'node:buffer'
import { eq } from 'drizzle-orm'
import type { EvidenceProblem, RefusedEvidence } from '../../schema/claims.ts'
import { links } from '../../schema/tracking.ts'
import type { NewTouch } from '../attribution/bind.ts'
import type { Deps } from '../deps.ts'
import { readClickId } from './click-id.ts'

export type ClickEvidence = NewTouch & { clickId: string; linkId: string }

/** What a text that came as a click id says: a touch, or why it is evidence of nothing. */
export type Presented = { ok: true; touch: ClickEvidence } | { ok: false; problem: EvidenceProblem }

/**
 * Reads a click id as it came. It proves nothing when we did not sign it, or when its link is not (or no longer) the named partner's. When
 * it was signed stands in it, so nothing here depends on the click having reached the database.
 */
export async function readPresented({ db, settings }: Pick<Deps, 'db' | 'settings'>, token: string): Promise<Presented> {
  const read = readClickId(settings.signingKeys, token)
  if (!read.ok) return { ok: false, problem: read.reason }
  const [link] = await db.select({ partnerId: links.partnerId }).from(links).where(eq(links.id, read.linkId))
  if (link?.partnerId !== read.partnerId) return { ok: false, problem: 'foreign' }
  const { clickId, linkId, partnerId, clickedAt, rulesVersion } = read
  const touch = {
    kind: 'click',
    partnerId,
    touchedAt: clickedAt,
    linkId,
    clickId,
    introductionId: null,
    source: `click/${clickId}`,
    rulesVersion,
  } as const
  return { ok: true, touch }
}

/** The touch that a click id proves, or undefined when it proves nothing. */
export async function findClickEvidence(deps: Pick<Deps, 'db' | 'settings'>, token: string): Promise<ClickEvidence | undefined> {
  const presented = await readPresented(deps, token)
  return presented.ok ? presented.touch : undefined
}

/** Shorter texts are a shop's own names, not click ids of anybody. */
const shortestClickId = 40

/** What is kept of something that proves nothing: why, and a digest by which it is known again. */
export async function refusedOf(token: string, problem: EvidenceProblem): Promise<Pick<RefusedEvidence, 'digest' | 'problem'> | undefined> {
  if (token.length < shortestClickId) return undefined
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))
  return { digest: Buffer.from(hash).toString('hex').slice(0, 16), problem }
}
