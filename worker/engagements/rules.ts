import type { Motion } from '../../schema/customers.ts'
import type { Criterion, Engagement, WarrantyMoment, WarrantyOffer } from '../../schema/engagements.ts'
import { Refusal } from '../errors.ts'

/** What success looks like fits on one page. */
export const criteriaAtMost = 20

/** Before the start, and right after the end (MOT1); over, there is nothing left to guarantee. */
export const momentOf = ({ status }: Pick<Engagement, 'status'>): WarrantyMoment | undefined =>
  status === 'planned' ? 'kickoff' : status === 'kicked_off' ? 'close' : undefined

/** Whether a step needs a warranty offer that nobody has made. */
export const lacksOffer = (motion: Motion | null, moment: WarrantyMoment, offers: readonly Pick<WarrantyOffer, 'moment'>[]): boolean =>
  motion === 'project' && !offers.some((offer) => offer.moment === moment)

/** ASK1: at least one, and each of them met. */
export const allMet = (criteria: readonly Pick<Criterion, 'status'>[]): boolean =>
  criteria.length > 0 && criteria.every(({ status }) => status === 'met')

/** ENG2: somebody of the customer stands behind a success, with a name. @throws Refusal not_accepted */
export function requireAccepted({ result, acceptedBy }: { result: string; acceptedBy: string }): void {
  if (result && acceptedBy) return
  throw new Refusal(
    'not_accepted',
    result
      ? 'Met is what the customer says: give the name of who agreed, or let it agree on its own page.'
      : 'Write down what came out first; then somebody of the customer can agree to it.',
  )
}

/** @throws Refusal invalid */
export function refuseDayOutside(day: string, from: string | null, until: string, what: string): void {
  if (day > until) throw new Refusal('invalid', `${what} lies in the future. Give a day that has been.`)
  if (from && day < from) throw new Refusal('invalid', `${what} lies before ${from}, which it follows.`)
}
