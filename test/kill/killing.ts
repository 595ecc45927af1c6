import { setTimeout as sleep } from 'node:timers/promises'
import { lookInto, type Underway, underwayIn } from './watch.ts'
import type { WorkerLife } from './worker-life.ts'

/** Between two kills: long enough to begin something, too short to finish it. */
const lifeMs = { least: 400, most: 2_500 }
/** On a busy machine it takes longer until somebody is paid. */
const waitsForCallMs = 20_000

/** Lets the Worker live for a random while, two times of three on until a new transfer is under way, and kills it. */
export async function killAtRandom(worker: WorkerLife, folder: string, random: () => number): Promise<Underway> {
  const before = new Set(lookInto(folder, underwayIn).calls)
  await sleep(lifeMs.least + random() * (lifeMs.most - lifeMs.least))
  if (random() < 2 / 3) await untilCalling(folder, before)
  await worker.kill()
  return lookInto(folder, underwayIn)
}

/** Until Stripe is asked for a transfer that nobody was asking for before. */
export async function untilCalling(folder: string, before: ReadonlySet<string>): Promise<void> {
  const until = Date.now() + waitsForCallMs
  while (Date.now() < until && lookInto(folder, underwayIn).calls.every((call) => before.has(call))) await sleep(20)
}
