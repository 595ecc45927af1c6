import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm'
import { bankPayouts } from '../../schema/bank-payouts.ts'
import { commissions } from '../../schema/commissions.ts'
import { balances } from '../../schema/ledger.ts'
import { payoutRuns } from '../../schema/payout-runs.ts'
import { partnerAccount } from '../ledger/rules.ts'
import type { BookCheck } from '../reconciliation/walk-checks.ts'
import { fingerprintOf } from './digest.ts'
import { returnedMinor } from './rules-bank.ts'
import { printPlan } from './store-plan.ts'

/** I21: a run at a time, its plan printed anew. Into a run of before a restore two people adopt what was sent, which may be another plan. */
export const plansAsSigned: BookCheck = {
  name: 'I21 the plan of a run is the one whose fingerprint was approved',
  part: async ({ db }, behind = '') => {
    const [run] = await db
      .select({ id: payoutRuns.id, fingerprint: payoutRuns.fingerprint })
      .from(payoutRuns)
      .where(
        and(
          isNotNull(payoutRuns.fingerprint),
          gt(payoutRuns.id, behind),
          sql`not exists (select 1 from adoptions a where a.run_id = payout_runs.id and a.status = 'adopted')`,
        ),
      )
      .orderBy(asc(payoutRuns.id))
      .limit(1)
    if (!run) return { found: [], next: undefined }
    const isAsSigned = (await fingerprintOf(await printPlan(db, run.id))) === run.fingerprint
    return { found: isAsSigned ? [] : [{ run: run.id }], next: run.id }
  },
}

const partnersAtOnce = 50

/** The memorandum of what banks sent back, reckoned anew from the bank payouts of some partners at a time. */
export const returnsAsBanksSay: BookCheck = {
  name: 'I18 what banks sent back is what the bank payouts say',
  part: async ({ db }, behind = '') => {
    const partners = (
      await db
        .selectDistinct({ id: bankPayouts.partnerId })
        .from(bankPayouts)
        .where(gt(bankPayouts.partnerId, behind))
        .orderBy(asc(bankPayouts.partnerId))
        .limit(partnersAtOnce)
    ).map(({ id }) => id)
    if (partners.length === 0) return { found: [], next: undefined }
    const [moves, reversed, kept] = await db.batch([
      db.select().from(bankPayouts).where(inArray(bankPayouts.partnerId, partners)),
      db
        .select()
        .from(commissions)
        .where(and(eq(commissions.kind, 'returned'), inArray(commissions.partnerId, partners))),
      db.select().from(balances).where(sql`${balances.account} >= 'returned:' and ${balances.account} < 'returned;'`),
    ])
    const found = [...Map.groupBy(moves, (each) => partnerAccount('returned', each.partnerId, each.currency))].flatMap(([account, of]) => {
      const taken = reversed
        .filter((each) => partnerAccount('returned', each.partnerId, each.currency) === account)
        .map(({ amountMinor, accruedAt }) => ({ amountMinor, at: accruedAt }))
      const waiting = returnedMinor(of, taken)
      const says = kept.find((each) => each.account === account)?.balanceMinor ?? 0
      return waiting === says ? [] : [{ account, waiting, says }]
    })
    return { found, next: partners.at(-1) }
  },
}
