import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Deal, type DealStatus, deals, type Payment, partnerYears, paymentObjects, payments } from '../../schema/deals.ts'
import { partners } from '../../schema/people.ts'
import { prospects } from '../../schema/prospects.ts'
import type { Statement } from '../batch.ts'
import { behind, type Cursor, pageSize } from '../cursor.ts'
import type { Db } from '../database.ts'
import { notFound, Refusal } from '../errors.ts'
import { changedExactly, holdsNow } from '../guard.ts'

/** @throws Refusal not_found */
export async function getDeal(db: Db, id: string): Promise<Deal> {
  const [deal] = await db.select().from(deals).where(eq(deals.id, id))
  if (!deal) throw notFound()
  return deal
}

/** What a form of a deal counts in. @throws Refusal not_found, currency_mismatch */
export async function inCurrencyOf(db: Db, id: string, currency: Deal['currency']): Promise<void> {
  const deal = await getDeal(db, id)
  if (deal.currency !== currency) throw new Refusal('currency_mismatch', `This deal is in ${deal.currency.toUpperCase()}.`)
}

/** A lapsed customer whose grievance is not settled is offered nothing new (GRV1). */
export async function isHeldByGrievance(db: Db, prospectId: string): Promise<boolean> {
  const [row] = await db.all<{
    held: number
  }>(sql`select exists (select 1 from customers c join grievances g on g.prospect_id = c.prospect_id
    where c.prospect_id = ${prospectId} and c.standing = 'lapsed' and g.status <> 'settled') as held`)
  return row?.held === 1
}

/** What Stripe bills under this subscription, session or invoice. */
export async function findDealBySource(db: Db, source: string): Promise<Deal | undefined> {
  const [deal] = await db.select().from(deals).where(eq(deals.source, source))
  return deal
}

export async function findPaymentBySource(db: Db, source: string): Promise<Payment | undefined> {
  const [payment] = await db.select().from(payments).where(eq(payments.source, source))
  return payment
}

/** @throws Refusal not_found */
export async function getPayment(db: Db, id: string): Promise<Payment> {
  const [payment] = await db.select().from(payments).where(eq(payments.id, id))
  if (!payment) throw notFound()
  return payment
}

/** The payment behind any of Stripe's objects: PaymentIntent, charge, invoice, session. */
export async function findPaymentOfObjects(db: Db, objects: readonly string[]): Promise<string | undefined> {
  const [row] = await db
    .select({ paymentId: paymentObjects.paymentId })
    .from(paymentObjects)
    .where(sql`${paymentObjects.object} in (select value from json_each(${JSON.stringify(objects)}))`)
    .limit(1)
  return row?.paymentId
}

/** A statement: one PaymentIntent may pay several invoices; the first that came keeps it. */
export const linkObjects = (db: Db, paymentId: string, objects: readonly string[]) =>
  db.insert(paymentObjects).select(
    sql`select distinct value, ${paymentId} from json_each(${JSON.stringify(objects)})
      where not exists (select 1 from payment_objects o where o.object = value)`,
  )

/**
 * Statements: whatever decides from a deal's payments raises its version, and undoes itself when somebody else did. So does what
 * decides from the partner's year, when a payment joined it since.
 */
export const raiseVersion = (db: Db, { deal, yearsVersion }: { deal: Deal; yearsVersion: number }): readonly Statement[] => [
  db
    .update(deals)
    .set({ version: deal.version + 1 })
    .where(and(eq(deals.id, deal.id), eq(deals.version, deal.version))),
  ...changedExactly(db),
  ...(deal.dependsOnYear ? yearsUnmoved(db, deal, yearsVersion) : []),
]

/** Statements: undo the batch when a payment joined the partner's years since they were read. */
export const yearsUnmoved = (db: Db, { partnerId, currency }: Deal, yearsVersion: number): readonly Statement[] =>
  holdsNow(
    db,
    sql`(select coalesce(sum(y.version), 0) from partner_years y where y.partner_id = ${partnerId} and y.currency = ${currency})
      = cast(${yearsVersion} as integer)`,
  )

/** Statements: a payment joins its partner's year; whoever decides from that year at the same moment reads again. */
export const raiseYear = (db: Db, { partnerId, currency }: Deal, paidAt: Date): readonly Statement[] =>
  partnerId
    ? [
        db
          .insert(partnerYears)
          .values({ partnerId, currency, year: paidAt.getUTCFullYear(), version: 1 })
          .onConflictDoUpdate({
            target: [partnerYears.partnerId, partnerYears.year, partnerYears.currency],
            set: { version: sql`${partnerYears.version} + 1` },
          }),
      ]
    : []

type DealRow = Pick<Deal, 'id' | 'name' | 'kind' | 'currency' | 'amountMinor' | 'status' | 'openedAt'> & {
  prospectId: string
  company: string
  partner: string | null
}

/** Newest first. */
export const listDeals = (
  db: Db,
  { status, cursor }: { status?: DealStatus | undefined; cursor?: Cursor | undefined },
): Promise<DealRow[]> => selectDeals(db, and(status && eq(deals.status, status), behind(cursor, deals.openedAt, deals.id)))

export const listDealsOfProspect = (db: Db, prospectId: string): Promise<DealRow[]> => selectDeals(db, eq(deals.prospectId, prospectId))

const selectDeals = (db: Db, where: SQL | undefined): Promise<DealRow[]> =>
  db
    .select({
      id: deals.id,
      name: deals.name,
      kind: deals.kind,
      currency: deals.currency,
      amountMinor: deals.amountMinor,
      status: deals.status,
      openedAt: deals.openedAt,
      prospectId: deals.prospectId,
      company: prospects.company,
      partner: partners.name,
    })
    .from(deals)
    .innerJoin(prospects, eq(prospects.id, deals.prospectId))
    .leftJoin(partners, eq(partners.id, deals.partnerId))
    .where(where)
    .orderBy(desc(deals.openedAt), desc(deals.id))
    .limit(pageSize + 1)
