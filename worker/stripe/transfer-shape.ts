import type Stripe from 'stripe'
import type { Settings } from '../settings.ts'

/**
 * A transfer whose figures are figures. One that lacks `amount_reversed` would read as taken back, or as standing, and money be paid twice
 * or never.
 *
 * @throws Error
 */
export function readableTransfer(transfer: Stripe.Transfer): Stripe.Transfer {
  const { id, amount, amount_reversed: reversed, created, currency } = transfer
  const isReadable = [amount, reversed, created].every(Number.isSafeInteger) && typeof currency === 'string'
  if (!isReadable) throw new Error(`Stripe tells of transfer ${id} without its amounts`)
  return transfer
}

/** Whether it says that it is of the mode that our key is not of. */
export const isOfOtherMode = (livemode: boolean | undefined, { stripe }: Pick<Settings, 'stripe'>): boolean =>
  typeof livemode === 'boolean' && livemode !== stripe.live
