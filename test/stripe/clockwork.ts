import { passTo, type Runners, type Tick, timeIsMs } from './clock.ts'
import { type Send, sendDue } from './deliveries.ts'
import type { State } from './state.ts'

type Parts = { state: State; tick: Tick; send: Send; runners: Runners; changed: () => void }
type Clockwork = {
  now: () => Date
  /** Does what became due while the wall moved on; a clock that is moved by hand stands still. */
  catchUp: () => Promise<void>
  advance: (seconds: number) => Promise<void>
  deliver: () => Promise<void>
  /** Sends what a rule wants to arrive before the API's answer. */
  sendEarly: () => Promise<void>
}

/** Everything that happens because time passes or webhooks are due, one thing after the other. */
export function createClockwork({ state, tick, send, runners, changed }: Parts): Clockwork {
  let passing = 0
  let delivering = Promise.resolve()
  let advancing = Promise.resolve()
  const pass = async (untilMs: number, sendAll?: () => Promise<void>) => {
    passing += 1
    try {
      await passTo(state, untilMs, runners, sendAll)
    } finally {
      passing -= 1
    }
  }
  const catchUp = async () => {
    if (passing === 0 && tick !== 'manual') await pass(timeIsMs(state, tick))
  }
  return {
    now: () => new Date(passing > 0 ? state.nowMs : timeIsMs(state, tick)),
    catchUp,
    advance: (seconds) => {
      advancing = advancing.catch(ignore).then(async () => {
        const untilMs = timeIsMs(state, tick) + seconds * 1000
        if (tick !== 'manual') state.aheadMs += seconds * 1000
        await pass(untilMs, () => sendDue(state, send))
        changed()
      })
      return advancing
    },
    deliver: () => {
      delivering = delivering.catch(ignore).then(async () => {
        await catchUp()
        await sendDue(state, send)
        changed()
      })
      return delivering
    },
    sendEarly: async () => {
      if (state.deliveries.some((each) => each.isEarly && each.status === 'due')) await sendDue(state, send, true)
    },
  }
}

/** One failure was told to the one who asked; the next one may try. */
const ignore = () => {}
