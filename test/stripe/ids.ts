import type { State } from './state.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The next number of the state's own generator (mulberry32): from 0, below 1. */
function nextRandom(state: State): number {
  state.seed = (state.seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(state.seed ^ (state.seed >>> 15), 1 | state.seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

/** A random-looking text that is the same in every run with the same seed. */
export const newToken = (state: State, length: number): string =>
  Array.from({ length }, () => alphabet[Math.floor(nextRandom(state) * alphabet.length)]).join('')

/** An id as Stripe writes them: `tr_` and 24 characters, `acct_` and 16. */
export const newId = (state: State, prefix: string): string => `${prefix}_1${newToken(state, prefix === 'acct' ? 15 : 23)}`
