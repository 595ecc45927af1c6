import { and, eq } from 'drizzle-orm'
import { type PartnerStatus, partners } from '../../schema/people.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { Notice } from '../notices/notice.ts'
import { hintNotices, oweOwners, oweRole } from '../payouts/store-notices.ts'
import { termsOfPartner } from '../terms/store.ts'
import { forgetLinksOf } from '../tracking/link-cache.ts'
import { getPartner } from './store.ts'
import { findGroupName } from './store-people.ts'

type Telling = Pick<Deps, 'db' | 'now' | 'hints'>

/** Pauses a partner: no new credit, no payouts; what it earned stays its own. Its owners are told. @throws Refusal wrong_state unless it is active */
export const suspendPartner = (deps: Telling, partnerId: string, reason: string, by: string) =>
  move(deps, partnerId, { from: 'active', to: 'suspended', reason, by, act: 'partner.suspended' }, 'Only an active partner can be paused.')

/** @throws Refusal wrong_state unless it is paused */
export const resumePartner = (deps: Telling, partnerId: string, by: string) =>
  move(deps, partnerId, { from: 'suspended', to: 'active', reason: null, by, act: 'partner.resumed' }, 'This partner is not paused.')

type Move = { from: PartnerStatus; to: PartnerStatus; reason: string | null; by: string; act: string }

async function move(deps: Telling, partnerId: string, { from, to, reason, by, act }: Move, refusal: string): Promise<void> {
  const { db, now } = deps
  const at = now()
  const { name } = await getPartner(db, partnerId)
  const notice: Notice =
    reason === null
      ? { template: 'partner_resumed', data: { partner: name } }
      : { template: 'partner_paused', data: { partner: name, reason } }
  const noticeId = `${notice.template}:${partnerId}:${at.getTime()}`
  try {
    await db.batch([
      db
        .update(partners)
        .set({ status: to, statusReason: reason })
        .where(and(eq(partners.id, partnerId), eq(partners.status, from))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act, subject: partnerId, partnerId, detail: reason ? { reason } : {} }),
      oweOwners(db, noticeId, partnerId, notice, at),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', refusal) : error
  }
  forgetLinksOf(partnerId)
  await hintNotices(deps, noticeId)
}

/**
 * The owner accepts the terms of the programme as they were shown, and the partner is active. One to whom what we sell is central may
 * advise our rivals: sales is told, and nothing is kept from it (CAT5).
 *
 * @throws Refusal wrong_state unless it is invited, stale when other terms came into force meanwhile
 */
export async function acceptProgramme(
  deps: Telling,
  partnerId: string,
  { terms, isCentral }: { terms: string; isCentral: boolean },
  by: string,
): Promise<void> {
  const { db, now } = deps
  const at = now()
  if ((await termsOfPartner(db, partnerId, at))?.id !== terms) {
    throw new Refusal('stale', 'The terms changed while you were reading. Please open the page again and read them once more.')
  }
  const { name } = await getPartner(db, partnerId)
  const warning = `partner_central:${partnerId}`
  try {
    await inOneBatch(db, [
      db
        .update(partners)
        .set({ status: 'active', activatedAt: at, centralToBusiness: isCentral })
        .where(and(eq(partners.id, partnerId), eq(partners.status, 'invited'))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'partner.accepted', subject: partnerId, partnerId, detail: { terms, central: isCentral } }),
      ...(isCentral ? [oweRole(db, warning, 'sales', [], centralNews(partnerId, name), at)] : []),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', 'The terms of the programme are accepted already.') : error
  }
  forgetLinksOf(partnerId)
  if (isCentral) await hintNotices(deps, warning)
}

const centralNews = (partnerId: string, name: string): Notice => ({
  template: 'desk_news',
  data: {
    what: `${name} says that what we sell is central to its own business`,
    todo: 'It may advise companies that compete with us, or choose for them. Talk to it before you share plans; it is active, and nothing was kept from it.',
    path: `/partners/${partnerId}`,
  },
})

/** Deals opened from now on are under the new group's terms; those before keep theirs. False when there is no such group. */
export async function changeGroup({ db, now }: Pick<Deps, 'db' | 'now'>, partnerId: string, groupId: string, by: string): Promise<boolean> {
  if (!(await findGroupName(db, groupId))) return false
  await db.batch([
    db.update(partners).set({ groupId }).where(eq(partners.id, partnerId)),
    trail(db, { at: now(), actor: by, act: 'partner.group_changed', subject: partnerId, partnerId, detail: { groupId } }),
  ])
  forgetLinksOf(partnerId)
  return true
}
