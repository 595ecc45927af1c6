import type { Db } from '../database.ts'
import { listReturnsOf } from '../deals/store-returns.ts'
import type { ListedReturn } from '../stripe/port-lists.ts'
import type { FoundBreak } from './store-breaks.ts'
import { type KnownPayment, mapPaymentsByObject } from './store-completeness.ts'

/** The payments that these are returns of, as far as they are ours, and which of them our books do not have as Stripe does. */
export async function returnsApart(db: Db, rows: readonly ListedReturn[]): Promise<{ payments: KnownPayment[]; breaks: FoundBreak[] }> {
  const statuses = await listReturnsOf(
    db,
    rows.map(({ id }) => id),
  )
  const byObject = await mapPaymentsByObject(
    db,
    rows.flatMap(({ id, objects }) => [id, ...objects]),
  )
  const payments = new Map<string, KnownPayment>()
  const breaks: FoundBreak[] = []
  for (const { id, status, objects } of rows) {
    const payment = [...objects, id].map((object) => byObject.get(object)).find((each) => each !== undefined)
    if (payment) payments.set(payment.id, payment)
    const stored = statuses.get(id)
    if ((!payment && stored === undefined) || stored === status) continue
    breaks.push({
      subject: id,
      what:
        stored === undefined
          ? 'Money of a payment came back at Stripe; our books do not know it.'
          : 'Our books know something that came back in another state than Stripe.',
      detail: { object: id, payment: payment?.id, atStripe: status, here: stored },
    })
  }
  return { payments: [...payments.values()], breaks }
}
