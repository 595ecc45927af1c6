import { sql } from 'drizzle-orm'
import type { Partner } from '../../schema/people.ts'
import type { Db } from '../database.ts'
import { asTime } from '../payouts/parameters.ts'
import { owePeople } from '../payouts/store-notices.ts'
import { holdEnd } from './store-destinations.ts'

/** Who steals an account removes its owner first: so long a former owner still hears of it. */
const formerOwnersHearMs = 30 * 86_400_000

export const changeNoticeId = (partnerId: string, version: number): string => `payout_destination_changed:${partnerId}:${version}`

type Change = {
  version: number
  /** The contact address that Stripe has for the account money went to until now. */
  formerContact: string | null
}

/**
 * A statement for a batch: that money will go elsewhere, and from when, to every owner, to who was one until lately, and to the
 * contact of the former account; one mail to an address.
 */
export function oweChange(db: Db, partner: Pick<Partner, 'id' | 'name'>, { version, formerContact }: Change, at: Date) {
  const data = { partner: partner.name, holdUntil: holdEnd(version, at).toISOString() }
  const since = asTime(new Date(at.getTime() - formerOwnersHearMs))
  const owners = sql`select id, email from members where partner_id = ${partner.id} and role = 'owner' and status = 'active'`
  const formerOwners = sql`select m.id, m.email from members m where m.partner_id = ${partner.id} and m.role = 'owner' and m.status = 'removed'
    and exists (select 1 from audit a where a.subject = m.id and a.act = 'member.removed' and a.at >= ${since})`
  const contact = sql`select 'stripe_contact', ${formerContact?.toLowerCase() ?? null}`
  return owePeople(
    db,
    changeNoticeId(partner.id, version),
    { template: 'payout_destination_changed', data },
    at,
    sql`select min(id) id, email from (${owners} union all ${formerOwners} union all ${contact}) where email is not null group by email`,
  )
}
