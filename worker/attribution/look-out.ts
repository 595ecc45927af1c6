import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import { audit } from '../../schema/records.ts'
import { lookouts, type Signal, signals } from '../../schema/signals.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { forLog } from '../log.ts'
import { lookAtCredit } from './look-at-credit.ts'
import { lookAtPartner } from './look-at-partner.ts'
import { type Concern, concernsOf, quietMs } from './rules-lookout.ts'
import { settleSignal } from './settle-signal.ts'

const name = 'signals'
const rowsAtOnce = 200
const pagesPerRun = 10
const unsettledAtOnce = 50

/**
 * Follows the trail and looks with every rule at what it is about, then lets commissions follow the signals where that was cut off. It may
 * run twice at once or be missed: the trail waits, and what was found is not found again.
 */
export async function lookForSignals(deps: Deps): Promise<void> {
  for (let page = 0; page < pagesPerRun; page += 1) if (!(await readOn(deps))) break
  for (const signal of await listUnsettled(deps.db)) await alone(`signal ${signal.id}`, () => settleSignal(deps, signal))
}

/** Whether there may be more to read. */
async function readOn(deps: Deps): Promise<boolean> {
  const { db, now } = deps
  const [place] = await db.select({ behind: lookouts.behind }).from(lookouts).where(eq(lookouts.name, name))
  const behind = place?.behind ?? 0
  const rows = await db
    .select({ seq: audit.seq, at: audit.at, act: audit.act, subject: audit.subject, partnerId: audit.partnerId })
    .from(audit)
    .where(gt(audit.seq, behind))
    .orderBy(asc(audit.seq))
    .limit(rowsAtOnce)
  const quietSince = now().getTime() - quietMs
  const loud = rows.findIndex(({ at }) => at.getTime() > quietSince)
  const settled = loud < 0 ? rows : rows.slice(0, loud)
  const last = settled.at(-1)
  if (!last) return false

  for (const concern of concernsOf(settled)) await alone(`${concern.kind} ${concern.id}`, () => lookAt(deps, concern))
  await db
    .insert(lookouts)
    .values({ name, behind: last.seq })
    .onConflictDoUpdate({ target: lookouts.name, set: { behind: sql`max(${lookouts.behind}, excluded.behind)` } })
  return settled.length === rowsAtOnce
}

async function lookAt(deps: Deps, { kind, id }: Concern): Promise<void> {
  switch (kind) {
    case 'credit':
      return lookAtCredit(deps, id)
    case 'partner':
      return lookAtPartner(deps, id)
    case 'accrued':
      for (const signal of await listSignalsOnCommission(deps.db, id)) await settleSignal(deps, signal)
  }
}

/** One record that cannot be looked at never stops the others. */
async function alone(what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', job: 'signals', about: what, message: forLog(error) }))
  }
}

const listUnsettled = (db: Db): Promise<Signal[]> =>
  db.select().from(signals).where(isNull(signals.settledAt)).orderBy(asc(signals.foundAt), asc(signals.id)).limit(unsettledAtOnce)

/** A commission accrues by what was read a moment before: its credit's signals may have been found or decided meanwhile. */
const listSignalsOnCommission = (db: Db, commissionId: string): Promise<Signal[]> => {
  const partner = sql`(select c.partner_id from commissions c where c.id = ${commissionId})`
  const prospect = sql`(select coalesce(d.prospect_id, substr(c.source, 7, instr(substr(c.source, 7), '/') - 1))
    from commissions c left join deals d on d.id = c.deal_id where c.id = ${commissionId})`
  return db
    .select()
    .from(signals)
    .where(
      and(
        eq(signals.partnerId, partner),
        sql`(${signals.subjectKind} = 'prospect' and ${signals.prospectId} = ${prospect}
          or ${signals.subjectKind} = 'partner' and ${signals.prospectId} is null and ${signals.status} = 'open')`,
      ),
    )
    .limit(20)
}
