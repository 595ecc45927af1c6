import { goodwill } from '../../schema/customers.ts'
import { makeOnce } from '../agreements/agreement.ts'
import { moved } from '../agreements/batch-of-signing.ts'
import { trail } from '../audit/store.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { refuseDayOutside } from './rules.ts'
import type { NewGoodwill } from './shapes.ts'
import { getEngagement } from './store.ts'

/**
 * Writes down what we did beyond the contract, and who thanked us: a good moment to ask, never a debt, and read by staff alone (GOO1).
 *
 * @throws Refusal not_found, invalid
 */
export async function noteGoodwill(
  deps: Pick<Deps, 'db' | 'now' | 'newId'>,
  engagementId: string,
  { act, whatWeDid, thankedBy, happenedOn }: NewGoodwill,
  by: string,
): Promise<void> {
  const { db, now } = deps
  const { prospectId } = await getEngagement(db, engagementId)
  refuseDayOutside(happenedOn, null, dayOf(now()), 'That')
  await makeOnce(
    deps,
    act,
    'gdw',
    (id, at) => [
      db
        .insert(goodwill)
        .values({ id, prospectId, engagementId, whatWeDid, thankedBy: thankedBy || null, happenedOn, recordedBy: by, recordedAt: at }),
      trail(db, { at, actor: by, act: 'goodwill.noted', subject: engagementId, detail: { goodwill: id } }),
    ],
    moved,
  )
}
