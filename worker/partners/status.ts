import { and, eq } from 'drizzle-orm'
import { type PartnerStatus, partners } from '../../schema/people.ts'
import { trail } from '../audit/store.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import type { Notice } from '../notices/notice.ts'
import { hintNotices, oweOwners } from '../payouts/store-notices.ts'
import { termsOfPartner } from '../terms/store.ts'
import { forgetLinksOf } from '../tracking/link-cache.ts'
import { getPartner } from './store.ts'
import { findGroupName } from './store-people.ts'

type Doing = Pick<Deps, 'db' | 'now'>
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
 * The owner accepts the terms of the programme as they were shown, and the partner is active.
 *
 * @throws Refusal wrong_state unless it is invited, stale when other terms came into force meanwhile
 */
export async function acceptProgramme({ db, now }: Doing, partnerId: string, termsVersionId: string, by: string): Promise<void> {
  if ((await termsOfPartner(db, partnerId, now()))?.id !== termsVersionId) {
    throw new Refusal('stale', 'The terms changed while you were reading. Please open the page again and read them once more.')
  }
  try {
    await db.batch([
      db
        .update(partners)
        .set({ status: 'active', activatedAt: now() })
        .where(and(eq(partners.id, partnerId), eq(partners.status, 'invited'))),
      ...changedExactly(db),
      trail(db, { at: now(), actor: by, act: 'partner.accepted', subject: partnerId, partnerId, detail: { terms: termsVersionId } }),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', 'The terms of the programme are accepted already.') : error
  }
  forgetLinksOf(partnerId)
}

/** Deals opened from now on are under the new group's terms; those before keep theirs. False when there is no such group. */
export async function changeGroup({ db, now }: Doing, partnerId: string, groupId: string, by: string): Promise<boolean> {
  if (!(await findGroupName(db, groupId))) return false
  await db.batch([
    db.update(partners).set({ groupId }).where(eq(partners.id, partnerId)),
    trail(db, { at: now(), actor: by, act: 'partner.group_changed', subject: partnerId, partnerId, detail: { groupId } }),
  ])
  return true
}
