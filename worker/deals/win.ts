import { and, eq, sql } from 'drizzle-orm'
import { type Deal, deals } from '../../schema/deals.ts'
import { prospects } from '../../schema/prospects.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { changedExactly } from '../guard.ts'

type Won = Pick<Deal, 'id' | 'prospectId' | 'status' | 'partnerId'>

/** Statements that win a deal, whose prospect is a customer from then on. A lost one is opened again first; a won one stays as it is. */
export function winStatements(db: Db, deal: Won, actor: string, wonAt: Date, at: Date): Statement[] {
  if (deal.status === 'won' || deal.status === 'ended') return []
  return [
    ...(deal.status === 'lost' ? moveStatements(db, deal, 'open') : []),
    ...moveStatements(db, { ...deal, status: 'open' }, 'won', {
      wonAt: sql`coalesce(${deals.wonAt}, cast(${wonAt.getTime()} as integer))`,
    }),
    becomeCustomer(db, deal.prospectId, wonAt),
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

/** A statement: the prospect crosses the line, once. */
export const becomeCustomer = (db: Db, prospectId: string, at: Date) =>
  db
    .update(prospects)
    .set({
      stage: 'customer',
      stageReason: null,
      customerSince: sql`coalesce(${prospects.customerSince}, cast(${at.getTime()} as integer))`,
      version: sql`${prospects.version} + 1`,
    })
    .where(and(eq(prospects.id, prospectId), sql`(${prospects.stage} <> 'customer' or ${prospects.customerSince} is null)`))
