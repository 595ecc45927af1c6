import { and, eq, inArray, sql } from 'drizzle-orm'
import { commissionHolds, commissions } from '../../schema/commissions.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { correct } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'
import { owe } from '../notices/store.ts'
import { type Family, joiningOf, membersOf, standsMinor } from './rules.ts'
import { familyUnmoved, idsIn } from './store-families.ts'

/** Why a family is corrected: `cause` for the books (a refund's id, `rank/…`, `refused`), `reason` for the partner. */
export type Correction = { amountMinor: number; cause: string; reason: string; actor: string; at: Date }

/** Who is told, and of whose payment; nobody when the list is empty. */
export type Told = { company: string; owners: readonly { id: string; email: string }[] }

/**
 * Statements that correct a family by its status (money.md 5). What nobody has reserved yet is joined, and ends voided when nothing
 * of it is left; beside what is reserved, paid or voided the correction stands alone and the next run nets it.
 */
export function correctStatements(
  { db, newId }: Pick<Deps, 'db' | 'newId'>,
  family: Family,
  correction: Correction,
  told: Told,
): Statement[] {
  const { amountMinor, at } = correction
  const joining = joiningOf(family.head, at)
  const id = newId('com')
  const voids = joining.voidsAtZero && standsMinor(family) + amountMinor === 0
  return [
    ...familyUnmoved(db, family),
    insertCorrection(db, id, family, correction, joining.status),
    post(db, correct({ id, partnerId: family.head.partnerId, currency: family.head.currency, amountMinor }, joining.place, at), at),
    ...(joining.heldFrom && !voids ? joinHolds(db, id, family, joining.heldFrom) : []),
    ...(voids ? endFamily(db, [...membersOf(family).map((member) => member.id), id], 'voided', correction) : []),
    ...tellCorrection(db, id, family, correction, told),
  ]
}

/** Statements that take back what stands of a family and refuse it, its members and open holds together. */
export function rejectStatements(
  { db, newId }: Pick<Deps, 'db' | 'newId'>,
  family: Family,
  refused: Omit<Correction, 'amountMinor' | 'cause'>,
  told: Told,
): Statement[] {
  const { head } = family
  const id = newId('com')
  const correction = { ...refused, amountMinor: -standsMinor(family), cause: 'refused' }
  const { place } = joiningOf(head, refused.at)
  return [
    ...familyUnmoved(db, family),
    // Whatever the family was held from, the correction is born and refused in this batch; only its posting says where it took from.
    insertCorrection(db, id, family, correction, 'pending'),
    post(
      db,
      correct({ id, partnerId: head.partnerId, currency: head.currency, amountMinor: correction.amountMinor }, place, refused.at),
      refused.at,
    ),
    ...endFamily(db, [...membersOf(family).map((member) => member.id), id], 'rejected', refused),
    trail(db, {
      at: refused.at,
      actor: refused.actor,
      act: 'commission.rejected',
      subject: head.id,
      partnerId: head.partnerId,
      detail: { reason: refused.reason },
    }),
    ...tellCorrection(db, id, family, correction, told),
  ]
}

function insertCorrection(db: Db, id: string, { head, corrections }: Family, correction: Correction, status: 'pending' | 'approved') {
  return db.insert(commissions).values({
    id,
    partnerId: head.partnerId,
    currency: head.currency,
    amountMinor: correction.amountMinor,
    kind: 'correction',
    corrects: head.id,
    cause: correction.cause,
    paymentId: head.paymentId,
    dealId: head.dealId,
    source: `${head.id}/${corrections.length + 1}`,
    termsVersionId: head.termsVersionId,
    accruedAt: correction.at,
    maturesAt: head.maturesAt,
    status,
    statusReason: correction.reason,
  })
}

/** A correction of a held family is held for the same reasons, by the same owners, since the same time. */
const joinHolds = (db: Db, id: string, { head, openHolds }: Family, heldFrom: 'pending' | 'approved'): Statement[] => [
  ...openHolds
    .filter(({ commissionId }) => commissionId === head.id)
    .map(({ reason, owner, openedAt }, index) =>
      db.insert(commissionHolds).values({ commissionId: id, n: index + 1, reason, owner, openedAt }),
    ),
  db.update(commissions).set({ status: 'on_hold', heldFrom }).where(eq(commissions.id, id)),
  ...changedExactly(db),
]

/** Ends a whole family that has nothing left, voided or refused; its open holds end with it. */
export const endFamily = (
  db: Db,
  ids: readonly string[],
  status: 'voided' | 'rejected',
  { reason, at }: Pick<Correction, 'reason' | 'at'>,
): Statement[] => [
  db
    .update(commissionHolds)
    .set({ closedAt: at })
    .where(and(inArray(commissionHolds.commissionId, idsIn(ids)), sql`${commissionHolds.closedAt} is null`)),
  db
    .update(commissions)
    .set({ status, heldFrom: null, statusReason: sql`coalesce(${commissions.statusReason}, ${reason})` })
    .where(inArray(commissions.id, idsIn(ids))),
  ...changedExactly(db, ids.length),
]

function tellCorrection(
  db: Db,
  id: string,
  { head }: Family,
  { amountMinor, cause, reason, actor, at }: Correction,
  { company, owners }: Told,
): Statement[] {
  const { partnerId, currency } = head
  const detail = { corrects: head.id, amountMinor, currency, cause, reason }
  return [
    trail(db, { at, actor, act: 'commission.corrected', subject: id, partnerId, detail }),
    ...owners.map((owner) =>
      owe(
        db,
        `ntc_corrected_${id}_${owner.id}`,
        owner.email,
        { template: 'commission_corrected', data: { prospect: company, amountMinor, currency, reason, commissionId: head.id } },
        at,
      ),
    ),
  ]
}
