import { sql } from 'drizzle-orm'
import type { EvidenceProblem } from '../../schema/claims.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { CheckoutAnswer } from '../stripe/port-revenue.ts'
import { readPresented } from '../tracking/evidence.ts'
import { paymentIdOf } from './rules.ts'

/** A completed checkout, what the referral was worth that it carried, and which prospect its customer is. */
export type SeenCheckout = {
  id: string
  completedAt: Date
  referral: 'ours' | 'none' | EvidenceProblem
  prospect: { id: string; company: string } | undefined
}

const mostShown = 50
const daysBack = 90

/** The last checkouts that Stripe knows of, the newest first: where a shop loses referrals, it shows here (domain.md B3). */
export async function listLastCheckouts(deps: Pick<Deps, 'db' | 'lists' | 'now' | 'settings'>): Promise<SeenCheckout[]> {
  const since = new Date(deps.now().getTime() - daysBack * 86_400_000)
  const sessions = (await deps.lists.checkouts({ since })).rows.slice(0, mostShown)
  const [presented, prospects] = await Promise.all([
    Promise.all(sessions.map(({ referral }) => referral && readPresented(deps, referral))),
    listProspectsBehind(deps.db, sessions),
  ])
  return sessions.map(({ id, paidAt }, index) => {
    const read = presented[index]
    return { id, completedAt: paidAt, referral: read ? (read.ok ? 'ours' : read.problem) : 'none', prospect: prospects.get(id) }
  })
}

/** By Stripe's customer, or by the payment that a guest made. */
async function listProspectsBehind(db: Db, sessions: readonly CheckoutAnswer[]): Promise<Map<string, { id: string; company: string }>> {
  const asked = JSON.stringify(
    sessions.map(({ id, stripeCustomer, paymentIntent }) => [id, stripeCustomer ?? '', paymentIdOf(paymentIntent ?? id)]),
  )
  const rows = await db.all<{ session: string; id: string; company: string }>(sql`
    select j.value ->> 0 as session, p.id, p.company from json_each(${asked}) j join prospects p on p.id = coalesce(
      (select s.prospect_id from prospect_stripe_customers s where s.stripe_customer = j.value ->> 1),
      (select d.prospect_id from payments y join deals d on d.id = y.deal_id where y.id = j.value ->> 2))`)
  return new Map(rows.map(({ session, ...prospect }) => [session, prospect]))
}
