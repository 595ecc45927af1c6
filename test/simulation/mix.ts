import type { Random } from './random.ts'

/** The faults of money.md 14 by their number; `off` says what the product still lacks for one of them. */
export const faultKinds = {
  F1: 'killed before an effect',
  F2: 'killed after an effect',
  F3: 'D1 error, not applied',
  F4: 'D1 error, applied',
  F5: 'D1 outage of 80 s or 10 min',
  F6: 'D1 stalls 12 min, then succeeds',
  F7: 'a queue send fails, fails after applying, or for 6 h',
  F8: 'a message is delivered twice',
  F9: 'messages reordered and late',
  F10: 'a message is dropped after its retries, or lost',
  F11: 'a request is never received',
  F12: 'the answer is lost, cut or HTML',
  F13: 'a request lands 20 min late',
  F14: '429',
  F15: '409',
  F16: 'a saved 500 without effect',
  F17: 'a saved 500 with effect',
  F18: 'Stripe is out for 10 min, 3 h, 26 h or 40 h',
  F19: 'an executed 4xx, or a request kept for approval',
  F20: 'an unsaved 4xx',
  F21: 'the balance is short',
  F22: 'an account flaps around a run',
  F23: 'a cron is missed',
  F24: 'a cron runs twice',
  F25: 'webhooks duplicated, twinned, days late, reordered',
  F26: 'an event is never delivered',
  F27: 'a double click',
  F28: 'refunds partial, full, failed, at any time',
  F29: 'disputes',
  F30: 'a bank payout fails, a transfer is reversed in the dashboard',
  F31: 'the destination changes',
  F32: 'a deploy in the middle: all that runs is killed',
  F33: 'D1 restored',
  F34: 'clocks differ by 2 s, and leap by hours',
  F35: 'a stop switch in the middle of a run',
  F36: 'two runs, same partners',
  F37: 'a fault of Stripe’s own under a 4xx, with effect',
  F38: 'a list that repeats itself, or goes on with nothing',
} as const
export type FaultKind = keyof typeof faultKinds

/** What the product has no act for yet: the fault turns on with it. */
export const notYetPossible: Partial<Record<FaultKind, string>> = {}

/** What a seed draws: how often what goes wrong. */
export type Mix = { crash: number; d1: number; network: number; queue: number; off: ReadonlySet<FaultKind> }

export const drawMix = (random: Random, off: ReadonlySet<FaultKind> = new Set()): Mix => ({
  crash: random.pick([0, 0.01, 0.05, 0.12]),
  d1: random.pick([0, 0.02, 0.1]),
  network: random.pick([0, 0.1, 0.3]),
  queue: random.pick([0, 0.1, 0.3]),
  off: new Set([...off, ...(Object.keys(notYetPossible) as FaultKind[])]), // its keys
})
