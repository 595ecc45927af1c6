import type { FaultKind } from './mix.ts'
import type { Side, Tally } from './tally.ts'

/** The effect before or after which a kill lies in a gap of money.md 12: by the kind of invocation, and by the effect's name. */
type Gap = { point: number; effect: RegExp; invocation?: RegExp }

const gaps: readonly Gap[] = [
  { point: 1, effect: /^insert inbox/ },
  { point: 2, effect: /^(insert inbox|hints\.send)/, invocation: /^webhook/ },
  { point: 3, effect: /^select inbox/ },
  { point: 4, effect: /^stripe\.(session|invoice|refund)/ },
  { point: 5, effect: /payment\.recorded/ },
  { point: 6, effect: /payment\.(recorded|returned)/ },
  { point: 7, effect: /commission\.accrued/ },
  { point: 8, effect: /commissions\.matured/ },
  { point: 9, effect: /commission\.(held|released|rejected|corrected)/ },
  { point: 10, effect: /(insert|delete) (planned_payouts|planned_lines)/ },
  { point: 11, effect: /run\.(submitted|approved)\b/ },
  { point: 12, effect: /insert payout_skips/ },
  { point: 13, effect: /insert payouts/ },
  { point: 14, effect: /^hints\.send payout/ },
  { point: 17, effect: /insert payout_attempts/ },
  { point: 18, effect: /^stripe\.send/ },
  { point: 19, effect: /^stripe\.send/ },
  { point: 24, effect: /payout\.settled|^stripe\.send/ },
  { point: 25, effect: /payout\.(settled|released)/ },
  { point: 26, effect: /payout\.settled|^mail/ },
  { point: 27, effect: /payout\.released/ },
  { point: 28, effect: /update payouts\.doubts|payout\.unknown/ },
  { point: 29, effect: /^stripe\.list/ },
  { point: 30, effect: /payout\.new_generation/ },
  { point: 31, effect: /./, invocation: /^cron/ },
  { point: 34, effect: /restore\.(begun|comparison_begun|reconciled)|payout\.adopt|run\.adopted|update restores/ },
  { point: 38, effect: /insert (audit|outbox)/ },
  { point: 39, effect: /run\.approved_first/ },
  { point: 40, effect: /commission\.(held|released)/ },
  { point: 41, effect: /run\.started/ },
  { point: 42, effect: /rank\// },
  { point: 43, effect: /insert stops|run\.prepared/ },
]

export const crashPointsOf = (invocation: string, effect: string): string[] =>
  gaps.filter((gap) => gap.effect.test(effect) && (gap.invocation?.test(invocation) ?? true)).map(({ point }) => String(point))

/** Gaps that no kill makes but a fault: what came before it, and what after. */
const byFault: Record<number, Record<Side, FaultKind>> = {
  15: { before: 'F8', after: 'F8' },
  16: { before: 'F10', after: 'F10' },
  20: { before: 'F11', after: 'F12' },
  21: { before: 'F16', after: 'F17' },
  22: { before: 'F13', after: 'F13' },
  23: { before: 'F18', after: 'F18' },
  32: { before: 'F32', after: 'F32' },
  33: { before: 'F6', after: 'F6' },
  35: { before: 'F31', after: 'F31' },
  36: { before: 'F35', after: 'F35' },
  37: { before: 'F21', after: 'F21' },
}

/** Every crash point by its row in money.md 12, with how often each side of it was hit. */
export function crashPointsOfAll({
  crashPoints,
  byFault: faults,
}: Pick<Tally, 'crashPoints' | 'byFault'>): Record<string, Record<Side, number>> {
  const all: Record<string, Record<Side, number>> = {}
  for (let point = 1; point <= 43; point += 1) {
    const fault = byFault[point]
    const counted = crashPoints[point] ?? { before: 0, after: 0 }
    all[point] = fault ? { before: faults[fault.before] ?? 0, after: faults[fault.after] ?? 0 } : counted
  }
  return all
}
