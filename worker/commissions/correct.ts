import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Commission, commissionHolds, commissions } from '../../schema/commissions.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { correct } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'
import { owe } from '../notices/store.ts'
import type { Moved } from './hold-statements.ts'
import { type Family, joiningOf, membersOf, standsMinor } from './rules.ts'
import { familyUnmoved, idsIn } from './store-families.ts'

/** Why a family is corrected: `cause` for the books (a refund's id, `rank/…`, `refused`), `reason` for the partner. */
export type Correction = { amountMinor: number; cause: string; reason: string; actor: string; at: Date }

/** Who is told, and of whose payment; nobody when the list is empty. */
export type Told = { company: string; owners: readonly { id: string; email: string }[] }

/**
 * Corrects a family by its status (money.md 5), which the batch has guarded. What nobody has reserved yet is joined, and ends voided
 * when nothing of it is left; beside what is reserved, paid or voided the correction stands alone and the next run nets it.
 */
export function correctFamily({ db, newId }: Pick<Deps, 'db' | 'newId'>, family: Family, correction: Correction, told: Told): Moved {
  const { amountMinor, at } = correction
  const joining = joiningOf(family.head, at)
  const made = correctionRow(newId('com'), family, correction, joining.status)
  const voids = joining.voidsAtZero && standsMinor(family) + amountMinor === 0
  const joined =
    joining.heldFrom && !voids ? joinHolds(db, made, family, joining.heldFrom) : { statements: [], family: withRow(family, made) }
  return {
    statements: [
      db.insert(commissions).values(made),
      post(db, correct(made, joining.place, at), at),
      ...joined.statements,
      ...(voids ? endFamily(db, idsOf(joined.family), 'voided', correction) : []),
      ...tellCorrection(db, made.id, family, correction, told),
    ],
    family: voids ? asVoided(joined.family) : joined.family,
  }
}

const withRow = (family: Family, made: Commission): Family => ({ ...family, corrections: [...family.corrections, made] })
const idsOf = (family: Family): string[] => membersOf(family).map(({ id }) => id)

const asVoided = (family: Family): Family => {
  const end = (member: Commission): Commission => ({ ...member, status: 'voided', heldFrom: null })
  return { ...family, head: end(family.head), corrections: family.corrections.map(end), openHolds: [] }
}

/** Statements that take back what stands of a family and refuse it, its members and open holds together. */
export function rejectStatements(
  { db, newId }: Pick<Deps, 'db' | 'newId'>,
  family: Family,
  refused: Omit<Correction, 'amountMinor' | 'cause'>,
  told: Told,
): Statement[] {
  const { head } = family
  const correction = { ...refused, amountMinor: -standsMinor(family), cause: 'refused' }
  // Whatever the family was held from, the correction is born and refused in this batch; only its posting says where it took from.
  const made = correctionRow(newId('com'), family, correction, 'pending')
  const { place } = joiningOf(head, refused.at)
  return [
    ...familyUnmoved(db, family),
    db.insert(commissions).values(made),
    post(db, correct(made, place, refused.at), refused.at),
    ...endFamily(db, [...idsOf(family), made.id], 'rejected', refused),
    trail(db, {
      at: refused.at,
      actor: refused.actor,
      act: 'commission.rejected',
      subject: head.id,
      partnerId: head.partnerId,
      detail: { reason: refused.reason },
    }),
    ...tellCorrection(db, made.id, family, correction, told),
  ]
}

const correctionRow = (id: string, { head, corrections }: Family, correction: Correction, status: 'pending' | 'approved'): Commission => ({
  id,
  partnerId: head.partnerId,
  currency: head.currency,
  amountMinor: correction.amountMinor,
  kind: 'correction',
  corrects: head.id,
  cause: correction.cause,
  paymentId: head.paymentId,
  dealId: head.dealId,
  payoutId: null,
  source: `${head.id}/${corrections.length + 1}`,
  baseMinor: null,
  rateBps: null,
  working: null,
  termsVersionId: head.termsVersionId,
  accruedAt: correction.at,
  maturesAt: head.maturesAt,
  heldFrom: null,
  status,
  statusReason: correction.reason,
})

/** A correction of a held family is held for the same reasons, by the same owners, since the same time. */
function joinHolds(db: Db, made: Commission, family: Family, heldFrom: 'pending' | 'approved'): Moved {
  const copies = family.openHolds
    .filter(({ commissionId }) => commissionId === family.head.id)
    .map((each, index) => ({ ...each, commissionId: made.id, n: index + 1 }))
  return {
    statements: [
      ...copies.map((each) => db.insert(commissionHolds).values(each)),
      db.update(commissions).set({ status: 'on_hold', heldFrom }).where(eq(commissions.id, made.id)),
      ...changedExactly(db),
    ],
    family: {
      ...withRow(family, { ...made, status: 'on_hold', heldFrom }),
      holds: [...family.holds, ...copies],
      openHolds: [...family.openHolds, ...copies],
    },
  }
}

/** Ends a whole family that has nothing left, voided or refused; its open holds end with it. */
const endFamily = (
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
