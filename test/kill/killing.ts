import { setTimeout as sleep } from 'node:timers/promises'
import { openBooks } from './books.ts'
import { lookInto, type Underway, underwayIn } from './watch.ts'
import type { WorkerLife } from './worker-life.ts'

/** Between two kills: long enough to begin something, too short to finish it. */
const lifeMs = { least: 400, most: 2_500 }
/** And then somewhere between a call, its answer and what is written of it. */
const onCallMs = 400
/** On a busy machine it takes longer until somebody is paid. */
const waitsForCallMs = 20_000

/** Lets the Worker live for a random while, two times of three on until Stripe is asked for another transfer, and kills it. */
export async function killAtRandom(worker: WorkerLife, folder: string, random: () => number): Promise<Underway> {
  const before = new Set(lookInto(folder, underwayIn).calls)
  await sleep(lifeMs.least + random() * (lifeMs.most - lifeMs.least))
  if (random() < 2 / 3) {
    await until(folder, ({ calls }) => calls.some((call) => !before.has(call)), waitsForCallMs)
    await sleep(random() * onCallMs)
  }
  await worker.kill()
  return lookInto(folder, underwayIn)
}

/** Before anything is killed, two runs are on their way. */
export const untilTwoRunsPay = (folder: string): Promise<void> =>
  until(folder, ({ calls, paying }) => paying > 1 && calls.length > 0, 3 * waitsForCallMs)

async function until(folder: string, isSo: (underway: Underway) => boolean, withinMs: number): Promise<void> {
  const giveUp = Date.now() + withinMs
  const books = openBooks(folder)
  try {
    while (Date.now() < giveUp && !isSo(underwayIn(books))) await sleep(40)
  } finally {
    books.close()
  }
}
