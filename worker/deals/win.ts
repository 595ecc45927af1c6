import { and, eq, sql } from 'drizzle-orm'
import { type Deal, deals } from '../../schema/deals.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { changedExactly } from '../guard.ts'
import { proveByDeal } from '../prospects/evidence-store.ts'

type Won = Pick<Deal, 'id' | 'prospectId' | 'name' | 'status' | 'partnerId'>

/** Statements that win a deal, which proves a level of its prospect. A lost one is opened again first; a won one stays as it is. */
export function winStatements(db: Db, deal: Won, actor: string, wonAt: Date, at: Date): Statement[] {
  if (deal.status === 'won' || deal.status === 'ended') return []
  return [
    ...(deal.status === 'lost' ? moveStatements(db, deal, 'open') : []),
    ...moveStatements(db, { ...deal, status: 'open' }, 'won', {
      wonAt: sql`coalesce(${deals.wonAt}, cast(${wonAt.getTime()} as integer))`,
    }),
    proveByDeal(db, deal, wonAt, actor, at),
    trail(db, { at, actor, act: 'deal.won', subject: deal.id, partnerId: deal.partnerId ?? undefined }),
  ]
}

/** Statements that move a deal to another status, unless somebody moved it meanwhile. */
export const moveStatements = (
  db: Db,
  { id, status }: Pick<Deal, 'id' | 'status'>,
  to: Deal['status'],
  set: Record<string, unknown> = {},
): Statement[] => [
  db
    .update(deals)
    .set({ status: to, statusReason: null, closedAt: null, ...set })
    .where(and(eq(deals.id, id), eq(deals.status, status))),
  ...changedExactly(db),
]
