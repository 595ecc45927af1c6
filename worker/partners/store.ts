import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { type PayoutDestination, payoutDestinations } from '../../schema/payout-destinations.ts'
import { type Member, members, type Partner, type PartnerStatus, partners } from '../../schema/people.ts'
import { audit } from '../../schema/records.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'

export async function findPartner(db: Db, id: string): Promise<Partner | undefined> {
  const [partner] = await db.select().from(partners).where(eq(partners.id, id))
  return partner
}

/** @throws Refusal not_found */
export async function getPartner(db: Db, id: string): Promise<Partner> {
  const partner = await findPartner(db, id)
  if (!partner) throw notFound()
  return partner
}

/** Where the partner's money goes now: the newest version. */
export async function findDestination(db: Db, partnerId: string): Promise<PayoutDestination | undefined> {
  return (await listDestinations(db, partnerId, 1))[0]
}

/** Where it went before, too; the newest first. */
export const listDestinations = (db: Db, partnerId: string, limit = 20): Promise<PayoutDestination[]> =>
  db
    .select()
    .from(payoutDestinations)
    .where(eq(payoutDestinations.partnerId, partnerId))
    .orderBy(desc(payoutDestinations.version))
    .limit(limit)

/** The partner whose money goes, or once went, to this Stripe account. */
export async function findPartnerOfAccount(db: Db, stripeAccount: string): Promise<string | undefined> {
  const [row] = await db
    .select({ partnerId: payoutDestinations.partnerId })
    .from(payoutDestinations)
    .where(eq(payoutDestinations.stripeAccount, stripeAccount))
    .orderBy(desc(payoutDestinations.version))
    .limit(1)
  return row?.partnerId
}

/** Partners whose destination Stripe was last asked about before `before`, the longest ago first. */
export const listStaleDestinations = (db: Db, before: Date, limit: number) =>
  db
    .select({ partnerId: payoutDestinations.partnerId })
    .from(payoutDestinations)
    .where(
      and(
        sql`${payoutDestinations.version} = (select max(d.version) from payout_destinations d where d.partner_id = ${payoutDestinations.partnerId})`,
        sql`${payoutDestinations.askedAt} < cast(${before.getTime()} as integer)`,
      ),
    )
    .orderBy(asc(payoutDestinations.askedAt), asc(payoutDestinations.partnerId))
    .limit(limit)

type PartnerRow = Pick<Partner, 'id' | 'name' | 'country' | 'status' | 'createdAt'>

const row = { id: partners.id, name: partners.name, country: partners.country, status: partners.status, createdAt: partners.createdAt }

/** One more than a page, newest first, so that `pageOf` can tell whether there is another. */
export const listPartners = (db: Db, filter: { status?: PartnerStatus | undefined }, cursor: Cursor | undefined): Promise<PartnerRow[]> =>
  db
    .select(row)
    .from(partners)
    .where(and(filter.status && eq(partners.status, filter.status), behind(cursor, partners.createdAt, partners.id)))
    .orderBy(desc(partners.createdAt), desc(partners.id))
    .limit(pageSize + 1)

/** The partner of that id or of exactly that name, whatever its case; undefined when none or several bear it. */
export async function findPartnerCalled(db: Db, idOrName: string): Promise<Partner | undefined> {
  const rows = await db.select().from(partners).where(sql`${partners.name} collate nocase = ${idOrName}`).limit(2)
  return (await findPartner(db, idOrName)) ?? (rows.length === 1 ? rows[0] : undefined)
}

/** Partners whose name begins so, whatever its case, by name: the first page of them and no more. */
export const searchPartners = (db: Db, beginning: string, status: PartnerStatus | undefined): Promise<PartnerRow[]> =>
  db
    .select(row)
    .from(partners)
    .where(
      and(
        sql`${partners.name} collate nocase >= ${beginning}`,
        sql`${partners.name} collate nocase < ${`${beginning}\u{10FFFF}`}`,
        status && eq(partners.status, status),
      ),
    )
    .orderBy(sql`${partners.name} collate nocase`, asc(partners.id))
    .limit(pageSize)

/** Everybody who is or was of the partner, in the order they came. */
export const listMembers = (db: Db, partnerId: string): Promise<Member[]> =>
  db.select().from(members).where(eq(members.partnerId, partnerId)).orderBy(asc(members.createdAt), asc(members.id)).limit(200)

/** The newest entry of the trail about this partner with this act. */
export async function findLastAct(db: Db, subject: string, act: string) {
  const [entry] = await db
    .select({ at: audit.at, actor: audit.actor, detail: audit.detail })
    .from(audit)
    .where(and(eq(audit.subject, subject), eq(audit.act, act)))
    .orderBy(desc(audit.seq))
    .limit(1)
  return entry
}
