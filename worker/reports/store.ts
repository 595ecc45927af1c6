import { and, desc, eq, gte, sql } from 'drizzle-orm'
import { prospects } from '../../schema/prospects.ts'
import { type ReportFigure, reportFigures } from '../../schema/reports.ts'
import { referenceRequests } from '../../schema/requests.ts'
import type { Db } from '../database.ts'

/** More rows of one report than this are not told: six quarters of the currencies there may be. */
const atMost = 60

/** The figures of one report, the newest quarter first. */
export const listFigures = (db: Db, report: string, since: string): Promise<ReportFigure[]> =>
  db
    .select()
    .from(reportFigures)
    .where(and(eq(reportFigures.report, report), gte(reportFigures.quarter, since)))
    .orderBy(desc(reportFigures.quarter), reportFigures.what)
    .limit(atMost)

/** Of every activity and side, for the file. */
export const listCover = (db: Db): Promise<ReportFigure[]> =>
  db
    .select()
    .from(reportFigures)
    .where(sql`report >= 'cover/' and report < 'cover0'`)
    .orderBy(reportFigures.report, reportFigures.what)
    .limit(1_000)

/** So many of the newest are looked at, whatever came of them. */
const lookedAt = 30

/** Of the newest requests those that found nobody: they still wait for a customer, or ended without one. */
export async function listUnmet(db: Db) {
  const newest = (status: 'asked' | 'expired') =>
    db
      .select({
        id: referenceRequests.id,
        prospect: prospects.company,
        activity: referenceRequests.activity,
        side: referenceRequests.side,
        industry: referenceRequests.industry,
        size: referenceRequests.size,
        status: referenceRequests.status,
        customerId: referenceRequests.customerId,
        askedAt: referenceRequests.askedAt,
      })
      .from(referenceRequests)
      .innerJoin(prospects, eq(prospects.id, referenceRequests.prospectId))
      .where(eq(referenceRequests.status, status))
      .orderBy(desc(referenceRequests.sinceAt), desc(referenceRequests.id))
      .limit(lookedAt)
  const found = (await Promise.all([newest('asked'), newest('expired')])).flat()
  return found.filter(({ customerId }) => customerId === null).toSorted((one, other) => other.askedAt.getTime() - one.askedAt.getTime())
}
