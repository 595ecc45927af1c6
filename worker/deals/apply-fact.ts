import type { Deps } from '../deps.ts'
import type { Applied } from '../stripe/inbox.ts'
import { applyReturn, type ReturnFact } from './apply-return.ts'
import { type About, findPayment } from './find-payment.ts'
import { tellIgnored } from './outcome.ts'

type StripeFact = Omit<ReturnFact, 'recordedBy'> & { currency: string }

/**
 * Writes a refund, a dispute or a credit note of Stripe's beside its payment, as it is now. One that comes before its payment waits
 * for it; one of a payment that was not for us is not for us either.
 *
 * @param look - asks Stripe again, once the payment's version was read
 */
export async function applyFact(deps: Deps, event: { id: string }, about: About, look: () => Promise<StripeFact>): Promise<Applied> {
  const found = await findPayment(deps, about)
  switch (found.kind) {
    case 'stranger':
      return tellIgnored(event, `${about.id} is of a payment that was not for us`)
    case 'unknown':
      return 'waiting'
    case 'payment':
      await applyReturn(deps, found.paymentId, async (payment) => {
        const { currency, ...fact } = await look()
        if (currency !== payment.currency) throw new Error(`${about.id} is in ${currency}, its payment in ${payment.currency}`)
        return { ...fact, recordedBy: 'stripe' }
      })
      return 'done'
  }
}
