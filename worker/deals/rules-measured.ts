import type { Measurement } from '../../schema/deal-kinds.ts'

/** What a payment has to know of a measurement: accepted by both sides, or paid already. */
export type Measured = Pick<Measurement, 'id' | 'startsOn' | 'amountMinor' | 'status' | 'paymentId'>

/** A partner reads it, too: neither metric nor amount stand in it. */
const notMeasuredYet = 'This payment counts once both sides have accepted the result that it pays for.'

/**
 * What of a payment counts (DEA3): of a deal that measures only what pays for a measurement that both sides accepted, and no more than that
 * says; of another deal all of it.
 *
 * @param measured - null where the deal counts its payments as they are
 */
export function countedOf<Paid extends { id: string; baseMinor: number }>(
  payment: Paid,
  measured: readonly Measured[] | null,
): Paid & { waits: string | null } {
  if (!measured) return { ...payment, waits: null }
  const own = measured.find(({ status, paymentId }) => status === 'paid' && paymentId === payment.id)
  return own ? { ...payment, baseMinor: Math.min(payment.baseMinor, own.amountMinor), waits: null } : { ...payment, waits: notMeasuredYet }
}

/**
 * The measurement that a payment pays for: the one a person chose, else the oldest accepted one of the same amount. Undefined where none
 * fits: then the payment waits for a person.
 */
export function paidBy(
  { baseMinor }: { baseMinor: number },
  measured: readonly Measured[] | null,
  chosen: string | undefined,
): Measured | undefined {
  const owed = (measured ?? []).filter(({ status, amountMinor }) => status === 'accepted' && amountMinor > 0)
  return chosen ? owed.find(({ id }) => id === chosen) : owed.find(({ amountMinor }) => amountMinor === baseMinor)
}

/** The oldest payment of that amount that pays for nothing yet. */
export const waitingFor = <Paid extends { id: string; baseMinor: number; returnedMinor: number }>(
  amountMinor: number,
  payments: readonly Paid[],
  measured: readonly Measured[],
): Paid | undefined =>
  payments.find(
    ({ id, baseMinor, returnedMinor }) =>
      baseMinor === amountMinor && returnedMinor === 0 && !measured.some(({ paymentId }) => paymentId === id),
  )

/** The state of a deal in which the measurement is paid. */
export const withPaid = (measured: readonly Measured[] | null, id: string | undefined, paymentId: string): Measured[] | null =>
  measured === null ? null : measured.map((each) => (each.id === id ? { ...each, status: 'paid', paymentId } : each))
