import { once } from 'node:events'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Caught, Hunt } from './mutants/hunt.ts'
import type { Figures } from './tally.ts'

export type Task = { kind: 'seed'; seed: number; days: number } | { kind: 'hunt'; hunt: Hunt }

/** What a seed came to, as it goes from thread to thread. */
export type Found = { seed: number; figures: Figures; transfers: number; violation: { invariant: string; message: string } | undefined }

export type Done = { kind: 'seed'; found: Found } | { kind: 'hunt'; caught: Caught }

/** Each thread takes the next task when it is done with one; which thread took which makes no difference to what comes back. */
export async function inThreads(jobs: number, tasks: Iterator<Task>, done: (result: Done) => void | Promise<void>): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: jobs }, () => oneThread(tasks, done)))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

async function oneThread(tasks: Iterator<Task>, done: (result: Done) => void | Promise<void>): Promise<void> {
  // Most of what a seed makes is gone a moment later: a larger nursery halves what the garbage collector copies.
  const thread = new Worker(resolve(import.meta.dirname, 'thread.ts'), { resourceLimits: { maxYoungGenerationSizeMb: 64 } })
  try {
    for (let next = tasks.next(); !next.done; next = tasks.next()) {
      thread.postMessage(next.value)
      const [result] = (await once(thread, 'message')) as [Done] // what thread.ts posts
      await done(result)
    }
  } finally {
    await thread.terminate()
  }
}
