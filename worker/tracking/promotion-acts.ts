import { and, eq, sql } from 'drizzle-orm'
import { type PromotionCode, promotionCodes } from '../../schema/codes.ts'
import { groups } from '../../schema/terms.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, type Statement } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'
import { getGroup } from '../terms/store.ts'
import { getPromotionCode, listBenefitsOf } from './promotion-store.ts'
import { isActivePartner } from './store.ts'

type Change = Partial<
  Pick<
    PromotionCode,
    'partnerId' | 'assignedBy' | 'assignedAt' | 'creditFrom' | 'creditUntil' | 'mostCredits' | 'pausedAt' | 'pausedBecause'
  >
>
type By = { id: string }

/**
 * Says whose a code is, or that it is nobody's. One that gave credit once stays its partner's: it can be paused. One that the prospects of a
 * whole group are shown stays nobody's: its partner would have the credit of all the others.
 *
 * @throws Refusal not_found, stale, wrong_state
 */
export async function assignCode(
  deps: Deps,
  by: By,
  id: string,
  { partner, version }: { partner: string; version: number },
): Promise<void> {
  const code = await getPromotionCode(deps.db, id)
  if (code.credits > 0 && partner !== code.partnerId) {
    throw new Refusal(
      'wrong_state',
      'This code gave its partner credit, so it stays the partner’s. Pause it, and make another code at Stripe.',
    )
  }
  const [group] = partner ? await listBenefitsOf(deps.db, id) : []
  if (group) {
    throw new Refusal('wrong_state', `Prospects of all partners in the group “${group.name}” are shown this code. End that benefit first.`)
  }
  const owned = partner
    ? { partnerId: partner, assignedBy: by.id, assignedAt: deps.now() }
    : { partnerId: null, assignedBy: null, assignedAt: null }
  const isNoBenefit = sql`not exists (select 1 from groups g where g.benefit_code = ${id})`
  const guard = partner ? holdsNow(deps.db, sql`${isActivePartner(partner)} and ${isNoBenefit}`) : []
  await change(
    deps,
    by,
    { id, version },
    owned,
    { act: partner ? 'code.assigned' : 'code.taken_back', partnerId: partner || code.partnerId, detail: {} },
    guard,
  )
}

type Limits = Pick<PromotionCode, 'creditFrom' | 'creditUntil' | 'mostCredits'>

/** @throws Refusal not_found, stale */
export async function limitCode(deps: Deps, by: By, id: string, limits: Limits, version: number): Promise<void> {
  const { partnerId } = await getPromotionCode(deps.db, id)
  const detail = {
    from: limits.creditFrom?.toISOString() ?? null,
    until: limits.creditUntil?.toISOString() ?? null,
    most: limits.mostCredits,
  }
  await change(deps, by, { id, version }, limits, { act: 'code.limited', partnerId, detail })
}

/**
 * From now on its use gives no credit; customers still get what Stripe takes off.
 *
 * @throws Refusal not_found, stale
 */
export async function pauseCode(deps: Deps, by: By, id: string, reason: string, version: number): Promise<void> {
  const { partnerId } = await getPromotionCode(deps.db, id)
  const told = { act: 'code.paused', partnerId, detail: { reason } }
  await change(deps, by, { id, version }, { pausedAt: deps.now(), pausedBecause: reason }, told)
}

/** @throws Refusal not_found, stale */
export async function resumeCode(deps: Deps, by: By, id: string, version: number): Promise<void> {
  const { partnerId } = await getPromotionCode(deps.db, id)
  await change(deps, by, { id, version }, { pausedAt: null, pausedBecause: null }, { act: 'code.resumed', partnerId, detail: {} })
}

async function change(
  { db, now }: Deps,
  by: By,
  { id, version }: { id: string; version: number },
  changes: Change,
  told: { act: string; partnerId: string | null; detail: Record<string, unknown> },
  guard: readonly Statement[] = [],
): Promise<void> {
  const { act, partnerId, detail } = told
  try {
    await inOneBatch(db, [
      ...guard,
      db
        .update(promotionCodes)
        .set({ ...changes, version: version + 1 })
        .where(and(eq(promotionCodes.id, id), sql`${promotionCodes.version} = cast(${version} as integer)`)),
      ...changedExactly(db, 1),
      trail(db, { at: now(), actor: by.id, act, subject: id, partnerId: partnerId ?? undefined, detail }),
    ])
  } catch (error) {
    throw wasRefused(error) ? changedMeanwhile() : error
  }
}

const changedMeanwhile = () => new Refusal('stale', 'Somebody changed this code or its partner meanwhile. Look at the page again first.')

/**
 * What prospects of a group's partners get: the coupon behind this code. A partner's own code is no benefit of a whole group.
 *
 * @throws Refusal not_found, wrong_state, stale
 */
export async function setBenefit({ db, now }: Deps, by: By, id: string, { group, words }: { group: string; words: string }): Promise<void> {
  const code = await getPromotionCode(db, id)
  if (code.partnerId)
    throw new Refusal('wrong_state', 'This code is a partner’s own. Choose one that belongs to nobody, with the same coupon.')
  await getGroup(db, group)
  try {
    await inOneBatch(db, [
      ...holdsNow(db, sql`exists (select 1 from promotion_codes c where c.id = ${id} and c.partner_id is null)`),
      db.update(groups).set({ benefitCode: id, benefitWords: words }).where(eq(groups.id, group)),
      trail(db, { at: now(), actor: by.id, act: 'group.benefit_set', subject: group, detail: { code: id, words } }),
    ])
  } catch (error) {
    throw wasRefused(error) ? changedMeanwhile() : error
  }
}

/** @throws Refusal not_found */
export async function endBenefit({ db, now }: Deps, by: By, id: string, group: string): Promise<void> {
  await getPromotionCode(db, id)
  await getGroup(db, group)
  await inOneBatch(db, [
    db
      .update(groups)
      .set({ benefitCode: null, benefitWords: '' })
      .where(and(eq(groups.id, group), eq(groups.benefitCode, id))),
    trail(db, { at: now(), actor: by.id, act: 'group.benefit_ended', subject: group, detail: { code: id } }),
  ])
}
