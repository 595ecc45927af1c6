import { and, eq, isNull } from 'drizzle-orm'
import { benefits, discounts, obligations } from '../../schema/agreements.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch } from '../batch.ts'
import { wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { getCustomerName, makeOnce, noDraft } from './agreement.ts'
import { discountOf } from './rules-discounts.ts'
import type { NewBenefit, NewDiscount, NewObligation } from './shapes-agreements.ts'
import { getAgreement, linesOf } from './store-agreements.ts'

type Making = Pick<Deps, 'db' | 'now' | 'newId'>

/** @throws Refusal not_found, wrong_state once it was offered */
export async function addObligation(deps: Making, agreementId: string, { act, ...asked }: NewObligation, by: string): Promise<void> {
  const { db } = deps
  const { prospectId } = await getAgreement(db, agreementId)
  const figures = { delivered: 0, cancelled: 0, due: asked.promised }
  await makeOnce(
    deps,
    act,
    'obl',
    (id, at) => [
      db.insert(obligations).values({ id, agreementId, prospectId, ...asked, ...figures, createdAt: at }),
      trail(db, { at, actor: by, act: 'agreement.line_added', subject: agreementId, detail: { line: id, ...asked } }),
    ],
    noDraft,
  )
}

/** @throws Refusal not_found, wrong_state once it was offered */
export async function addBenefit(deps: Making, agreementId: string, { act, benefit, benefitText }: NewBenefit, by: string): Promise<void> {
  const { db } = deps
  await getAgreement(db, agreementId)
  await makeOnce(
    deps,
    act,
    'ben',
    (id, at) => [
      db.insert(benefits).values({ id, agreementId, kind: benefit, text: benefitText }),
      trail(db, { at, actor: by, act: 'agreement.line_added', subject: agreementId, detail: { line: id, benefit } }),
    ],
    noDraft,
  )
}

/** Sets the one discount of a draft, in place of an earlier one; whoever agreed to that one agrees again. */
export async function setDiscount(deps: Making, agreementId: string, { act, ...asked }: NewDiscount, by: string): Promise<void> {
  const { db } = deps
  await getAgreement(db, agreementId)
  if (asked.referredId) await getCustomerName(db, asked.referredId)
  const amountMinor = discountOf(asked.listMinor, asked.percentBps)
  await makeOnce(
    deps,
    act,
    'dsc',
    (id, at) => [
      db.delete(discounts).where(eq(discounts.agreementId, agreementId)),
      db.insert(discounts).values({ id, agreementId, ...asked, amountMinor, givenBy: by, createdAt: at }),
      trail(db, { at, actor: by, act: 'discount.proposed', subject: agreementId, detail: { percentBps: asked.percentBps, amountMinor } }),
    ],
    noDraft,
  )
}

/**
 * DIS4: a second person agrees to a discount above the limit.
 *
 * @throws Refusal not_found, same_person, wrong_state
 */
export async function agreeToDiscount({ db, now }: Making, agreementId: string, reason: string, by: string): Promise<void> {
  const { discount } = await linesOf(db, agreementId)
  if (!discount) throw notFound()
  if (discount.givenBy === by) throw new Refusal('same_person', 'You proposed this discount, so another person agrees to it.')
  const at = now()
  try {
    await inOneBatch(db, [
      db
        .update(discounts)
        .set({ secondBy: by, secondReason: reason, secondAt: at })
        .where(and(eq(discounts.id, discount.id), isNull(discounts.secondBy))),
      ...changedExactly(db),
      trail(db, { at, actor: by, act: 'discount.agreed', subject: agreementId, detail: { percentBps: discount.percentBps, reason } }),
    ])
  } catch (error) {
    throw wasRefused(error) ? new Refusal('wrong_state', 'A second person has agreed to it already, or it was offered.') : error
  }
}

const tableByPrefix: Record<string, typeof obligations | typeof benefits | typeof discounts> = {
  obl: obligations,
  ben: benefits,
  dsc: discounts,
}

/** Takes a line out of a draft; its id says which kind of line it is. @throws Refusal not_found, wrong_state once it was offered */
export async function removeLine({ db, now }: Making, agreementId: string, lineId: string, by: string): Promise<void> {
  const lines = tableByPrefix[lineId.split('_')[0] ?? '']
  if (!lines) throw notFound()
  const mine = and(eq(lines.id, lineId), eq(lines.agreementId, agreementId))
  const isThere = async () => (await db.select({ id: lines.id }).from(lines).where(mine)).length > 0
  if (!(await isThere())) throw notFound()
  try {
    await inOneBatch(db, [
      db.delete(lines).where(mine),
      ...changedExactly(db),
      trail(db, { at: now(), actor: by, act: 'agreement.line_removed', subject: agreementId, detail: { line: lineId } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    throw (await isThere()) ? new Refusal('wrong_state', noDraft) : notFound()
  }
}
