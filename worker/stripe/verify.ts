import Stripe from 'stripe'
import type { InboxSource } from '../../schema/records.ts'
import type { Settings } from '../settings.ts'
import type { Verification, VerifiedEvent, WebhookVerifier } from './port-webhooks.ts'

const toleranceMs = 300_000

/**
 * Checks the signature of an event on its raw text: one or two secrets, no older than five minutes and, which stripe-node does not
 * check, not from the future. The path says which kind comes: snapshots, or thin ones about accounts (stripe.md 5).
 */
export const openVerifier =
  (stripe: () => Stripe, settings: Settings): WebhookVerifier =>
  async (source, rawBody, header, receivedAt) => {
    if (!header) return refused('The request carries no Stripe-Signature.')
    if (signedAt(header) * 1000 > receivedAt.getTime() + toleranceMs) return refused('The signature is dated in the future.')
    for (const secret of settings.stripe.webhookSecrets[source]) {
      const verification = await verifyWith(stripe(), source, secret, rawBody, header, receivedAt)
      if (verification) return verification
    }
    return refused('The signature matches none of our secrets, or is more than five minutes old.')
  }

const refused = (reason: string): Verification => ({ kind: 'refused', reason })

const signedAt = (header: string): number => Number(/(?:^|,)\s*t=(\d{1,15})/.exec(header)?.[1] ?? 0)

/** Undefined when this secret did not sign it. */
async function verifyWith(
  stripe: Stripe,
  source: InboxSource,
  secret: string,
  rawBody: string,
  header: string,
  receivedAt: Date,
): Promise<Verification | undefined> {
  const now = receivedAt.getTime()
  try {
    const event =
      source === 'accounts'
        ? ofNotification(await stripe.parseEventNotificationAsync(rawBody, header, secret, undefined, undefined, now))
        : snapshotOf(await stripe.webhooks.constructEventAsync(rawBody, header, secret, undefined, undefined, now))
    return event ? { kind: 'event', event } : { kind: 'misrouted', reason: 'It is no event of Stripe.', event: undefined }
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return undefined
    // Signed with our secret, but of the other kind: the endpoint was set up on the wrong path.
    return { kind: 'misrouted', reason: error instanceof Error ? error.message : String(error), event: readLoosely(rawBody) }
  }
}

/** A snapshot event as we keep it: who it is and what it points at. */
export const snapshotOf = (event: Stripe.Event): VerifiedEvent | undefined => {
  // Not every object of Stripe's has an id (a balance has none).
  const object: object | undefined = event.data?.object
  return isNamed(event)
    ? {
        id: event.id,
        type: event.type,
        object: object && 'id' in object ? textOf(object.id) : null,
        account: textOf(event.account),
        apiVersion: textOf(event.api_version),
        livemode: event.livemode === true,
      }
    : undefined
}

/** A link's return names no object; the account it is about stands in its context. */
const ofNotification = (event: Stripe.V2.Core.EventNotification): VerifiedEvent | undefined => {
  const related: object | null = 'related_object' in event ? (event.related_object ?? null) : null
  const object = related && 'id' in related ? textOf(related.id) : null
  const account = textOf(event.context?.segments.at(-1)) ?? object
  return isNamed(event)
    ? { id: event.id, type: event.type, object, account, apiVersion: null, livemode: event.livemode === true }
    : undefined
}

const isNamed = (event: { id?: unknown; type?: unknown }): boolean => Boolean(textOf(event.id) && textOf(event.type))

/** A name that can be kept: the database takes no objects, and nothing of Stripe's is longer. */
const textOf = (value: unknown): string | null => (typeof value === 'string' && value.length <= 255 ? value : null)

function readLoosely(rawBody: string): VerifiedEvent | undefined {
  try {
    const { id, type, livemode, account, api_version: apiVersion } = JSON.parse(rawBody)
    const event = { id, type, object: null, account: textOf(account), apiVersion: textOf(apiVersion), livemode: livemode === true }
    return isNamed(event) ? event : undefined
  } catch {
    return undefined
  }
}
