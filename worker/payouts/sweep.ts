import type { Deps } from '../deps.ts'

/** Moves every approved run on: reserves in chunks, marks it sending, finishes it. Also what a hint `run` does for one. */
export async function sweepRuns(_deps: Deps, _runId?: string): Promise<void> {}

/** Sends what is due, looks up what is unknown past quiet. Sends hints where the queue should do the work. */
export async function sweepPayouts(_deps: Deps): Promise<void> {}
