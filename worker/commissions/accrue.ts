import { and, eq } from 'drizzle-orm'
import { commissionHolds, commissions } from '../../schema/commissions.ts'
import { type Deal, paymentRefusals } from '../../schema/deals.ts'
import type { TermsVersion } from '../../schema/terms.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Deps } from '../deps.ts'
import { changedExactly } from '../guard.ts'
import { accrue, hold } from '../ledger/rules.ts'
import { post } from '../ledger/store.ts'
import { owe } from '../notices/store.ts'
import { maturesAt } from '../terms/rules.ts'
import { type Change, type NewHold, sourceOf } from './rules.ts'

/** What the rows and mails of a commission say of its deal; partner and terms as the deal froze them. */
export type Earned = {
  deal: Deal
  partnerId: string
  terms: TermsVersion
  company: string
  /** What a person must look at before it is paid; empty when nothing is odd. */
  holds: readonly NewHold[]
  /** The partner's owners. */
  owners: readonly { id: string; email: string }[]
  actor: string
}

type Making = Pick<Deps, 'db' | 'newId'>

/** Statements that make a commission of a payment. It begins on hold where a person must look at the credit, or a bank at the payment. */
export function accrueStatements(
  { db, newId }: Making,
  { payment, isMoved, earning, replacesRefusal, holds: byFacts }: Extract<Change, { kind: 'accrue' }>,
  { deal, partnerId, terms, company, holds: odd, owners, actor }: Earned,
  at: Date,
): Statement[] {
  const { amountMinor, baseMinor, rateBps, working } = earning
  const commission = { id: newId('com'), partnerId, currency: payment.currency, amountMinor }
  const holdEndsAt = maturesAt(payment.paidAt, terms.holdDays)
  const holds = [...odd, ...byFacts]
  return [
    ...(replacesRefusal ? removeRefusal(db, payment.id, partnerId, terms.id) : []),
    db.insert(commissions).values({
      ...commission,
      kind: 'earned',
      paymentId: payment.id,
      dealId: deal.id,
      source: sourceOf(payment.id, partnerId, terms.id),
      baseMinor,
      rateBps,
      working,
      termsVersionId: terms.id,
      accruedAt: at,
      maturesAt: holdEndsAt,
      status: 'pending',
    }),
    post(db, accrue(commission, at), at),
    ...(holds.length > 0 ? holdAtOnce(db, commission, holds, at) : []),
    trail(db, {
      at,
      actor,
      act: 'commission.accrued',
      subject: commission.id,
      partnerId,
      detail: {
        payment: payment.id,
        deal: deal.id,
        amountMinor,
        currency: payment.currency,
        baseMinor,
        rateBps,
        working,
        held: holds.map(({ reason }) => reason),
      },
    }),
    ...(isMoved ? [] : owners).map(({ id, email }) =>
      owe(
        db,
        `ntc_accrued_${commission.id}_${id}`,
        email,
        {
          template: 'commission_accrued',
          data: {
            prospect: company,
            amountMinor,
            currency: payment.currency,
            maturesAt: holdEndsAt.toISOString(),
            commissionId: commission.id,
          },
        },
        at,
      ),
    ),
  ]
}

/** Statements that put a commission on hold in the batch that makes it. */
export function holdAtOnce(
  db: Deps['db'],
  commission: { id: string; partnerId: string; currency: Deal['currency']; amountMinor: number },
  holds: readonly NewHold[],
  at: Date,
): Statement[] {
  return [
    ...holds.map((each, index) => db.insert(commissionHolds).values({ ...each, commissionId: commission.id, n: index + 1, openedAt: at })),
    db.update(commissions).set({ status: 'on_hold', heldFrom: 'pending' }).where(eq(commissions.id, commission.id)),
    ...changedExactly(db),
    post(db, hold(commission, 1, 'pending', at), at),
  ]
}

const removeRefusal = (db: Deps['db'], paymentId: string, partnerId: string, termsVersionId: string): Statement[] => [
  db
    .delete(paymentRefusals)
    .where(
      and(
        eq(paymentRefusals.paymentId, paymentId),
        eq(paymentRefusals.partnerId, partnerId),
        eq(paymentRefusals.termsVersionId, termsVersionId),
      ),
    ),
  ...changedExactly(db),
]

/** Statements that write down why an attributed payment earned nothing. */
export const refuseStatements = (
  { db }: Making,
  { payment, reason }: Extract<Change, { kind: 'refuse' }>,
  { deal, partnerId, terms, actor }: Earned,
  at: Date,
): Statement[] => [
  db.insert(paymentRefusals).values({ paymentId: payment.id, partnerId, termsVersionId: terms.id, reason, at }),
  trail(db, { at, actor, act: 'payment.earned_nothing', subject: payment.id, partnerId, detail: { deal: deal.id, reason } }),
]
