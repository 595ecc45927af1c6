import { and, eq, inArray, sql } from 'drizzle-orm'
import { commissions } from '../../schema/commissions.ts'
import { type Payout, payoutAnswers, payouts } from '../../schema/payouts.ts'
import { trail } from '../audit/store.ts'
import { type Db, wasRefused } from '../database.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { settle } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'
import type { Outcome } from '../stripe/port.ts'
import { hintNotices, oweAlarm, oweOwners } from './store-notices.ts'
import { findPayout, stopStatement } from './store-payouts.ts'

/** A statement: what Stripe answered to the newest try of a leased payout. */
export const answerOf = (db: Db, { id, gen, tries }: Payout, outcome: Outcome, at: Date) =>
  db.insert(payoutAnswers).values({ payoutId: id, gen, n: tries, outcome: outcome.kind, ...outcome.answer, at })

type Settlement = {
  transfer: string
  from: readonly ('sending' | 'unknown' | 'stuck')[]
  actor: string
  /** What the transfer carries less than was ordered, where two people found so. */
  adjustMinor?: number
}

/** Statements that end a payout whose transfer is proven: paid, its commissions with it, posted, and its partner's owners told. */
export const settleStatements = (db: Db, payout: Payout, { transfer, from, actor, adjustMinor = 0 }: Settlement, at: Date) => {
  const { id, partnerId, amountMinor, currency } = payout
  const sent = {
    template: 'payout_sent' as const,
    data: { payoutId: id, amountMinor: amountMinor - adjustMinor, currency, sentAt: at.toISOString() },
  }
  return [
    db
      .update(payouts)
      .set({ status: 'paid', transfer, reason: null, finishedAt: at, leaseUntil: new Date(0) })
      .where(and(eq(payouts.id, id), inArray(payouts.status, [...from]))),
    ...changedExactly(db),
    db
      .update(commissions)
      .set({ status: 'paid' })
      .where(and(eq(commissions.payoutId, id), eq(commissions.status, 'in_payout'))),
    ...changedExactly(db, sql`(select count(*) from planned_lines where payout_id = ${id})`),
    post(db, settle(payout, at), at),
    trail(db, { at, actor, act: 'payout.settled', subject: id, partnerId, detail: { transfer, amountMinor, currency } }),
    oweOwners(db, `payout_sent:${id}`, partnerId, sent, at),
  ] as const
}

/**
 * The transfer is proven: the payout is paid, its commissions with it, the ledger says so and the partner's owners are told, in
 * one batch. From `sending` or `unknown`, whoever proves it first (row 7); again, it changes nothing.
 */
export async function settlePayout(deps: Deps, payout: Payout, transfer: string, outcome?: Outcome): Promise<void> {
  const { db, now } = deps
  const at = now()
  try {
    await db.batch([
      ...settleStatements(db, payout, { transfer, from: ['sending', 'unknown'], actor: 'system' }, at),
      ...(outcome ? [answerOf(db, payout, outcome, at)] : []),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
    if (outcome) await keepAnswer(db, payout, outcome, at)
    return assertSettled(deps, payout, transfer)
  }
  await hintNotices(deps, `payout_sent:${payout.id}`)
}

/** What Stripe answered stays on record although its event was faster. */
async function keepAnswer(db: Db, payout: Payout, outcome: Outcome, at: Date): Promise<void> {
  try {
    await answerOf(db, payout, outcome, at)
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}

/** Refused because it was settled before is well; anything else is what must never be, and a person is called. */
async function assertSettled(deps: Deps, { id }: Payout, transfer: string): Promise<void> {
  const stands = await findPayout(deps.db, id)
  if (stands?.status === 'paid' && stands.transfer === transfer) return
  await alarmAboutTransfer(deps, id, transfer, `The payout is ${stands?.status ?? 'missing'}`)
}

/** A transfer that should not be: everything stops until people have looked (money.md 7, I4, I6, I8). */
export async function alarmAboutTransfer({ db, now }: Deps, payoutId: string, transfer: string, what: string): Promise<void> {
  const at = now()
  const alarm = {
    what: `${what}, and Stripe shows transfer ${transfer} for it. All sending is stopped`,
    subject: payoutId,
    todo: 'Compare both in the ledger and at Stripe. Two people may let sending go on.',
  }
  try {
    await db.batch([
      oweAlarm(db, `transfer:${transfer}`, alarm, at),
      stopStatement(db, 'all', `Transfer ${transfer} does not fit payout ${payoutId}`, 'system', at),
      trail(db, { at, actor: 'system', act: 'stop.set', subject: 'all', detail: { payoutId, transfer, what } }),
    ])
  } catch (error) {
    if (!wasRefused(error)) throw error
  }
}
