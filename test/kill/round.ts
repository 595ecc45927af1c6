import { setTimeout as sleep } from 'node:timers/promises'
import type { Addresses } from '../local/addresses.ts'
import type { OneOfCrowd } from '../local/crowd.ts'
import { keepPaying } from './finance.ts'
import { keepSelling } from './sales.ts'
import { lookInto, underwayIn } from './watch.ts'
import type { Work } from './work.ts'

const sellers = 3
const sweep = '*/5 * * * *'

/** Everybody works until it is over: sales, finance, and the cron that sweeps, more often than in life. */
export async function workOn(work: Work, addresses: Addresses, crowd: readonly OneOfCrowd[]): Promise<void> {
  const selling = Array.from({ length: sellers }, () => keepSelling(work, crowd))
  const sweeping = [keepSweeping(work, addresses), keepSweeping(work, addresses)]
  await Promise.all([...selling, keepPaying(work, crowd), ...sweeping])
}

/** Two of them, each at its own pace: now and then two sweeps run at once. */
async function keepSweeping({ worker, isOver, pause }: Work, addresses: Addresses): Promise<void> {
  while (!isOver()) {
    await worker.up()
    await sweepOnce(addresses)
    await pause(300, 1_200)
  }
}

/** A sweep that a kill cut off is made good by the next one. */
export async function sweepOnce({ portalPort }: Addresses): Promise<void> {
  try {
    const answer = await fetch(`http://127.0.0.1:${portalPort}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(sweep)}`)
    const said = await answer.text()
    if (!answer.ok || said !== 'ok') throw new Error(`The sweep answered ${answer.status} ${said}`)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}

const restsAfter = 4
const waitsAtMostMs = 40_000

/** Sweeps until nothing moves any more. */
export async function sweepUntilRest(addresses: Addresses, folder: string): Promise<void> {
  const until = Date.now() + waitsAtMostMs
  for (let [still, last] = [0, '']; still < restsAfter && Date.now() < until; ) {
    await sweepOnce(addresses)
    await sleep(350)
    const { calls, open, waiting } = lookInto(folder, underwayIn)
    const now = `${calls.length} ${open} ${waiting}`
    still = now === last ? still + 1 : 0
    last = now
  }
}
