import type { State } from './state.ts'

export type Answer = { status: number; headers: Record<string, string>; body: string }
export type SavedAnswer = Answer & { requestId: string; savedMs: number; target: string; params: string }

const DAY_MS = 86_400_000
const keptMs = (target: string) => (target.includes(' /v2/') ? 30 * DAY_MS : DAY_MS)

/** Keys belong to the account whose books the request is about. */
export const scopedKey = (owner: string, key: string) => `${owner}:${key}`

/** What is saved under the key, unless it is at least a day old: then it is forgotten, and the same key is a new request. */
export function savedAnswer(state: State, key: string): SavedAnswer | undefined {
  const saved = state.keys[key]
  if (saved && saved.savedMs + keptMs(saved.target) <= state.nowMs) {
    delete state.keys[key]
    return undefined
  }
  return saved
}

/** Forgets what is old enough to be forgotten; done when the clock moves, so that the state stays small. */
export function forgetOldKeys(state: State): void {
  for (const key of Object.keys(state.keys)) savedAnswer(state, key)
}
