import { formatMoney } from '../../portal/components/format-money.ts'
import type { Payment, PaymentFact } from '../../schema/deals.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import { membersOf, standsMinor } from '../commissions/rules.ts'
import type { Db } from '../database.ts'
import { oweAlarm } from '../payouts/store-notices.ts'
import { disputeStanding } from './rules.ts'
import type { DealState } from './store-state.ts'

type Told = Pick<PaymentFact, 'object' | 'kind' | 'status' | 'countsMinor'>

/**
 * Statements that call finance when a payment is disputed whose commission is on its way or gone: nothing moves, and nobody would look.
 * Told once, as the dispute turns against us, be it open or lost.
 */
export function flagStatements(
  db: Db,
  { deal, families, company }: DealState,
  payment: Payment,
  { fact, known }: { fact: Told; known: Told | undefined },
  at: Date,
): Statement[] {
  if (!isAgainstUs(fact) || (known && isAgainstUs(known))) return []
  const gone = families.filter(
    (family) => family.head.paymentId === payment.id && standsMinor(family) !== 0 && membersOf(family).some(isOnItsWay),
  )
  const money = formatMoney(fact.countsMinor, payment.currency)
  return gone.flatMap((family) => [
    trail(db, {
      at,
      actor: 'stripe',
      act: 'commission.disputed',
      subject: family.head.id,
      partnerId: family.head.partnerId,
      detail: { dispute: fact.object, status: fact.status, payment: payment.id, deal: deal.id },
    }),
    oweAlarm(
      db,
      `dispute:${fact.object}:${payment.version}`,
      {
        what: `The customer’s bank disputes ${money} of ${company}, whose commission is paid or being paid`,
        subject: family.head.id,
        todo: 'Nothing moves yet. Answer the dispute at Stripe; if it is lost, the partner’s next payout is lower by its commission.',
      },
      at,
    ),
  ])
}

const isAgainstUs = ({ kind, status }: Told): boolean => kind === 'dispute' && disputeStanding(status) !== 'over'

const isOnItsWay = ({ status }: { status: string }): boolean => status === 'paid' || status === 'in_payout'
