import { and, eq, isNull } from 'drizzle-orm'
import { type Grant, grantUses, type UseKind } from '../../schema/grants.ts'
import { trail } from '../audit/store.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { digestOf } from '../identity/keys.ts'
import { hasQuoteOfWords } from '../quotes/store.ts'
import { makeOnce } from './agreement.ts'
import { grantWords, useWords } from './agreement-words.ts'
import { together } from './batch-of-signing.ts'
import { approvedText, grantNeeds, isLive } from './rules-grants.ts'
import { getGrant } from './store-grants.ts'

type Using = Pick<Deps, 'db' | 'now' | 'newId'>

/**
 * Notes where a grant is used; the wall and the quotes are places of our own and begin to show it with this.
 *
 * @throws Refusal not_found, no_grant, no_consent, text_changed, wrong_state
 */
export async function useGrant(
  deps: Using,
  id: string,
  { act, use, place }: { act: string; use: UseKind; place: string },
  by: string,
): Promise<void> {
  const { db, now } = deps
  const grant = await getGrant(db, id)
  if (!isLive(grant, dayOf(now()))) throw new Refusal('no_grant', 'This permission is not in force, so nothing of it may be used.')
  if (!grantNeeds[grant.kind].uses.includes(use)) {
    throw new Refusal(
      'no_grant',
      `“${grantWords[grant.kind].name}” does not allow this place (${useWords[use].toLowerCase()}): that is a permission of its own.`,
    )
  }
  if (use === 'wall' || use === 'quote') await requireNoLine(db, grant)
  // What is used is what was approved, and its words still say so (GRA4).
  if ((await digestOf(approvedText(grant))) !== grant.textHash)
    throw new Refusal('text_changed', 'These are not the words that were approved. Ask again for the new ones.')
  await makeOnce(
    deps,
    act,
    'use',
    (useId, at) => [
      db.insert(grantUses).values({
        id: useId,
        grantId: id,
        prospectId: grant.prospectId,
        kind: use,
        place,
        textHash: grant.textHash,
        since: at,
        recordedBy: by,
      }),
      trail(db, { at, actor: by, act: 'grant.used', subject: id, detail: { use, place } }),
    ],
    'It stands there already, or the permission has just ended.',
  )
}

/** The words of somebody's line are shown from its own page, where its author's yes is looked at (SUR2). */
async function requireNoLine(db: Using['db'], { prospectId, text }: Grant): Promise<void> {
  if (text !== null && (await hasQuoteOfWords(db, { prospectId, text })))
    throw new Refusal(
      'no_consent',
      'These are words of somebody’s line. Show it from its page among the quotes: its author allows each place.',
    )
}

/** The use is gone from where it stood. @throws Refusal not_found, already_done */
export async function takeDown({ db, now }: Using, grantId: string, useId: string, by: string): Promise<void> {
  const mine = and(eq(grantUses.id, useId), eq(grantUses.grantId, grantId))
  const [use] = await db.select().from(grantUses).where(mine)
  if (!use) throw notFound()
  const at = now()
  await together(
    db,
    [
      db
        .update(grantUses)
        .set({ takenDownAt: at, takenDownBy: by })
        .where(and(mine, isNull(grantUses.takenDownAt))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'grant.taken_down', subject: grantId, detail: { use: use.kind, place: use.place } }),
    ],
    'It was taken down already.',
  )
}
