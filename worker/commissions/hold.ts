import { and, inArray, sql } from 'drizzle-orm'
import { type Commission, type CommissionHold, commissionHolds, commissions } from '../../schema/commissions.ts'
import { trail } from '../audit/store.ts'
import { inOneBatch, readAgainIfRefused, type Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../errors.ts'
import { changedExactly } from '../guard.ts'
import { hold, releaseHold } from '../ledger/rules.ts'
import { postAll } from '../ledger/store.ts'
import { type Family, openMembersOf } from './rules.ts'
import { familyUnmoved, getFamily, idsIn, listHolds } from './store-families.ts'

/** Every hold has an owner, who decides when it ends, and a reason that the partner reads. */
export type NewHold = { reason: string; owner: string }

/**
 * Freezes a commission and its corrections until the hold is released. What is being paid stays in its payout; should that be
 * released, the hold catches it there.
 *
 * @throws Refusal not_found, wrong_state when nothing of it is left to hold
 */
export async function holdCommission({ db, now }: Deps, commissionId: string, { reason, owner }: NewHold, actor: string): Promise<void> {
  await readAgainIfRefused(async () => {
    const family = await getFamily(db, commissionId)
    const members = openMembersOf(family)
    if (members.length === 0)
      throw new Refusal('wrong_state', 'This commission is final: it was paid, refused or cancelled. There is nothing to hold.')
    const holds = await listHolds(db, idsOf(members))
    if (isSameHold(family, { reason, owner })) return

    const at = now()
    const numbered = members.map((member) => ({ member, n: 1 + holds.filter(({ commissionId: of }) => of === member.id).length }))
    const freezing = numbered.filter(({ member }) => member.status === 'pending' || member.status === 'approved')
    await inOneBatch(db, [
      ...familyUnmoved(db, family),
      ...numbered.map(({ member, n }) => db.insert(commissionHolds).values({ commissionId: member.id, n, reason, owner, openedAt: at })),
      ...freeze(db, freezing, at),
      trail(db, {
        at,
        actor,
        act: 'commission.held',
        subject: family.head.id,
        partnerId: family.head.partnerId,
        detail: { reason, owner },
      }),
    ])
  })
}

/** The same hold asked for twice is one hold. */
const isSameHold = ({ openHolds }: Family, { reason, owner }: NewHold): boolean =>
  openHolds.some((each) => each.reason === reason && each.owner === owner)

function freeze(db: Deps['db'], freezing: { member: Commission; n: number }[], at: Date): Statement[] {
  if (freezing.length === 0) return []
  const ids = idsOf(freezing.map(({ member }) => member))
  return [
    db
      .update(commissions)
      .set({ heldFrom: sql`${commissions.status}`, status: 'on_hold' })
      .where(and(inArray(commissions.id, idsIn(ids)), inArray(commissions.status, ['pending', 'approved']))),
    ...changedExactly(db, ids.length),
    postAll(
      db,
      freezing.map(({ member, n }) => hold(member, n, member.status === 'approved' ? 'avail' : 'pending', at)),
      at,
    ),
  ]
}

/**
 * Ends one hold, on the commission that it was opened on and on its family. Each returns to where it was once no other is open.
 *
 * @throws Refusal not_found, wrong_state when this hold is not open
 */
export async function releaseCommission({ db, now }: Deps, commissionId: string, n: number, reason: string, actor: string): Promise<void> {
  await readAgainIfRefused(async () => {
    const family = await getFamily(db, commissionId)
    const ended = family.openHolds.find((each) => each.commissionId === commissionId && each.n === n)
    if (!ended) throw new Refusal('wrong_state', 'This hold is not open any more. Somebody may have released it already.')

    const members = openMembersOf(family)
    const open = family.openHolds
    const ending = open.filter((each) => isCopyOf(each, ended))
    const freed = members.filter(
      ({ id, status }) => status === 'on_hold' && open.every((each) => each.commissionId !== id || ending.includes(each)),
    )
    const at = now()
    await inOneBatch(db, [
      ...familyUnmoved(db, family),
      closeHolds(db, ending, at),
      ...changedExactly(db, ending.length),
      ...free(db, freed, ending, at),
      trail(db, {
        at,
        actor,
        act: 'commission.released',
        subject: family.head.id,
        partnerId: family.head.partnerId,
        detail: { hold: ended.reason, reason },
      }),
    ])
  })
}

/** A hold stands on each member of a family, with the same reason, owner and beginning. */
const isCopyOf = (hold: CommissionHold, of: CommissionHold): boolean =>
  hold.reason === of.reason && hold.owner === of.owner && hold.openedAt.getTime() === of.openedAt.getTime()

const closeHolds = (db: Deps['db'], ending: readonly CommissionHold[], at: Date) =>
  db
    .update(commissionHolds)
    .set({ closedAt: at })
    .where(
      sql`${commissionHolds.closedAt} is null and (${commissionHolds.commissionId}, ${commissionHolds.n}) in
        (select value ->> 'id', cast(value ->> 'n' as integer) from json_each(${JSON.stringify(ending.map(({ commissionId: id, n }) => ({ id, n })))}))`,
    )

function free(db: Deps['db'], freed: readonly Commission[], ending: readonly CommissionHold[], at: Date): Statement[] {
  if (freed.length === 0) return []
  const lastOf = (id: string) => Math.max(...ending.filter(({ commissionId }) => commissionId === id).map(({ n }) => n))
  return [
    db
      .update(commissions)
      .set({ status: sql`${commissions.heldFrom}`, heldFrom: null })
      .where(and(inArray(commissions.id, idsIn(idsOf(freed))), sql`${commissions.status} = 'on_hold'`)),
    ...changedExactly(db, freed.length),
    postAll(
      db,
      freed.map((member) => releaseHold(member, lastOf(member.id), member.heldFrom === 'approved' ? 'avail' : 'pending', at)),
      at,
    ),
  ]
}

const idsOf = (members: readonly Commission[]): string[] => members.map(({ id }) => id)
