import type { PayoutRail } from './port.ts'

/** Waits for the slot that the pace gave a transfer, so that a second's worth of them does not arrive at once (money.md 7). */
export const paceRail = (rail: PayoutRail, now: () => Date, sleep: (ms: number) => Promise<void>): PayoutRail => ({
  ...rail,
  async send(order, key) {
    const earlyMs = (order.notBefore?.getTime() ?? 0) - now().getTime()
    if (earlyMs > 0) await sleep(earlyMs)
    return rail.send(order, key)
  },
})
