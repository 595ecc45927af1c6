import { setTimeout as sleep } from 'node:timers/promises'
import type { Addresses } from '../local/addresses.ts'
import type { OneOfCrowd } from '../local/crowd.ts'
import { keepPaying } from './finance.ts'
import { keepSelling } from './sales.ts'
import { lookInto, underwayIn } from './watch.ts'
import type { Work } from './work.ts'

/** Of so many partners each seller takes care. */
const partnersPerSeller = 10
const sweep = '*/5 * * * *'
/** What the daily round begins and the hourly one ends: reading Stripe's lists. */
export const rounds = ['20 3 * * *', '7 * * * *'] as const

/** Everybody works until it is over: sales, finance, and the cron that sweeps, more often than in life. */
export async function workOn(work: Work, addresses: Addresses, crowd: readonly OneOfCrowd[]): Promise<void> {
  const selling = Array.from({ length: Math.ceil(crowd.length / partnersPerSeller) }, () => keepSelling(work, crowd))
  const sweeping = [keepSweeping(work, addresses), keepSweeping(work, addresses)]
  await Promise.all([...selling, keepPaying(work, crowd), ...sweeping])
}

/** Two of them, each at its own pace: now and then two sweeps run at once. */
async function keepSweeping({ worker, isOver, pause }: Work, addresses: Addresses): Promise<void> {
  while (!isOver()) {
    await worker.up()
    await tick(addresses)
    await pause(300, 1_200)
  }
}

/** A cron run that a kill cut off is made good by the next one. */
export async function tick({ portalPort }: Addresses, cron = sweep): Promise<void> {
  try {
    const answer = await fetch(`http://127.0.0.1:${portalPort}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(cron)}`)
    const said = await answer.text()
    if (!answer.ok || said !== 'ok') throw new Error(`The cron ${cron} answered ${answer.status} ${said}`)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}

/** Longer than a queue gathers a batch. */
const looksUntilRest = 6
const waitsAtMostMs = 60_000

/** Sweeps until nothing is left to do, or nothing moves any more. */
export async function sweepUntilRest(addresses: Addresses, folder: string): Promise<void> {
  const until = Date.now() + waitsAtMostMs
  for (let [still, last] = [0, '']; still < looksUntilRest && Date.now() < until; ) {
    await tick(addresses)
    await sleep(300)
    const { calls, open, waiting } = lookInto(folder, underwayIn)
    const now = `${calls.length} ${open} ${waiting}`
    if (now === '0 0 0') return
    still = now === last ? still + 1 : 0
    last = now
  }
}
