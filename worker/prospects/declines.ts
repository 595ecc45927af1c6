import { and, eq, isNull, sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import { type Decline, declines } from '../../schema/privacy.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { findClickEvidence } from '../tracking/evidence.ts'
import type { LinkTarget } from '../tracking/store.ts'

/**
 * A visitor says, before any form, that it did not come by the partner of this link: kept as evidence, with the click it came by.
 *
 * @param carriers - click ids as they came
 * @returns the decline's id, which the form may name afterwards
 */
export async function declineLink(deps: Deps, { link }: LinkTarget, carriers: readonly string[]): Promise<string> {
  const clicks = await Promise.all(carriers.filter(Boolean).map((token) => findClickEvidence(deps, token)))
  const click = clicks.find((each) => each?.partnerId === link.partnerId)
  const id = deps.newId('dcl')
  await deps.db.insert(declines).values({
    id,
    partnerId: link.partnerId,
    source: 'introduction_page',
    prospectId: null,
    linkId: link.id,
    clickId: click?.clickId ?? null,
    saidAt: deps.now(),
  })
  return id
}

/** One that was said on this link's page and belongs to nobody yet. */
export async function findOpenDecline(db: Db, id: string, linkId: string): Promise<Decline | undefined> {
  const [row] = await db
    .select()
    .from(declines)
    .where(and(eq(declines.id, id), eq(declines.linkId, linkId), isNull(declines.prospectId)))
  return row
}

/** A statement: now we know who said it. */
export const claimDecline = (db: Db, id: string, prospectId: string): Statement =>
  db
    .update(declines)
    .set({ prospectId })
    .where(and(eq(declines.id, id), isNull(declines.prospectId)))

export type DeclineRow = Decline & { partnerName: string }

/** What a prospect said of partners, in order. */
export const listDeclines = (db: Db, prospectId: string): Promise<DeclineRow[]> =>
  db
    .select({ decline: declines, partnerName: partners.name })
    .from(declines)
    .innerJoin(partners, eq(partners.id, declines.partnerId))
    .where(eq(declines.prospectId, prospectId))
    .orderBy(declines.saidAt, declines.id)
    .limit(50)
    .then((rows) => rows.map(({ decline, partnerName }) => ({ ...decline, partnerName })))

/** Which of these touches the prospect denied: its click, or its partner as far as the prospect is known. */
export async function listDenied<Row extends { partnerId: string; clickId: string | null }>(
  db: Db,
  prospectId: string,
  touches: readonly Row[],
): Promise<Set<Row>> {
  const clickIds = touches.flatMap(({ clickId }) => clickId ?? [])
  const said = await db
    .select({ partnerId: declines.partnerId, prospectId: declines.prospectId, clickId: declines.clickId })
    .from(declines)
    .where(sql`${declines.prospectId} = ${prospectId} or ${declines.clickId} in (select value from json_each(${JSON.stringify(clickIds)}))`)
    .limit(200)
  return new Set(
    touches.filter((touch) =>
      said.some((each) => each.partnerId === touch.partnerId && (each.prospectId === prospectId || each.clickId === touch.clickId)),
    ),
  )
}
