/** One of the three webhook endpoints' verifier: the event as we keep it, or why not. */
export type VerifiedEvent = {
  id: string
  type: string
  /** Id of the object it points at. */
  object: string | null
  /** The connected account it is about. */
  account: string | null
  apiVersion: string | null
  livemode: boolean
}
export type Verification =
  | { kind: 'event'; event: VerifiedEvent }
  /** Genuine, but of the wrong kind for this path; `event` is undefined when nothing can be told of it. */
  | { kind: 'misrouted'; reason: string; event: VerifiedEvent | undefined }
  | { kind: 'refused'; reason: string }
export type WebhookVerifier = (
  source: 'platform' | 'connect' | 'accounts',
  rawBody: string,
  signatureHeader: string | null,
  receivedAt: Date,
) => Promise<Verification>
