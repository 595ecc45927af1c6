import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { partners } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import {
  type Signal,
  type SignalExemption,
  type SignalRule,
  type SignalStatus,
  signalCounts,
  signalExemptions,
  signalNotes,
  signals,
} from '../../schema/signals.ts'
import { groups } from '../../schema/terms.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'

export async function findSignal(db: Db, id: string): Promise<Signal | undefined> {
  const [row] = await db.select().from(signals).where(eq(signals.id, id))
  return row
}

type SignalFilter = {
  status?: SignalStatus | undefined
  rule?: SignalRule | undefined
  partnerId?: string | undefined
  cursor?: Cursor | undefined
}

/** Newest first, one more than a page. */
export const listSignals = (db: Db, { status, rule, partnerId, cursor }: SignalFilter, limit = pageSize + 1) =>
  db
    .select({ signal: signals, partner: partners.name, company: prospects.company })
    .from(signals)
    .innerJoin(partners, eq(partners.id, signals.partnerId))
    .leftJoin(prospects, eq(prospects.id, signals.prospectId))
    .where(
      and(
        status && eq(signals.status, status),
        rule && eq(signals.rule, rule),
        partnerId ? eq(signals.partnerId, partnerId) : undefined,
        behind(cursor, signals.foundAt, signals.id),
      ),
    )
    .orderBy(desc(signals.foundAt), desc(signals.id))
    .limit(limit)
export type SignalRow = Awaited<ReturnType<typeof listSignals>>[number]

export const listSignalCounts = (db: Db) => db.select().from(signalCounts).limit(100)

/** The signals about a prospect, newest first; for its page. */
export const listSignalsOfProspect = (db: Db, prospectId: string): Promise<Signal[]> =>
  db.select().from(signals).where(eq(signals.prospectId, prospectId)).orderBy(desc(signals.foundAt), desc(signals.id)).limit(20)

export const listNotes = (db: Db, signalId: string) =>
  db.select().from(signalNotes).where(eq(signalNotes.signalId, signalId)).orderBy(desc(signalNotes.n)).limit(50)

/** What a signal holds now or held before, newest first. */
export const listHeldBy = (db: Db, signal: Signal, owner: string) =>
  db.all<HeldCommission>(sql`
    select c.id, c.amount_minor as amountMinor, c.currency, c.status, h.opened_at as openedAt, h.closed_at as closedAt
    from (${commissionsOf(signal)}) c join commission_holds h on h.commission_id = c.id and h.owner = ${owner}
    order by h.opened_at desc, c.id limit 20`)
type HeldCommission = {
  id: string
  amountMinor: number
  currency: string
  status: string
  openedAt: number
  closedAt: number | null
}

/** The newest of a partner's commissions that are on hold, or those of the prospect's deals. */
const commissionsOf = ({ subjectKind, subjectId, partnerId }: Signal): SQL =>
  subjectKind === 'prospect'
    ? sql`select c.* from deals d join commissions c on c.deal_id = d.id where d.prospect_id = ${subjectId} and c.partner_id = ${partnerId}
        order by c.accrued_at desc limit 60`
    : subjectKind === 'commission'
      ? sql`select c.* from commissions c where c.id = ${subjectId}`
      : sql`select c.* from commissions c where c.partner_id = ${partnerId} order by c.accrued_at desc limit 60`

const exemptionRows = (db: Db) =>
  db
    .select({ exemption: signalExemptions, partner: partners.name, group: groups.name })
    .from(signalExemptions)
    .leftJoin(partners, eq(partners.id, signalExemptions.partnerId))
    .leftJoin(groups, eq(groups.id, signalExemptions.groupId))

/** Newest first, one more than a page. */
export const listExemptions = (db: Db, cursor: Cursor | undefined) =>
  exemptionRows(db)
    .where(behind(cursor, signalExemptions.grantedAt, signalExemptions.id))
    .orderBy(desc(signalExemptions.grantedAt), desc(signalExemptions.id))
    .limit(pageSize + 1)

export async function findExemption(db: Db, id: string): Promise<SignalExemption | undefined> {
  const [row] = await db.select().from(signalExemptions).where(eq(signalExemptions.id, id))
  return row
}
