import { and, inArray, sql } from 'drizzle-orm'
import { type Commission, type CommissionHold, commissionHolds, commissions } from '../../schema/commissions.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { changedExactly } from '../guard.ts'
import { hold, releaseHold } from '../ledger/rules.ts'
import { postAll } from '../ledger/store.ts'
import { type Family, type NewHold, openMembersOf } from './rules.ts'
import { idsIn } from './store-families.ts'

/** Statements that move a family, and the family as it is behind them, for what follows in the same batch. */
export type Moved = { statements: Statement[]; family: Family }

/** Opens a hold on these members. What waits or is ready freezes; what is being paid stays where it is, and only carries the hold. */
export function openHold(db: Db, family: Family, members: readonly Commission[], { reason, owner }: NewHold, at: Date): Moved {
  const opened = members.map(({ id }) => {
    const n = 1 + family.holds.filter(({ commissionId }) => commissionId === id).length
    return { commissionId: id, n, reason, owner, openedAt: at, closedAt: null }
  })
  const freezing = members.filter(({ status }) => status === 'pending' || status === 'approved')
  return {
    statements: [...opened.map((each) => db.insert(commissionHolds).values(each)), ...freeze(db, freezing, opened, at)],
    family: withMembers(
      { ...family, holds: [...family.holds, ...opened], openHolds: [...family.openHolds, ...opened] },
      freezing.map((each) => ({ ...each, status: 'on_hold', heldFrom: each.status === 'approved' ? 'approved' : 'pending' })),
    ),
  }
}

function freeze(db: Db, freezing: readonly Commission[], opened: readonly CommissionHold[], at: Date): Statement[] {
  if (freezing.length === 0) return []
  const numberOf = (id: string) => opened.find(({ commissionId }) => commissionId === id)?.n ?? 1
  return [
    db
      .update(commissions)
      .set({ heldFrom: sql`${commissions.status}`, status: 'on_hold' })
      .where(and(inArray(commissions.id, idsIn(idsOf(freezing))), inArray(commissions.status, ['pending', 'approved']))),
    ...changedExactly(db, freezing.length),
    postAll(
      db,
      freezing.map((member) => hold(member, numberOf(member.id), member.status === 'approved' ? 'avail' : 'pending', at)),
      at,
    ),
  ]
}

/** Ends these holds. Each member returns to where it was once no other is open on it. */
export function closeHolds(db: Db, family: Family, ending: readonly CommissionHold[], at: Date): Moved {
  const isEnding = ({ commissionId, n }: CommissionHold) => ending.some((each) => each.commissionId === commissionId && each.n === n)
  const left = family.openHolds.filter((each) => !isEnding(each))
  const freed = openMembersOf(family).filter(
    ({ id, status }) => status === 'on_hold' && left.every(({ commissionId }) => commissionId !== id),
  )
  return {
    statements: [closeStatement(db, ending, at), ...changedExactly(db, ending.length), ...free(db, freed, ending, at)],
    family: withMembers(
      { ...family, openHolds: left },
      freed.map((each) => ({ ...each, status: each.heldFrom ?? 'pending', heldFrom: null })),
    ),
  }
}

const closeStatement = (db: Db, ending: readonly CommissionHold[], at: Date) =>
  db
    .update(commissionHolds)
    .set({ closedAt: at })
    .where(
      sql`${commissionHolds.closedAt} is null and (${commissionHolds.commissionId}, ${commissionHolds.n}) in
        (select value ->> 'id', cast(value ->> 'n' as integer) from json_each(${JSON.stringify(ending.map(({ commissionId: id, n }) => ({ id, n })))}))`,
    )

function free(db: Db, freed: readonly Commission[], ending: readonly CommissionHold[], at: Date): Statement[] {
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

const withMembers = (family: Family, moved: readonly Commission[]): Family => {
  const now = (member: Commission) => moved.find(({ id }) => id === member.id) ?? member
  return { ...family, head: now(family.head), corrections: family.corrections.map(now) }
}

const idsOf = (members: readonly Commission[]): string[] => members.map(({ id }) => id)
