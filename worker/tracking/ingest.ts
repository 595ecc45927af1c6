import type { Deps } from '../deps.ts'
import type { ClickMessage } from './message.ts'

/** Writes the clicks of some messages with their daily figures in one batch; a redelivered click counts once. */
export async function ingestClicks(_deps: Deps, _messages: ClickMessage[]): Promise<void> {}
