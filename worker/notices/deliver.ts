import type { Deps } from '../deps.ts'

/** Sends one mail of the outbox if it is due; a failure is tried again later, with growing gaps. */
export async function deliverNotice(_deps: Deps, _id: string): Promise<void> {}

/** Sends what is due, oldest first, some at a time. */
export async function sweepOutbox(_deps: Deps): Promise<void> {}
