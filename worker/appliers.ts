import type { Applier } from './stripe/inbox.ts'

/** Which act follows which Stripe event. A type that is not here is stored and acknowledged. */
export const appliers: Record<string, Applier> = {}
