import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Currency } from '../../schema/currency.ts'
import { type LevelReward, levelRewards } from '../../schema/ladder.ts'
import { type Attribution, attributions, prospects } from '../../schema/prospects.ts'
import type { Db } from '../database.ts'
import { listOwners } from './store.ts'

const atOnce = 50

/** Levels that were reached and not yet asked what they earn, the oldest first. */
export const listDueRewards = (db: Db, prospectId?: string): Promise<Pick<LevelReward, 'prospectId' | 'level'>[]> =>
  db
    .select({ prospectId: levelRewards.prospectId, level: levelRewards.level })
    .from(levelRewards)
    .where(and(eq(levelRewards.status, 'due'), prospectId ? eq(levelRewards.prospectId, prospectId) : undefined))
    .orderBy(asc(levelRewards.createdAt), asc(levelRewards.prospectId), asc(levelRewards.level))
    .limit(atOnce)

/** A level with all that its reward is decided from. */
export type AskedReward = {
  reward: LevelReward
  company: string
  /** Of the deal that proves the level, else of the prospect's newest; null without any. */
  currency: Currency | null
  attribution: Attribution | undefined
  owners: { id: string; email: string }[]
}

export async function findReward(db: Db, prospectId: string, level: number): Promise<AskedReward | undefined> {
  const [[asked], [attribution]] = await db.batch([
    db
      .select({ reward: levelRewards, company: prospects.company, currency: currencyOf })
      .from(levelRewards)
      .innerJoin(prospects, eq(prospects.id, levelRewards.prospectId))
      .where(and(eq(levelRewards.prospectId, prospectId), eq(levelRewards.level, level))),
    db.select().from(attributions).where(eq(attributions.prospectId, prospectId)).orderBy(desc(attributions.n)).limit(1),
  ])
  if (!asked) return undefined
  return { ...asked, attribution, owners: attribution?.partnerId ? await listOwners(db, attribution.partnerId) : [] }
}

const currencyOf = sql<Currency | null>`coalesce(
  (select d.currency from evidence e join deals d on d.id = e.deal_id where e.id = ${levelRewards.evidenceId}),
  (select d.currency from deals d where d.prospect_id = ${levelRewards.prospectId} and d.status <> 'lost' order by d.opened_at desc, d.id desc limit 1))`
