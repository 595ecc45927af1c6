import { setTimeout as sleep } from 'node:timers/promises'
import type { Setting } from '../local/walk/setting.ts'
import type { Stripe } from './stripe-side.ts'
import type { WorkerLife } from './worker-life.ts'
import type { Writes } from './writes.ts'

/** What everybody at work has at hand while the Worker dies and comes back. */
export type Work = {
  setting: Setting
  worker: WorkerLife
  stripe: Stripe
  writes: Writes
  random: () => number
  /** A day that has begun on Stripe's clock, too. */
  today: string
  isOver: () => boolean
  newAct: () => string
  pause: (fromMs: number, toMs: number) => Promise<unknown>
  /** Sends a form until it is answered or, now and then, given up; tells whether it was acknowledged. */
  post: (who: 'sales' | 'finance', path: string, fields: Record<string, string>, mark: () => void) => Promise<boolean>
}

/** How often somebody whose answer was lost does not ask again. */
const givenUp = 0.25

type Given = Pick<Work, 'setting' | 'worker' | 'stripe' | 'writes' | 'random' | 'isOver'>

export function createWork(given: Given): Work {
  const { setting, worker, random, isOver } = given
  let acts = 0
  return {
    ...given,
    today: new Date(Date.now() - 60_000).toISOString().slice(0, 10),
    newAct: () => {
      acts += 1
      return `act_kill_${String(acts).padStart(6, '0')}`
    },
    pause: (fromMs, toMs) => sleep(fromMs + random() * (toMs - fromMs)),
    post: async (who, path, fields, mark) => {
      while (!isOver()) {
        await worker.up()
        const answer = await setting[who].post(path, fields).catch(() => undefined)
        const isAcknowledged = answer?.status === 303 && !answer.headers.location?.startsWith('/sign-in')
        if (isAcknowledged) mark()
        if (answer || random() < givenUp) return isAcknowledged
      }
      return false
    },
  }
}
