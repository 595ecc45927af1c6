import { and, asc, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { creditChanges } from '../../schema/claims.ts'
import {
  type ChangeRequest,
  changeRequests,
  type DealDetails,
  dealDetails,
  type HourDraw,
  hourDraws,
  type Measurement,
  measurements,
} from '../../schema/deal-kinds.ts'
import { deals, type Payment, payments } from '../../schema/deals.ts'
import { trail } from '../audit/store.ts'
import type { Statement } from '../batch.ts'
import type { Db } from '../database.ts'
import { notFound } from '../errors.ts'
import { changedExactly } from '../guard.ts'

export async function findDetails(db: Db, dealId: string): Promise<DealDetails | undefined> {
  const [row] = await db.select().from(dealDetails).where(eq(dealDetails.dealId, dealId))
  return row
}

/** Oldest first. */
export const listMeasurements = (db: Db, dealId: string): Promise<Measurement[]> =>
  db
    .select()
    .from(measurements)
    .where(eq(measurements.dealId, dealId))
    .orderBy(asc(measurements.startsOn), asc(measurements.recordedAt), asc(measurements.id))
    .limit(100)

/** What a customer is asked to accept, and what it accepted, of all its deals; newest first. */
export const listMeasurementsOfCustomer = (db: Db, prospectId: string) =>
  db
    .select({
      measurement: measurements,
      name: deals.name,
      currency: deals.currency,
      metric: dealDetails.metric,
      formula: dealDetails.formula,
    })
    .from(deals)
    .innerJoin(measurements, eq(measurements.dealId, deals.id))
    .innerJoin(dealDetails, eq(dealDetails.dealId, deals.id))
    .where(eq(deals.prospectId, prospectId))
    .orderBy(desc(measurements.startsOn), desc(measurements.id))
    .limit(20)

/** @throws Refusal not_found, for a measurement of another deal as well */
export async function getMeasurement(db: Db, dealId: string, id: string): Promise<Measurement> {
  const [row] = await db
    .select()
    .from(measurements)
    .where(and(eq(measurements.id, id), eq(measurements.dealId, dealId)))
  if (!row) throw notFound()
  return row
}

/** @throws Refusal not_found, for a measurement of another customer as well */
export async function getMeasurementOfCustomer(db: Db, prospectId: string, id: string): Promise<Measurement> {
  const [row] = await db
    .select({ measurement: measurements })
    .from(measurements)
    .innerJoin(deals, eq(deals.id, measurements.dealId))
    .where(and(eq(measurements.id, id), eq(deals.prospectId, prospectId)))
  if (!row) throw notFound()
  return row.measurement
}

/** Statements: an accepted measurement is paid by this payment, unless somebody was faster. The deal's version is the caller's to raise. */
export const payMeasurement = (db: Db, id: string, payment: Pick<Payment, 'id' | 'dealId'>, actor: string, at: Date): Statement[] => [
  db
    .update(measurements)
    .set({ status: 'paid', paymentId: payment.id })
    .where(and(eq(measurements.id, id), eq(measurements.status, 'accepted'))),
  ...changedExactly(db),
  trail(db, { at, actor, act: 'measurement.paid', subject: id, detail: { deal: payment.dealId, payment: payment.id } }),
]

/** A statement: the deal's commissions have to follow, whoever writes them and when. */
export const followMeasured = (db: Db, dealId: string, measurementId: string, actor: string, at: Date): Statement =>
  db
    .insert(creditChanges)
    .select(
      sql`select d.id, ${`${measuredCause}${measurementId}`}, ${actor}, d.partner_id, cast(${at.getTime()} as integer), null from deals d where d.id = ${dealId}`,
    )

const measuredCause = 'measured/'
export const isMeasured = ({ cause }: { cause: string }): boolean => cause.startsWith(measuredCause)

/** Newest first. */
export const listDraws = (db: Db, dealId: string): Promise<HourDraw[]> =>
  db
    .select()
    .from(hourDraws)
    .where(eq(hourDraws.dealId, dealId))
    .orderBy(desc(hourDraws.happenedOn), desc(hourDraws.recordedAt), desc(hourDraws.id))
    .limit(100)

/** The payments that bought more hours. */
export const listTopUpPayments = async (db: Db, dealId: string): Promise<string[]> => {
  const rows = await db
    .select({ paymentId: hourDraws.paymentId })
    .from(hourDraws)
    .where(and(eq(hourDraws.dealId, dealId), isNotNull(hourDraws.paymentId)))
  return rows.flatMap(({ paymentId }) => paymentId ?? [])
}

/** Oldest first. */
export const listPaymentIds = async (db: Db, dealId: string): Promise<string[]> => {
  const rows = await db
    .select({ id: payments.id })
    .from(payments)
    .where(eq(payments.dealId, dealId))
    .orderBy(asc(payments.paidAt), asc(payments.id))
  return rows.map(({ id }) => id)
}

/** Oldest first. */
export const listChangeRequests = (db: Db, dealId: string): Promise<ChangeRequest[]> =>
  db
    .select()
    .from(changeRequests)
    .where(eq(changeRequests.dealId, dealId))
    .orderBy(asc(changeRequests.recordedAt), asc(changeRequests.id))
    .limit(100)

/** @throws Refusal not_found, for a change of another deal as well */
export async function getChangeRequest(db: Db, dealId: string, id: string): Promise<ChangeRequest> {
  const [row] = await db
    .select()
    .from(changeRequests)
    .where(and(eq(changeRequests.id, id), eq(changeRequests.dealId, dealId)))
  if (!row) throw notFound()
  return row
}
