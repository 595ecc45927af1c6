import type { InboxEvent } from '../../schema/records.ts'

type Kept = Pick<InboxEvent, 'status' | 'error' | 'setAsideAt'>

/** An event that came to the wrong path or is of the other mode says nothing that holds here. */
export const mayRunAgain = ({ status, error, setAsideAt }: Kept): boolean =>
  setAsideAt !== null || (status !== 'misrouted' && !(status === 'ignored' && error !== null))

/** Tried, and not applied yet. */
export const maySetAside = ({ status, tries }: Pick<InboxEvent, 'status' | 'tries'>): boolean =>
  (status === 'new' || status === 'waiting') && tries > 0

/** What became of an event, and what to do if anything. */
export function eventInWords({ status, error, tries, setAsideAt }: Kept & Pick<InboxEvent, 'tries'>, hasApplier: boolean): string {
  if (setAsideAt)
    return 'Somebody set it aside: it is not tried any more, and a restore does not wait for it. Below is who and why; to run it again takes that back.'
  switch (status) {
    case 'new':
      return error
        ? `It could not be applied (${tries === 1 ? 'one try' : `${tries} tries`}). It is tried again by itself, with growing gaps of up to six hours; run it again once the cause is gone.`
        : 'It has just arrived and is applied within five minutes.'
    case 'waiting':
      return 'What it needs is not here yet: a refund before its payment, or a customer whom more than one prospect may be. It is tried again by itself.'
    case 'done':
      return 'It was applied. To run it again changes nothing that stands already.'
    case 'ignored':
      if (error)
        return `${error} It is kept and never applied. A live endpoint of Stripe Connect is sent test events, too: that is no mistake.`
      return hasApplier
        ? 'It is about an account or an object that is not ours.'
        : 'Nothing follows from events of this kind. Take it out of the endpoint’s list at Stripe, if there are many.'
    case 'misrouted':
      return 'It is genuine but came to the wrong address: an endpoint at Stripe has the wrong kind of payload or the wrong URL. Correct the endpoint there, then send the event again.'
  }
}
