import { sql } from 'drizzle-orm'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { keepFindings } from './keep-findings.ts'
import { refreshMarks } from './marks.ts'
import { quarterOf, type Returns, refundFarming, sharedMarks } from './rules-signals-partner.ts'
import { listSharedMarks } from './store-marks.ts'
import { findCreditedPartner, listExemptRules, readRuleSettings } from './store-signals.ts'

/** Looks at a partner's record beside the others', and at how much of what it earned by went back. */
export async function lookAtPartner(deps: Deps, partnerId: string): Promise<void> {
  const { db, now } = deps
  const partner = await findCreditedPartner(db, partnerId)
  if (!partner || partner.status === 'left') return
  const at = now()
  await refreshMarks(db, partner)
  await lookAtReturns(deps, partnerId, at)

  const others = await listSharedMarks(db, partnerId)
  for (const { partnerId: younger, about, ...finding } of sharedMarks({ id: partnerId, createdAt: partner.createdAt.getTime() }, others)) {
    const exempt = await listExemptRules(db, younger, at)
    if (exempt.has(finding.rule)) continue
    await keepFindings(deps, { kind: 'partner', id: younger, partnerId: younger, prospectId: null, term: about }, [finding])
  }
}

async function lookAtReturns(deps: Deps, partnerId: string, at: Date): Promise<void> {
  const { db } = deps
  const [{ thresholds }, exempt] = await Promise.all([readRuleSettings(db), listExemptRules(db, partnerId, at)])
  const since = new Date(at.getTime() - thresholds.refundDays * 86_400_000)
  const finding = refundFarming(await countReturns(db, partnerId, since), thresholds)
  if (!finding || exempt.has(finding.rule)) return
  await keepFindings(deps, { kind: 'partner', id: partnerId, partnerId, prospectId: null, term: quarterOf(at) }, [finding])
}

/** More payments than these say no more. */
const paymentsAtMost = 300

/** Payments that the partner earned by since then, and how many went back at least by half. */
async function countReturns(db: Db, partnerId: string, since: Date): Promise<Returns> {
  const [row] = await db.all<Returns>(sql`
    select count(*) as payments, coalesce(sum(p.returned_minor * 2 >= p.paid_minor), 0) as returned
    from (select c.payment_id from commissions c where c.partner_id = ${partnerId} and c.kind = 'earned' and c.payment_id is not null
      and c.accrued_at >= cast(${since.getTime()} as integer) order by c.accrued_at desc limit ${paymentsAtMost}) c
    join payments p on p.id = c.payment_id`)
  return row ?? { payments: 0, returned: 0 }
}
