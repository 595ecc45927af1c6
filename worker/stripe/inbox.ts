import type { InboxEvent } from '../../schema/records.ts'
import type { Deps } from '../deps.ts'

/** `done`: applied, or nothing to do. `waiting`: what it needs is not here yet. `ignored`: not for us. */
export type Applied = 'done' | 'waiting' | 'ignored'

/** Applies one stored event: fetches what it points at and writes what it says now, any number of times, in any order. */
export type Applier = (deps: Deps, event: InboxEvent) => Promise<Applied>

/** Applies one stored event if it is still owed; an error is kept beside it and it is tried again later. */
export async function applyStored(_deps: Deps, _id: string, _appliers: Record<string, Applier>): Promise<void> {}

/** Applies what is due, oldest first, some at a time. */
export async function sweepInbox(_deps: Deps, _appliers: Record<string, Applier>): Promise<void> {}
