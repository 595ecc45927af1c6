import type { Bench } from './measure.ts'

export const run: Bench = async ({ tell }) => {
  tell('payouts')
  return {}
}
