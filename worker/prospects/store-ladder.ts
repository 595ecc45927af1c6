import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { type Customer, customers } from '../../schema/customers.ts'
import {
  type Evidence,
  evidence,
  funnel,
  funnelTotals,
  type LevelReward,
  ladderMoves,
  levelRewards,
  provenLevels,
} from '../../schema/ladder.ts'
import { partners } from '../../schema/people.ts'
import type { Prospect } from '../../schema/prospects.ts'
import type { Db } from '../database.ts'

/** More steps than this of one prospect are not drawn. */
const maxSteps = 100

/** Its steps, the newest first. */
export const listEvidence = (db: Db, prospectId: string): Promise<Evidence[]> =>
  db
    .select()
    .from(evidence)
    .where(eq(evidence.prospectId, prospectId))
    .orderBy(desc(evidence.recordedAt), desc(evidence.id))
    .limit(maxSteps)

export const listProven = (db: Db, prospectId: string): Promise<{ level: number; evidenceId: string }[]> =>
  db
    .select({ level: provenLevels.level, evidenceId: provenLevels.evidenceId })
    .from(provenLevels)
    .where(eq(provenLevels.prospectId, prospectId))
    .orderBy(asc(provenLevels.level))
    .limit(11)

export const listRewards = (db: Db, prospectId: string): Promise<LevelReward[]> =>
  db.select().from(levelRewards).where(eq(levelRewards.prospectId, prospectId)).orderBy(asc(levelRewards.level)).limit(7)

export async function isProven(db: Db, prospectId: string, level: number): Promise<boolean> {
  const [row] = await db
    .select({ level: provenLevels.level })
    .from(provenLevels)
    .where(and(eq(provenLevels.prospectId, prospectId), sql`${provenLevels.level} = cast(${level} as integer)`))
  return row !== undefined
}

export async function findCustomer(db: Db, prospectId: string): Promise<Customer | undefined> {
  const [row] = await db.select().from(customers).where(eq(customers.prospectId, prospectId))
  return row
}

type FunnelRow = { level: number; partnerId: string; partner: string | null; n: number }

const partnersInFunnel = 20

/** How many stand on each level, all partners together. */
export const listFunnel = (db: Db): Promise<{ level: number; n: number }[]> =>
  db.select().from(funnelTotals).orderBy(asc(funnelTotals.level)).limit(12)

/** Of one level, by partner, the most first. */
export const listFunnelOfLevel = (db: Db, level: number): Promise<FunnelRow[]> =>
  db
    .select({ level: funnel.level, partnerId: funnel.partnerId, partner: partners.name, n: funnel.n })
    .from(funnel)
    .leftJoin(partners, eq(partners.id, funnel.partnerId))
    .where(sql`${funnel.level} = cast(${level} as integer) and ${funnel.n} > 0`)
    .orderBy(desc(funnel.n), asc(funnel.partnerId))
    .limit(partnersInFunnel)

type MoveRow = { quarter: string; up: number; down: number; crossed: number; lost: number }

/** Steps up and down, and over the line, by quarter, the newest first. */
export const listMoves = (db: Db): Promise<Omit<MoveRow, 'lost'>[]> =>
  db
    .select({
      quarter: ladderMoves.quarter,
      up: sql<number>`sum(iif(${ladderMoves.toLevel} > ${ladderMoves.fromLevel}, ${ladderMoves.n}, 0))`,
      down: sql<number>`sum(iif(${ladderMoves.toLevel} < ${ladderMoves.fromLevel}, ${ladderMoves.n}, 0))`,
      crossed: sql<number>`sum(iif(${ladderMoves.fromLevel} < 7 and ${ladderMoves.toLevel} = 7, ${ladderMoves.n}, 0))`,
    })
    .from(ladderMoves)
    .groupBy(ladderMoves.quarter)
    .orderBy(desc(ladderMoves.quarter))
    .limit(8)

/** Since which day a prospect stands where it stands; null before its first step and for one that is lost. */
export async function findStandsSince(db: Db, { id, level, stage }: Pick<Prospect, 'id' | 'level' | 'stage'>): Promise<string | null> {
  if (level === 0 || stage === 'lost') return null
  const [row] = await db
    .select({ happenedOn: evidence.happenedOn })
    .from(provenLevels)
    .innerJoin(evidence, eq(evidence.id, provenLevels.evidenceId))
    .where(and(eq(provenLevels.prospectId, id), sql`${provenLevels.level} = cast(${Math.min(level, 7)} as integer)`))
  return row?.happenedOn ?? null
}
