import { eq, sql } from 'drizzle-orm'
import { prospects } from '../../schema/prospects.ts'
import { actOnce, findAct } from '../acts.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { accrueRewardsOf } from '../commissions/reward.ts'
import { wasRefused } from '../database.ts'
import { dayOf } from '../day-shape.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hadNdaOn } from '../references/store-ndas.ts'
import { evidenceStatement } from './evidence-store.ts'
import { lineLevel, numberOf, plansLevel, refuseFuture } from './rules-ladder.ts'
import type { EvidenceForm, LossForm, SetbackForm } from './shapes-ladder.ts'
import { getProspect, hasFullDeal } from './store.ts'
import { findCustomer, isProven } from './store-ladder.ts'

/**
 * A prospect took a step up, with what proves it (LAD1). The line is crossed in the batch of the seventh level; what the step earns its
 * partner accrues right behind it, and at the latest with the next sweep.
 *
 * @throws Refusal not_found, invalid for a day to come, nda_required for plans without a mutual NDA (NDA3), no_deal, no_customer
 */
export async function recordEvidence(deps: Deps, staffId: string, prospectId: string, form: EvidenceForm): Promise<void> {
  const { db, now, newId } = deps
  const at = now()
  const prospect = await getProspect(db, prospectId)
  const level = numberOf(form.level)
  if (await findAct(db, form.act)) return
  refuseFuture(form.happened_on, dayOf(at))
  await refuseWithoutGround(deps, prospectId, level, form.happened_on)

  const id = newId('evd')
  await once(deps, form.act, id, [
    evidenceStatement(db, {
      id,
      prospectId,
      level,
      direction: 'up',
      detail: form.detail,
      file: form.file || null,
      whoElse: form.who_else || null,
      happenedOn: form.happened_on,
      recordedBy: staffId,
      recordedAt: at,
    }),
    trail(db, {
      at,
      actor: staffId,
      act: 'prospect.level_changed',
      subject: prospectId,
      detail: { from: prospect.level, level, direction: 'up', evidence: id },
    }),
  ])
  await accrueRewardsOf(deps, prospectId)
}

async function refuseWithoutGround({ db }: Deps, prospectId: string, level: number, happenedOn: string): Promise<void> {
  if (level === plansLevel && !(await hadNdaOn(db, prospectId, happenedOn, 'mutual')))
    throw new Refusal(
      'nda_required',
      'Plans are opened under an agreement of confidence that binds both sides, and none was in force on that day. Send a mutual one first.',
    )
  if (level === lineLevel && !(await hasFullDeal(db, prospectId)))
    throw new Refusal(
      'no_deal',
      'The line is crossed by a won deal that is more than a pilot. Win one first, and this level stands by itself.',
    )
  if (level > lineLevel && !(await findCustomer(db, prospectId)))
    throw new Refusal('no_customer', 'Only a customer stands above the line. Win a deal first, or make it a customer by hand.')
}

/**
 * A level no longer holds, and with it all above; what stands below stays (LAD2).
 *
 * @throws Refusal not_found, invalid, wrong_state when that level is not proven
 */
export async function takeBack(deps: Deps, staffId: string, prospectId: string, form: SetbackForm): Promise<void> {
  const { db, now, newId } = deps
  const at = now()
  const prospect = await getProspect(db, prospectId)
  if (await findAct(db, form.act)) return
  refuseFuture(form.fell_on, dayOf(at))
  const level = numberOf(form.taken_back)
  if (!(await isProven(db, prospectId, level)))
    throw new Refusal('wrong_state', 'That level is not proven now, so it cannot be taken back. Look at the page again.')

  const id = newId('evd')
  const { setback_reason: reason, fell_on: happenedOn } = form
  await once(deps, form.act, id, [
    evidenceStatement(db, {
      id,
      prospectId,
      level,
      direction: 'down',
      detail: reason,
      reason,
      happenedOn,
      recordedBy: staffId,
      recordedAt: at,
    }),
    trail(db, {
      at,
      actor: staffId,
      act: 'prospect.level_changed',
      subject: prospectId,
      detail: { from: prospect.level, level, direction: 'down', reason, evidence: id },
    }),
  ])
}

async function once({ db, now }: Deps, act: string, id: string, statements: Parameters<typeof inOneBatch>[1]): Promise<void> {
  try {
    await inOneBatch(db, [actOnce(db, act, id, now()), ...statements])
  } catch (error) {
    if (!wasRefused(error)) throw error
    if (await findAct(db, act)) return
    throw new Refusal('stale', 'Somebody changed this prospect meanwhile. Look at the page again first.')
  }
}

/**
 * It does not go ahead, for a reason that staff read. The next evidence brings it back; a customer is never lost, it lapses.
 *
 * @throws Refusal not_found, stale, wrong_state
 */
export async function loseProspect({ db, now }: Deps, staffId: string, prospectId: string, form: LossForm): Promise<void> {
  const before = await getProspect(db, prospectId)
  if (before.stage === 'lost') throw new Refusal('wrong_state', 'It is lost already. The next evidence brings it back.')
  if (before.customerSince) throw new Refusal('wrong_state', 'A customer is not lost: it lapses. Say so on its customer page.')
  try {
    await inOneBatch(db, [
      db
        .update(prospects)
        .set({ stage: 'lost', stageReason: form.loss_reason, version: form.version + 1 })
        .where(sql`${eq(prospects.id, prospectId)} and ${prospects.version} = cast(${form.version} as integer)`),
      ...changedExactly(db),
      trail(db, {
        at: now(),
        actor: staffId,
        act: 'prospect.lost',
        subject: prospectId,
        detail: { from: before.level, reason: form.loss_reason },
      }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw new Refusal('stale', 'Somebody changed this prospect meanwhile. Look at the page again first.')
  }
}
